package io.registrysync.registry;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A repository of a registry over HTTP (OCI distribution specification). */
final class RemoteRepository implements Repository {
    /** In one header, because some registries read the first only. */
    private static final String MANIFEST_TYPES = String.join(
            ", ",
            MediaType.OCI_INDEX.name(),
            MediaType.OCI_MANIFEST.name(),
            MediaType.DOCKER_LIST.name(),
            MediaType.DOCKER_MANIFEST.name(),
            MediaType.OCI_ARTIFACT.name());

    private final Endpoint endpoint;
    private final RepositoryName name;
    private final Call.Caller caller;

    RemoteRepository(Endpoint endpoint, RepositoryName name, Call.Caller caller) {
        this.endpoint = endpoint;
        this.name = name;
        this.caller = caller;
    }

    @Override
    public RepositoryName name() {
        return name;
    }

    @Override
    public String location() {
        return endpoint.host() + "/" + name;
    }

    @Override
    public Object store() {
        return endpoint.host();
    }

    @Override
    public Repository within(Cancellation cancellation, Consumer<Notice> notices) {
        return new RemoteRepository(endpoint, name, new Call.Caller(cancellation, notices));
    }

    // ---- manifests ------------------------------------------------------------------------------------------------

    @Override
    public Optional<Descriptor> resolve(Tag tag) {
        Call head = manifestCall("resolve", "HEAD", tag.name(), MANIFEST_TYPES)
                .expecting(status -> status == 200 || status == 404 || status == 405);
        try (Response response = endpoint.calls().send(head)) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            Optional<Descriptor> described = response.status() == 200 ? described(response) : Optional.empty();
            if (described.isPresent()) {
                return described;
            }
        }
        // The registry does not describe its manifests in the head of an answer.
        return confirmed(tag).map(Manifest::descriptor);
    }

    private static Optional<Descriptor> described(Response response) {
        try {
            Optional<String> digest = response.header("Docker-Content-Digest");
            Optional<String> type = response.header("Content-Type");
            if (digest.isEmpty() || type.isEmpty() || response.contentLength() < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Descriptor(MediaType.parse(type.get()), Digest.parse(digest.get()), response.contentLength()));
        } catch (FormatException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public boolean hasManifest(Descriptor manifest) {
        Call head = manifestCall("look for manifest", "HEAD", manifest.digest().toString(), accepted(manifest))
                .expecting(status -> status == 200 || status == 404 || status == 403 || status == 405);
        try (Response response = endpoint.calls().send(head)) {
            return response.status() == 200;
        }
    }

    @Override
    public Manifest manifest(Tag tag) {
        return confirmed(tag).orElseThrow(() -> notFound("get manifest", tag.name()));
    }

    private Optional<Manifest> confirmed(Tag tag) {
        return fetch("get manifest", tag.name(), MANIFEST_TYPES).map(fetched -> confirmed(tag, fetched));
    }

    /** What a tag points to, for changes that depend on it; empty where there is no such tag. */
    Optional<Tagged> tagged(Tag tag) {
        return fetch("get manifest", tag.name(), MANIFEST_TYPES)
                .map(fetched -> new Tagged(confirmed(tag, fetched), fetched.etag));
    }

    /**
     * What a tag points to.
     *
     * @param etag the state of the tag; empty where the registry does not name one that can be compared
     */
    record Tagged(Manifest manifest, String etag) {}

    private Manifest confirmed(Tag tag, Fetched fetched) {
        String where = location(tag.name());
        Manifest manifest = parse(fetched, Digest.SHA256, where);
        Optional<Digest> claimed = fetched.claimed;
        if (claimed.isPresent() && claimed.get().equals(manifest.descriptor().digest())) {
            return manifest;
        }
        if (claimed.isPresent()) {
            // Either the content or the header is wrong. The registry has to stand by one of them.
            Optional<Manifest> vouched = fetchVouched(claimed.get());
            if (vouched.isPresent()) {
                return vouched.get();
            }
        }
        if (hasManifest(manifest.descriptor())) {
            claimed.ifPresent(
                    wrong -> warn(where + ": the registry sends a wrong digest in its header (" + wrong + ")"));
            return manifest;
        }
        throw RegistryException.invalid(
                "get manifest",
                where,
                "the registry does not stand by what it sent: the content has the digest "
                        + manifest.descriptor().digest()
                        + claimed.map(digest -> ", the header says " + digest).orElse(""));
    }

    private Optional<Manifest> fetchVouched(Digest claimed) {
        try {
            return manifest(claimed);
        } catch (RegistryException failure) {
            if (failure.kind() == RegistryException.Kind.INVALID_CONTENT) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public Manifest manifest(Descriptor descriptor) {
        String digest = descriptor.digest().toString();
        Manifest manifest =
                manifest(descriptor.digest(), accepted(descriptor)).orElseThrow(() -> notFound("get manifest", digest));
        if (manifest.descriptor().size() != descriptor.size()) {
            throw RegistryException.invalid(
                    "get manifest",
                    location(digest),
                    manifest.descriptor().size() + " bytes instead of " + descriptor.size());
        }
        return manifest;
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return manifest(digest, MANIFEST_TYPES);
    }

    /** Content that was damaged on the way may be right the next time. */
    private Optional<Manifest> manifest(Digest digest, String accept) {
        requireVerifiable(digest);
        String where = location(digest.toString());
        for (int rereads = 0; ; rereads++) {
            Optional<Fetched> fetched = fetch("get manifest", digest.toString(), accept);
            if (fetched.isEmpty()) {
                return Optional.empty();
            }
            Digest actual = Digest.of(digest.algorithm(), fetched.get().bytes);
            if (actual.equals(digest)) {
                return Optional.of(parse(fetched.get(), digest.algorithm(), where));
            }
            if (rereads == endpoint.rereads()) {
                throw RegistryException.invalid("get manifest", where, "digest mismatch: the content has " + actual);
            }
        }
    }

    private Manifest parse(Fetched fetched, String algorithm, String where) {
        try {
            return Manifest.parse(fetched.type, fetched.bytes, algorithm);
        } catch (FormatException malformed) {
            throw RegistryException.invalid("get manifest", where, String.valueOf(malformed.getMessage()));
        }
    }

    /**
     * Reads a manifest. A body that breaks off is read again here, because only a complete answer counts as one.
     */
    private Optional<Fetched> fetch(String operation, String reference, String accept) {
        Call get =
                manifestCall(operation, "GET", reference, accept).expecting(status -> status == 200 || status == 404);
        return endpoint.calls().read(get, response -> {
            if (response.status() == 404) {
                return Optional.empty();
            }
            refuseEncoding(response, operation, reference);
            byte[] bytes = response.readBody(endpoint.maxManifestBytes());
            if (response.contentLength() >= 0 && bytes.length != response.contentLength()) {
                throw new IOException("the answer ended early");
            }
            MediaType type = contentType(response, operation, reference);
            return Optional.of(new Fetched(type, bytes, claimedDigest(response), etag(response)));
        });
    }

    /** Weak ones are of no use in {@code If-Match} (RFC 9110, section 13.1.1). */
    private static String etag(Response response) {
        return response.header("ETag").filter(value -> value.startsWith("\"")).orElse("");
    }

    private static Optional<Digest> claimedDigest(Response response) {
        try {
            return response.header("Docker-Content-Digest").map(Digest::parse).filter(Digest::isVerifiable);
        } catch (FormatException malformed) {
            return Optional.empty();
        }
    }

    private MediaType contentType(Response response, String operation, String reference) {
        try {
            return MediaType.parse(response.header("Content-Type").orElse("application/octet-stream"));
        } catch (FormatException malformed) {
            throw RegistryException.invalid(operation, location(reference), String.valueOf(malformed.getMessage()));
        }
    }

    /** Compressed in transit, content would no longer be the bytes that the digest speaks of. */
    private void refuseEncoding(Response response, String operation, String reference) {
        String encoding = response.header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw RegistryException.invalid(
                    operation,
                    location(reference),
                    "the answer has Content-Encoding " + Text.clean(encoding, 40) + " although none was asked for");
        }
    }

    @Override
    public void putManifest(Manifest manifest) {
        put(manifest, manifest.descriptor().digest().toString());
    }

    @Override
    public void putManifest(Manifest manifest, Tag tag) {
        put(manifest, tag.name());
    }

    private void put(Manifest manifest, String reference) {
        Stored stored = store(manifest, reference, "");
        if (stored != Stored.LISTED) {
            manifest.subject()
                    .ifPresent(subject -> new Referrers(endpoint, this, caller).add(manifest, subject.digest()));
        }
    }

    /** What became of a manifest that was put. */
    enum Stored {
        /** It is there. */
        STORED,
        /** It is there, and the registry lists it among the referrers of its subject. */
        LISTED,
        /** Nothing was stored: the tag is not where it was expected to be. */
        CHANGED_MEANWHILE
    }

    /**
     * Puts a manifest and makes sure that it is there.
     *
     * @param etag the state in which the tag has to be, as {@link Tagged} has it; empty where it does not matter
     */
    Stored store(Manifest manifest, String reference, String etag) {
        Descriptor descriptor = manifest.descriptor();
        Call put = Call.of(
                        "push manifest",
                        location(reference),
                        "PUT",
                        endpoint.address(name, "/manifests/" + reference),
                        endpoint.answerLimit(descriptor.size()),
                        caller)
                .header("Content-Type", descriptor.mediaType().name())
                .body(RequestBody.of(manifest.bytes()))
                .scopes(pushScopes())
                .expecting(status -> status >= 200 && status < 205)
                .confirmedBy(() -> pointsTo(reference, manifest));
        if (!etag.isEmpty()) {
            put = put.header("If-Match", etag).expecting(status -> (status >= 200 && status < 205) || status == 412);
        }
        // Where a tag points to is looked up unless the answer says it; a digest cannot lead to anything else.
        boolean byDigest = !Tag.isValid(reference);
        boolean confirmed;
        boolean listed;
        try (Response response = endpoint.calls().send(put)) {
            if (response.status() == 412) {
                return Stored.CHANGED_MEANWHILE;
            }
            listed = response.header("OCI-Subject").isPresent();
            confirmed = response.status() == 201
                    && claimedDigest(response)
                            .map(claimed -> isDigestOf(claimed, manifest))
                            .orElse(byDigest);
        }
        if (!confirmed && !pointsTo(reference, manifest)) {
            throw RegistryException.invalid(
                    "push manifest",
                    location(reference),
                    "the registry stored something else than " + descriptor.digest());
        }
        if (listed) {
            endpoint.noteReferrers(name, true);
        }
        return listed ? Stored.LISTED : Stored.STORED;
    }

    /** Looks whether a tag or digest leads to exactly this manifest now. */
    private boolean pointsTo(String reference, Manifest wanted) {
        String accept = accepted(wanted.descriptor());
        Call head = manifestCall("confirm manifest", "HEAD", reference, accept)
                .expecting(status -> status == 200 || status == 404 || status == 403 || status == 405);
        try (Response response = endpoint.calls().send(head)) {
            if (response.status() == 404 || response.status() == 403) {
                return false;
            }
            Optional<Digest> claimed = response.status() == 200 ? claimedDigest(response) : Optional.empty();
            if (claimed.isPresent()) {
                return isDigestOf(claimed.get(), wanted);
            }
        }
        // The registry does not describe its manifests in the head of an answer.
        return fetch("confirm manifest", reference, accept)
                .filter(fetched -> Arrays.equals(fetched.bytes, wanted.bytes()))
                .isPresent();
    }

    /** A registry may name a manifest by another algorithm than we do, above all where a tag was pushed. */
    private static boolean isDigestOf(Digest claimed, Manifest manifest) {
        return claimed.equals(Digest.of(claimed.algorithm(), manifest.bytes()));
    }

    private Call manifestCall(String operation, String method, String reference, String accept) {
        return Call.of(
                        operation,
                        location(reference),
                        method,
                        endpoint.address(name, "/manifests/" + reference),
                        endpoint.answerLimit(0),
                        caller)
                .header("Accept", accept)
                .scopes(pullScopes());
    }

    private static String accepted(Descriptor descriptor) {
        MediaType type = descriptor.mediaType();
        return type.isImage() || type.isIndex() ? MANIFEST_TYPES : type.name() + ", " + MANIFEST_TYPES;
    }

    // ---- blobs ----------------------------------------------------------------------------------------------------

    @Override
    public boolean hasBlob(Descriptor blob) {
        Call head = blobCall("look for blob", "HEAD", blob)
                .expecting(status -> status == 200 || status == 404 || status == 403 || status == 405);
        try (Response response = endpoint.calls().send(head)) {
            long size = response.contentLength();
            return response.status() == 200 && (size < 0 || size == blob.size());
        }
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset) {
        requireVerifiable(blob.digest());
        Call get = blobCall("get blob", "GET", blob)
                .lane(HostGate.Lane.pull(blob.size()))
                .mayFinish(Cancellation.letsFinish(blob.size()));
        if (offset > 0) {
            get = get.header("Range", "bytes=" + offset + "-")
                    .expecting(status -> status == 200 || status == 206 || status == 416);
        }
        Response response = endpoint.calls().send(get);
        boolean opened = false;
        try {
            refuseEncoding(response, "get blob", blob.digest().toString());
            if (response.status() == 416) {
                throw RegistryException.invalid(
                        "get blob",
                        location(blob.digest().toString()),
                        "it ends at byte " + offset + " or before, not at " + blob.size());
            } else if (response.status() == 206) {
                requireRange(response, blob, offset);
            } else {
                response.body().skipNBytes(offset);
            }
            opened = true;
            return new BlobStream(response);
        } catch (IOException broken) {
            throw new RegistryException(
                    RegistryException.Kind.UNAVAILABLE,
                    "get blob",
                    location(blob.digest().toString()),
                    "broke off before byte " + offset,
                    0,
                    List.of(),
                    true,
                    broken);
        } finally {
            if (!opened) {
                response.close();
            }
        }
    }

    private void requireRange(Response response, Descriptor blob, long offset) {
        String range = response.header("Content-Range").orElse("");
        if (!range.startsWith("bytes " + offset + "-")) {
            throw RegistryException.invalid(
                    "get blob",
                    location(blob.digest().toString()),
                    "asked for the bytes from " + offset + ", got: " + Text.clean(range, 60));
        }
    }

    @Override
    public BlobUpload startUpload(Descriptor blob, List<RepositoryName> from) {
        requireVerifiable(blob.digest());
        RemoteUpload upload = new RemoteUpload(endpoint, this, blob, caller);
        upload.begin(from);
        return upload;
    }

    private Call blobCall(String operation, String method, Descriptor blob) {
        return Call.of(
                        operation,
                        location(blob.digest().toString()),
                        method,
                        endpoint.address(name, "/blobs/" + blob.digest()),
                        endpoint.answerLimit(0),
                        caller)
                .scopes(pullScopes());
    }

    // ---- listing --------------------------------------------------------------------------------------------------

    @Override
    public Stream<Tag> tags() {
        URI first = endpoint.address(name, "/tags/list?n=" + Pages.PAGE_SIZE);
        Call call = Call.of("list tags", location(), "GET", first, endpoint.answerLimit(0), caller)
                .scopes(pullScopes())
                .expecting(status -> status == 200 || status == 404);
        return new Pages(endpoint, call, "tags").stream().filter(Tag::isValid).map(Tag::new);
    }

    @Override
    public Map<Tag, Instant> pushTimes() {
        return endpoint.management(caller).pushTimes(name, caller);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return new Referrers(endpoint, this, caller).of(subject);
    }

    // ---- deletion -------------------------------------------------------------------------------------------------

    @Override
    public boolean deleteTag(Tag tag) {
        try {
            endpoint.calls().send(deletion("delete tag", tag.name())).close();
            return true;
        } catch (RegistryException refused) {
            if (isUnsupported(refused)) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * By 400 or 405 a registry says that it does not delete tags (distribution specification, "Deleting tags"), but by
     * 400 many other things, too, which it names. Old ones take the tag for a digest that is malformed.
     */
    private static boolean isUnsupported(RegistryException refused) {
        return refused.status() == 405
                || (refused.status() == 400
                        && refused.errors().stream()
                                .map(RegistryError::code)
                                .allMatch(code ->
                                        code.isEmpty() || code.equals("UNSUPPORTED") || code.equals("DIGEST_INVALID")));
    }

    @Override
    public void deleteManifest(Digest digest) {
        endpoint.calls().send(deletion("delete manifest", digest.toString())).close();
    }

    private Call deletion(String operation, String reference) {
        return Call.of(
                        operation,
                        location(reference),
                        "DELETE",
                        endpoint.address(name, "/manifests/" + reference),
                        endpoint.answerLimit(0),
                        caller)
                .scopes(List.of("repository:" + name + ":delete,pull"))
                .expecting(RemoteRepository::isDeleted);
    }

    /** What is not there any more need not be deleted. */
    private static boolean isDeleted(int status) {
        return status == 200 || status == 202 || status == 204 || status == 404;
    }

    // ---- words ----------------------------------------------------------------------------------------------------

    String location(String reference) {
        return location() + (reference.contains(":") ? "@" : ":") + reference;
    }

    List<String> pullScopes() {
        return List.of("repository:" + name + ":pull");
    }

    /** In the order that token servers are used to. */
    List<String> pushScopes() {
        return List.of("repository:" + name + ":pull,push");
    }

    List<String> mountScopes(RepositoryName from) {
        List<String> scopes = new ArrayList<>(pushScopes());
        if (!from.equals(name)) {
            scopes.add("repository:" + from + ":pull");
        }
        return scopes;
    }

    private RegistryException notFound(String operation, String reference) {
        return new RegistryException(
                RegistryException.Kind.NOT_FOUND,
                operation,
                location(reference),
                "not found",
                404,
                List.of(),
                false,
                null);
    }

    private void requireVerifiable(Digest digest) {
        if (!digest.isVerifiable()) {
            throw RegistryException.invalid(
                    "verify", location(digest.toString()), "digests of this algorithm cannot be verified");
        }
    }

    void warn(String text) {
        caller.notices().accept(new Notice(Notice.Kind.WARNING, endpoint.host().toString(), text, Duration.ZERO));
    }

    /** A manifest as it was delivered. */
    private static final class Fetched {
        private final MediaType type;
        private final byte[] bytes;
        private final Optional<Digest> claimed;
        private final String etag;

        Fetched(MediaType type, byte[] bytes, Optional<Digest> claimed, String etag) {
            this.type = type;
            this.bytes = bytes;
            this.claimed = claimed;
            this.etag = etag;
        }
    }

    /** The content of a blob; closing it frees the connection. */
    private static final class BlobStream extends FilterInputStream {
        private final Response response;

        BlobStream(Response response) {
            super(response.body());
            this.response = response;
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
