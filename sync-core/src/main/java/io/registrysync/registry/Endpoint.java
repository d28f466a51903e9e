package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** One registry as its repositories see it: where it is, how to call it, and what has been learnt about it. */
final class Endpoint {
    /** The least speed at which a registry is expected to store what it has received, before it answers. */
    private static final long STORED_BYTES_PER_SECOND = 8L * 1024 * 1024;

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
    private static final int TURNS = 64;

    private final RegistryHost host;
    private final URI base;
    private final HttpCalls calls;
    private final Retries retries;
    private final Duration timeout;
    private final int maxManifestBytes;
    private final Vendor vendor;

    private final Set<RepositoryName> withoutReferrers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock[] turns =
            Stream.generate(ReentrantLock::new).limit(TURNS).toArray(ReentrantLock[]::new);
    private volatile boolean mountsRefused;
    private volatile UploadMode uploadMode = UploadMode.WHOLE;

    /** How the content of a blob is sent; each is tried when the one before it was refused. */
    enum UploadMode {
        /** In one PUT that also completes the upload. */
        WHOLE,
        /** In one PATCH, completed by an empty PUT. */
        STREAMED,
        /** In several PATCHes of limited length. */
        CHUNKED;

        UploadMode next() {
            return this == WHOLE ? STREAMED : CHUNKED;
        }
    }

    Endpoint(
            RegistryHost host,
            URI base,
            HttpCalls calls,
            Retries retries,
            Duration timeout,
            int maxManifestBytes,
            Vendor vendor) {
        this.host = host;
        this.base = base;
        this.calls = calls;
        this.retries = retries;
        this.timeout = timeout;
        this.maxManifestBytes = maxManifestBytes;
        this.vendor = vendor;
    }

    RegistryHost host() {
        return host;
    }

    HttpCalls calls() {
        return calls;
    }

    /** How often content that turned out wrong is read again. */
    int rereads() {
        return retries.rereads();
    }

    int maxManifestBytes() {
        return maxManifestBytes;
    }

    /** What the registry offers besides images. The first call may ask it for that. */
    Management management(Call.Caller caller) {
        return vendor.management(this, caller);
    }

    /** An address on the registry's origin that is not of the distribution specification. */
    URI beside(String path) {
        return URI.create(base + "/" + path);
    }

    /** An address below {@code /v2/}. */
    URI address(String path) {
        return URI.create(base + "/v2/" + path);
    }

    /** An address below a repository. */
    URI address(RepositoryName repository, String path) {
        return address(repository + path);
    }

    /** How long an answer may take to a request after which the registry has {@code bytes} to store. */
    Duration answerLimit(long bytes) {
        if (bytes == 0) {
            return timeout;
        }
        Duration limit = timeout.multipliedBy(2).plusSeconds(bytes / STORED_BYTES_PER_SECOND);
        return limit.compareTo(LONGEST_ANSWER) > 0 ? LONGEST_ANSWER : limit;
    }

    boolean mountsRefused() {
        return mountsRefused;
    }

    void refuseMounts() {
        mountsRefused = true;
    }

    UploadMode uploadMode() {
        return uploadMode;
    }

    /** Changes the form of uploads, unless another upload that was refused meanwhile has done so. */
    synchronized void leaveUploadMode(UploadMode refused, UploadMode next) {
        if (uploadMode == refused) {
            uploadMode = next;
        }
    }

    /**
     * Whether a repository is known to have no list of referrers. Kept by repository, because different registries may
     * answer behind one host, and a signature that is not seen is worse than a request too many.
     */
    boolean lacksReferrers(RepositoryName repository) {
        return withoutReferrers.contains(repository);
    }

    void noteReferrers(RepositoryName repository, boolean offered) {
        if (offered) {
            withoutReferrers.remove(repository);
        } else {
            withoutReferrers.add(repository);
        }
    }

    /** The lock of whoever changes something that is read first. Different things may share one. */
    ReentrantLock turn(String thing) {
        return turns[Math.floorMod(thing.hashCode(), TURNS)];
    }
}
