package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

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
        CHUNKED
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

    void uploadMode(UploadMode mode) {
        uploadMode = mode;
    }

    /** Makes a call and reads its answer; where the answer breaks off, both are done again. */
    <T> T readRetrying(Call call, Reader<T> reader) {
        for (int failures = 1; ; failures++) {
            try (Response response = calls.send(call)) {
                return reader.read(response);
            } catch (Response.TooLongException tooLong) {
                throw RegistryException.invalid(call.operation(), call.name(), String.valueOf(tooLong.getMessage()));
            } catch (IOException broken) {
                if (failures > retries.limit()) {
                    throw new RegistryException(
                            Kind.UNAVAILABLE,
                            call.operation(),
                            call.name(),
                            Text.clean(String.valueOf(broken.getMessage()), 200),
                            0,
                            List.of(),
                            true,
                            broken);
                }
                call.caller().cancellation().pause(retries.pause(failures));
            }
        }
    }

    /** Reads an answer completely. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Response response) throws IOException;
    }
}
