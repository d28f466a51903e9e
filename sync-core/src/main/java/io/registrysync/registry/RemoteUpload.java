package io.registrysync.registry;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.Endpoint.UploadMode;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An upload session of a registry (distribution specification, "Pushing blobs"). */
final class RemoteUpload implements BlobUpload {
    private static final int BUFFER = 256 * 1024;
    private static final long CHUNK = 16L * 1024 * 1024;

    private static final long LARGEST_CHUNK = 1024L * 1024 * 1024;
    private static final Duration TIDYING_LIMIT = Duration.ofSeconds(5);
    private static final Pattern RANGE = Pattern.compile("(?:bytes[ =])?0-([0-9]{1,18})");
    /** Answers by which registries and proxies say that they do not take a blob in this form. */
    private static final Set<Integer> FORM_REFUSED = Set.of(400, 405, 411, 413, 415, 416, 501);

    private final Place place;
    private final RemoteBlobs blobs;
    private final Descriptor blob;

    private @Nullable URI session;
    private long offset;
    private long chunk = CHUNK;
    private boolean present;
    private boolean done;
    private boolean storedEarly;
    private boolean untrusting;

    RemoteUpload(Place place, RemoteBlobs blobs, Descriptor blob) {
        this.place = place;
        this.blobs = blobs;
        this.blob = blob;
    }

    // ---- beginning ------------------------------------------------------------------------------------------------

    /** Asks for a mount and an upload session in one request: the answer is either. */
    void begin(List<RepositoryName> from) {
        untrusting = from.isEmpty();
        if (!untrusting && !place.endpoint().mountsRefused() && tryMountFromAny(from.get(0))) {
            return;
        }
        if (session == null) {
            if (!untrusting && blobs.hasBlob(blob)) {
                present = true;
                done = true;
                return;
            }
            open();
        }
    }

    /** What is thought of another repository may be old: it may be gone, or closed to us. Then this one is asked alone. */
    private boolean tryMountFromAny(RepositoryName likeliest) {
        boolean isOther = !likeliest.equals(place.name());
        try {
            return tryMount(likeliest)
                    || (isOther && session == null && !place.endpoint().mountsRefused() && tryMount(place.name()));
        } catch (RegistryException refused) {
            boolean aboutTheOther = isOther
                    && (refused.kind() == RegistryException.Kind.ACCESS_DENIED
                            || refused.kind() == RegistryException.Kind.NOT_FOUND);
            if (!aboutTheOther) {
                throw refused;
            }
            return tryMount(place.name());
        }
    }

    /** Returns whether the blob is there. Otherwise there may be a session. */
    private boolean tryMount(RepositoryName from) {
        String query = "?mount=" + blob.digest() + "&from=" + from;
        Call post = post("/blobs/uploads/" + query, place.mountScopes(from))
                .expecting(status -> status == 201 || status == 202 || isMountRefused(status));
        try (Response response = place.endpoint().calls().send(post)) {
            switch (response.status()) {
                case 201 -> {
                    present = true;
                    done = true;
                }
                case 202 -> adoptSession(response);
                case 404 -> {
                    if (from.equals(place.name())) {
                        place.endpoint().refuseMounts();
                    }
                }
                default -> place.endpoint().refuseMounts();
            }
        }
        return present;
    }

    private static boolean isMountRefused(int status) {
        return status == 400 || status == 404 || status == 405 || status == 415 || status == 422;
    }

    private void open() {
        Call post = post("/blobs/uploads/", place.pushScopes()).expecting(status -> status == 202);
        try (Response response = place.endpoint().calls().send(post)) {
            adoptSession(response);
        }
    }

    private Call post(String path, List<String> scopes) {
        String algorithm = blob.digest().algorithm();
        String parameter =
                algorithm.equals("sha256") ? "" : (path.indexOf('?') < 0 ? "?" : "&") + "digest-algorithm=" + algorithm;
        // Cut before its answer, nobody would know what to cancel at the registry.
        return call("start upload", "POST", place.endpoint().address(place.name(), path + parameter))
                .scopes(scopes)
                .mayFinish(true);
    }

    private void adoptSession(Response response) {
        session = location(response);
        offset = 0;
        long minimum = response.header("OCI-Chunk-Min-Length")
                .filter(value -> value.matches("[0-9]{1,15}"))
                .map(Long::parseLong)
                .orElse(0L);
        chunk = Math.min(LARGEST_CHUNK, Math.max(CHUNK, minimum));
    }

    private URI location(Response response) {
        String location = response.header("Location")
                .orElseThrow(() -> RegistryException.invalid("upload", name(), "the registry gave no upload Location"));
        return Locations.resolve("upload", name(), response.uri(), location);
    }

    // ---- sending --------------------------------------------------------------------------------------------------

    @Override
    public boolean isPresent() {
        return present;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void send(InputStream content) throws IOException {
        UploadMode mode = place.endpoint().uploadMode();
        boolean openEnded = isOpenEnded();
        ContentBody body = new ContentBody(content, blob.size() - offset, openEnded);
        try {
            switch (openEnded ? UploadMode.STREAMED : mode) {
                case WHOLE -> commit(body);
                case STREAMED -> {
                    patch(body);
                    complete();
                }
                case CHUNKED -> {
                    sendChunks(content);
                    complete();
                }
            }
        } catch (RegistryException failure) {
            if (body.failure != null) {
                throw body.failure;
            }
            if (isSessionLost(failure)) {
                throw passing(failure, "the registry forgot the upload");
            }
            if (!failure.isPassing() && hasNextMode(mode, failure)) {
                throw passing(failure, "the registry does not take a blob sent in this form");
            }
            throw failure;
        }
        done = true;
    }

    /**
     * Distribution's registry, told by the state in its addresses, loses track of an upload whose body breaks off: it
     * can neither be taken up again nor cancelled, and its bytes stay for a week. So a large blob is sent the way Docker
     * does, with a body that can end early in good order; that costs one request more.
     */
    private boolean isOpenEnded() {
        return place.endpoint().uploadMode() == UploadMode.WHOLE
                && !Cancellation.letsFinish(blob.size())
                && String.valueOf(requireSession().getRawQuery()).contains("_state=");
    }

    private void sendChunks(InputStream content) throws IOException {
        while (offset < blob.size()) {
            ContentBody part = new ContentBody(content, Math.min(chunk, blob.size() - offset), false);
            try {
                patch(part);
            } catch (RegistryException failure) {
                if (part.failure != null) {
                    throw part.failure;
                }
                throw failure;
            }
        }
    }

    /** Ends what was sent by PATCH, unless the registry has taken the last of them for the end. */
    private void complete() {
        if (!storedEarly || !blobs.hasBlob(blob)) {
            commit(null);
        }
    }

    private void commit(@Nullable ContentBody body) {
        URI uri = withDigest(requireSession());
        Call put = call("upload", "PUT", uri)
                .scopes(place.pushScopes())
                .answerWithin(place.endpoint().answerLimit(blob.size()))
                .expecting(status -> status == 201 || status == 204 || status == 200);
        if (body != null) {
            put = put.header("Content-Type", "application/octet-stream")
                    .body(body)
                    .lane(HostGate.Lane.push(blob.size()))
                    .mayFinish(Cancellation.letsFinish(blob.size()));
        } else {
            // Repeatable, so that its retries are not ours: an answer that got lost is found out by looking.
            put = put.confirmedBy(() -> blobs.hasBlob(blob));
        }
        place.endpoint().calls().send(put).close();
    }

    private void patch(ContentBody body) throws IOException {
        Call patch = call("upload", "PATCH", requireSession())
                .header("Content-Type", "application/octet-stream")
                .scopes(place.pushScopes())
                .body(body)
                .lane(HostGate.Lane.push(blob.size()))
                .mayFinish(body.openEnded)
                .answerWithin(place.endpoint().answerLimit(body.size))
                .expecting(status -> status == 202 || status == 201 || status == 204);
        if (!body.openEnded) {
            patch = patch.header("Content-Range", offset + "-" + (offset + body.size - 1));
        }
        try (Response response = place.endpoint().calls().send(patch)) {
            // 201 says that the blob is stored already. Amazon's registry says so too and still wants the PUT.
            storedEarly = response.status() == 201;
            session = location(response);
            offset += body.sent;
        }
        if (body.calledOff != null) {
            throw body.calledOff;
        }
        if (body.failure != null) {
            throw body.failure;
        }
    }

    /** Where the registry does not take a blob as it was sent, the next form is tried from now on. */
    private boolean hasNextMode(UploadMode refused, RegistryException failure) {
        boolean digestRefused = failure.errors().stream().anyMatch(e -> e.code().equals("DIGEST_INVALID"));
        if (refused == UploadMode.CHUNKED
                || digestRefused
                || failure.kind() != Kind.REFUSED
                || !FORM_REFUSED.contains(failure.status())
                || blob.size() == 0) {
            return false;
        }
        place.endpoint().leaveUploadMode(refused, failure.status() == 413 ? UploadMode.CHUNKED : refused.next());
        return true;
    }

    /** BLOB_UPLOAD_INVALID is no sign of it: with 400 it is also the answer to a form that is not taken. */
    private static boolean isSessionLost(RegistryException failure) {
        return failure.status() == 404
                || failure.errors().stream().anyMatch(error -> error.code().equals("BLOB_UPLOAD_UNKNOWN"));
    }

    private static RegistryException passing(RegistryException failure, String reason) {
        return new RegistryException(
                failure.kind(),
                failure.operation(),
                failure.name(),
                reason + " (" + failure.status() + ")",
                failure.status(),
                failure.errors(),
                true,
                failure);
    }

    /** The session's address with the digest; its own query is kept as it is. */
    private URI withDigest(URI address) {
        String text = address.toString();
        return URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + "digest=" + blob.digest());
    }

    // ---- after a failure ------------------------------------------------------------------------------------------

    @Override
    public State recover() {
        if (session != null && askSession()) {
            return State.OPEN;
        }
        if (!untrusting && blobs.hasBlob(blob)) {
            // The answer to the last request was lost, not the work.
            done = true;
            return State.DONE;
        }
        open();
        return State.OPEN;
    }

    /** Asks the session how far it came; returns whether it can go on. */
    private boolean askSession() {
        Call get = call("check upload", "GET", requireSession())
                .scopes(place.pushScopes())
                .expecting(status -> status == 204 || status == 202 || (status >= 400 && status < 429));
        try (Response response = place.endpoint().calls().send(get)) {
            if (response.status() == 404) {
                session = null;
                return false;
            }
            // 416 to a question: the address was out of date, and the answer has the one that is not.
            boolean answered = response.status() < 400
                    || (response.status() == 416 && response.header("Location").isPresent());
            if (!answered) {
                cancelSession();
                return false;
            }
            Matcher range = RANGE.matcher(response.header("Range").orElse(""));
            long received = range.matches() ? Long.parseLong(range.group(1)) + 1 : 0;
            if (response.header("Location").isPresent()) {
                session = location(response);
            }
            // '0-0' means one byte, and with several registries also none.
            if (received <= 1 || received > blob.size()) {
                restart();
            } else {
                offset = received;
            }
            return true;
        }
    }

    @Override
    public void restart() {
        cancelSession();
        open();
    }

    @Override
    public void close() {
        if (!done) {
            cancelSession();
        }
    }

    /** Tells the registry to forget the session. What comes of it does not matter, but it should be tried once. */
    private void cancelSession() {
        URI address = session;
        session = null;
        if (address == null) {
            return;
        }
        // Not the caller's switch: this is the tidying after it was thrown.
        Call.Caller tidying = new Call.Caller(new Cancellation(), notice -> {});
        Call delete = Call.of("cancel upload", name(), "DELETE", address, TIDYING_LIMIT, tidying)
                .scopes(place.pushScopes())
                .expecting(status -> status != 401)
                .onlyOnce();
        try {
            place.endpoint().calls().send(delete).close();
        } catch (RegistryException | CancellationException unimportant) {
            // The registry removes abandoned sessions by itself, later.
        }
    }

    private URI requireSession() {
        URI address = session;
        if (address == null) {
            throw new IllegalStateException("the upload is not open");
        }
        return address;
    }

    private Call call(String operation, String method, URI uri) {
        return Call.of(operation, name(), method, uri, place.endpoint().answerLimit(0), place.caller());
    }

    private String name() {
        return place.location(blob.digest().toString());
    }

    /**
     * Some of a blob, as it comes from its source. Where it is open-ended, a failure of the source ends it early instead
     * of breaking it off.
     */
    private static final class ContentBody implements RequestBody {
        private final InputStream content;
        private final long size;
        private final boolean openEnded;
        private long sent;
        private @Nullable IOException failure;
        private @Nullable CancellationException calledOff;

        ContentBody(InputStream content, long size, boolean openEnded) {
            this.content = content;
            this.size = size;
            this.openEnded = openEnded;
        }

        @Override
        public long length() {
            return openEnded ? -1 : size;
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, size))];
            while (sent < size) {
                int count;
                try {
                    count = read(buffer, (int) Math.min(buffer.length, size - sent));
                } catch (IOException | CancellationException end) {
                    if (openEnded) {
                        return;
                    }
                    throw end;
                }
                out.write(buffer, 0, count);
                sent += count;
            }
        }

        /** Reads; a failure of the source is remembered, so that it is not taken for one of the registry. */
        private int read(byte[] buffer, int wanted) throws IOException {
            try {
                int count = content.read(buffer, 0, wanted);
                if (count < 0) {
                    throw new IOException("the content is shorter than announced");
                }
                return count;
            } catch (IOException sourceFailed) {
                failure = sourceFailed;
                throw sourceFailed;
            } catch (CancellationException called) {
                calledOff = called;
                throw called;
            }
        }
    }
}
