package io.registrysync.registry;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Tag;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The manifests of a repository over HTTP (distribution specification, "Pulling manifests", "Pushing Manifests"). */
final class RemoteManifests {
    /** In one header, because some registries read the first only. */
    private static final String MANIFEST_TYPES = String.join(
            ", ",
            MediaType.OCI_INDEX.name(),
            MediaType.OCI_MANIFEST.name(),
            MediaType.DOCKER_LIST.name(),
            MediaType.DOCKER_MANIFEST.name(),
            MediaType.OCI_ARTIFACT.name());

    private final Place place;

    RemoteManifests(Place place) {
        this.place = place;
    }

    public Optional<Descriptor> resolve(Tag tag) {
        Call head = manifestCall("resolve", "HEAD", tag.name(), MANIFEST_TYPES)
                .expecting(status -> status == 200 || status == 404 || status == 405);
        try (Response response = place.endpoint().calls().send(head)) {
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

    boolean hasManifest(Descriptor manifest) {
        Call head = manifestCall("look for manifest", "HEAD", manifest.digest().toString(), accepted(manifest))
                .expecting(status -> status == 200 || status == 404 || status == 403 || status == 405);
        try (Response response = place.endpoint().calls().send(head)) {
            return response.status() == 200;
        }
    }

    Manifest manifest(Tag tag) {
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
        String where = place.location(tag.name());
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
                    wrong -> place.warn(where + ": the registry sends a wrong digest in its header (" + wrong + ")"));
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

    Manifest manifest(Descriptor descriptor) {
        String digest = descriptor.digest().toString();
        Manifest manifest =
                manifest(descriptor.digest(), accepted(descriptor)).orElseThrow(() -> notFound("get manifest", digest));
        if (manifest.descriptor().size() != descriptor.size()) {
            throw RegistryException.invalid(
                    "get manifest",
                    place.location(digest),
                    manifest.descriptor().size() + " bytes instead of " + descriptor.size());
        }
        return manifest;
    }

    Optional<Manifest> manifest(Digest digest) {
        return manifest(digest, MANIFEST_TYPES);
    }

    /** Content that was damaged on the way may be right the next time. */
    private Optional<Manifest> manifest(Digest digest, String accept) {
        place.requireVerifiable(digest);
        String where = place.location(digest.toString());
        for (int rereads = 0; ; rereads++) {
            Optional<Fetched> fetched = fetch("get manifest", digest.toString(), accept);
            if (fetched.isEmpty()) {
                return Optional.empty();
            }
            Digest actual = Digest.of(digest.algorithm(), fetched.get().bytes);
            if (actual.equals(digest)) {
                return Optional.of(parse(fetched.get(), digest.algorithm(), where));
            }
            if (rereads == place.endpoint().rereads()) {
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
        return place.endpoint().calls().read(get, response -> {
            if (response.status() == 404) {
                return Optional.empty();
            }
            place.refuseEncoding(response, operation, reference);
            byte[] bytes = response.readBody(place.endpoint().maxManifestBytes());
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
            throw RegistryException.invalid(
                    operation, place.location(reference), String.valueOf(malformed.getMessage()));
        }
    }

    void putManifest(Manifest manifest) {
        put(manifest, manifest.descriptor().digest().toString());
    }

    void putManifest(Manifest manifest, Tag tag) {
        put(manifest, tag.name());
    }

    private void put(Manifest manifest, String reference) {
        Stored stored = store(manifest, reference, "");
        if (stored != Stored.LISTED) {
            manifest.subject().ifPresent(subject -> new Referrers(place, this).add(manifest, subject.digest()));
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
                        place.location(reference),
                        "PUT",
                        place.endpoint().address(place.name(), "/manifests/" + reference),
                        place.endpoint().answerLimit(descriptor.size()),
                        place.caller())
                .header("Content-Type", descriptor.mediaType().name())
                .body(RequestBody.of(manifest.bytes()))
                .scopes(place.pushScopes())
                .expecting(status -> status >= 200 && status < 205)
                .confirmedBy(() -> pointsTo(reference, manifest));
        if (!etag.isEmpty()) {
            put = put.header("If-Match", etag).expecting(status -> (status >= 200 && status < 205) || status == 412);
        }
        // Where a tag points to is looked up unless the answer says it; a digest cannot lead to anything else.
        boolean byDigest = !Tag.isValid(reference);
        boolean confirmed;
        boolean listed;
        try (Response response = place.endpoint().calls().send(put)) {
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
                    place.location(reference),
                    "the registry stored something else than " + descriptor.digest());
        }
        if (listed) {
            place.endpoint().noteReferrers(place.name(), true);
        }
        return listed ? Stored.LISTED : Stored.STORED;
    }

    /** Looks whether a tag or digest leads to exactly this manifest now. */
    private boolean pointsTo(String reference, Manifest wanted) {
        String accept = accepted(wanted.descriptor());
        Call head = manifestCall("confirm manifest", "HEAD", reference, accept)
                .expecting(status -> status == 200 || status == 404 || status == 403 || status == 405);
        try (Response response = place.endpoint().calls().send(head)) {
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
                        place.location(reference),
                        method,
                        place.endpoint().address(place.name(), "/manifests/" + reference),
                        place.endpoint().answerLimit(0),
                        place.caller())
                .header("Accept", accept)
                .scopes(place.pullScopes());
    }

    private static String accepted(Descriptor descriptor) {
        MediaType type = descriptor.mediaType();
        return type.isImage() || type.isIndex() ? MANIFEST_TYPES : type.name() + ", " + MANIFEST_TYPES;
    }

    public boolean deleteTag(Tag tag) {
        try {
            place.endpoint().calls().send(deletion("delete tag", tag.name())).close();
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

    void deleteManifest(Digest digest) {
        place.endpoint()
                .calls()
                .send(deletion("delete manifest", digest.toString()))
                .close();
    }

    private Call deletion(String operation, String reference) {
        return Call.of(
                        operation,
                        place.location(reference),
                        "DELETE",
                        place.endpoint().address(place.name(), "/manifests/" + reference),
                        place.endpoint().answerLimit(0),
                        place.caller())
                .scopes(List.of("repository:" + place.name() + ":delete,pull"))
                .expecting(RemoteManifests::isDeleted);
    }

    /** What is not there any more need not be deleted. */
    private static boolean isDeleted(int status) {
        return status == 200 || status == 202 || status == 204 || status == 404;
    }

    private RegistryException notFound(String operation, String reference) {
        return new RegistryException(
                RegistryException.Kind.NOT_FOUND,
                operation,
                place.location(reference),
                "not found",
                404,
                List.of(),
                false,
                null);
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
}
