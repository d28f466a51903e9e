package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import java.net.URI;
import java.time.Duration;

/** One registry as its repositories see it: where it is, how to call it, and what has been learnt about it. */
final class Endpoint {
    /** The least speed at which a registry is expected to store what it has received, before it answers. */
    private static final long STORED_BYTES_PER_SECOND = 8L * 1024 * 1024;

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

    private final RegistryHost host;
    private final URI base;
    private final HttpCalls calls;
    private final Retries retries;
    private final Duration timeout;
    private final int maxManifestBytes;

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

    Endpoint(RegistryHost host, URI base, HttpCalls calls, Retries retries, Duration timeout, int maxManifestBytes) {
        this.host = host;
        this.base = base;
        this.calls = calls;
        this.retries = retries;
        this.timeout = timeout;
        this.maxManifestBytes = maxManifestBytes;
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
}
