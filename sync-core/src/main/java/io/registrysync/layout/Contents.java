package io.registrysync.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads manifests from a shelf, where nothing tells them from other blobs. */
final class Contents {
    /** Says nothing: the content itself decides what it is. */
    private static final MediaType UNKNOWN = new MediaType("application/octet-stream");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Contents() {}

    /**
     * The manifest that a descriptor points at.
     *
     * @throws FormatException where it is not what digest, size or type say, or no manifest at all
     * @throws IOException     also where it is not there
     */
    static Manifest manifest(Shelf shelf, Descriptor descriptor) throws IOException {
        byte[] bytes = bytes(shelf, descriptor.digest());
        if (bytes.length != descriptor.size()) {
            throw new FormatException(bytes.length + " bytes instead of " + descriptor.size());
        }
        MediaType type = descriptor.mediaType();
        boolean isTelling = type.isImage() || type.isIndex() || type.isSchema1();
        return Manifest.parse(
                isTelling ? type : UNKNOWN, bytes, descriptor.digest().algorithm());
    }

    /** The manifest with a digest, where its type is not known. */
    static Manifest manifest(Shelf shelf, Digest digest) throws IOException {
        return Manifest.parse(UNKNOWN, bytes(shelf, digest), digest.algorithm());
    }

    /**
     * How a list of referrers describes a manifest (distribution specification, "Listing Referrers"): with its type of
     * artifact, in place of which its config's will do, and its annotations.
     */
    static Descriptor asReferrer(Manifest manifest) throws IOException {
        JsonNode json = JSON.readTree(manifest.bytes());
        String artifactType = json.path("artifactType").asText("");
        if (artifactType.isEmpty() && manifest instanceof ImageManifest image) {
            artifactType =
                    image.config().map(config -> config.mediaType().name()).orElse("");
        }
        Map<String, String> annotations = new HashMap<>();
        json.path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText("")));
        Descriptor descriptor = manifest.descriptor();
        return new Descriptor(
                descriptor.mediaType(),
                descriptor.digest(),
                descriptor.size(),
                Optional.empty(),
                artifactType,
                annotations,
                List.of());
    }

    private static byte[] bytes(Shelf shelf, Digest digest) throws IOException {
        if (!digest.isVerifiable()) {
            throw new FormatException("digests of this algorithm cannot be verified");
        }
        byte[] bytes;
        try (InputStream content = shelf.open(digest, 0)) {
            bytes = content.readNBytes(Manifest.DEFAULT_MAX_BYTES + 1);
        }
        if (bytes.length > Manifest.DEFAULT_MAX_BYTES) {
            throw new FormatException("longer than " + Manifest.DEFAULT_MAX_BYTES + " bytes");
        }
        Digest actual = Digest.of(digest.algorithm(), bytes);
        if (!actual.equals(digest)) {
            throw new FormatException("digest mismatch: the content has " + actual);
        }
        return bytes;
    }
}
