package io.registrysync.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest: its bytes as they came from the registry, and a read-only view of what they say.
 *
 * <p>The bytes are never produced from the view. Copying a manifest means pushing {@link #bytes()} unchanged (image
 * specification, considerations.md, "Extensibility": unknown properties, white space and order survive).
 *
 * <p>Immutable and safe for use by several threads.
 */
public abstract sealed class Manifest permits ImageManifest, Index, OpaqueManifest {
    /** The longest manifest that is read unless a caller decides otherwise: 4 MiB, as the specification suggests. */
    public static final int DEFAULT_MAX_BYTES = 4 * 1024 * 1024;

    private final Descriptor descriptor;
    private final byte[] bytes;
    private final About about;

    Manifest(Descriptor descriptor, byte[] bytes, About about) {
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.about = about;
    }

    /**
     * Reads a manifest whose digest is computed with SHA-256.
     *
     * @param contentType the type that came with the bytes
     * @param bytes       the manifest; the caller must not change them afterwards
     * @throws FormatException where the bytes are no manifest, contradict {@code contentType} or exceed a limit
     *     (nesting 64, 10,000 entries)
     */
    public static Manifest parse(MediaType contentType, byte[] bytes) {
        return parse(contentType, bytes, Digest.SHA256);
    }

    /**
     * Reads a manifest.
     *
     * @param contentType the type that came with the bytes
     * @param bytes       the manifest; the caller must not change them afterwards
     * @param algorithm   the algorithm of the digest, {@code sha256} or {@code sha512}
     * @throws FormatException where the bytes are no manifest, contradict {@code contentType} or exceed a limit
     *     (nesting 64, 10,000 entries)
     */
    public static Manifest parse(MediaType contentType, byte[] bytes, String algorithm) {
        return new ManifestReader(bytes).read(contentType, algorithm);
    }

    /** Type, digest and length of this manifest. */
    public final Descriptor descriptor() {
        return descriptor;
    }

    /** A copy of the bytes. */
    public final byte[] bytes() {
        return bytes.clone();
    }

    /** The blobs that this manifest names itself, in its order, duplicates included. */
    public abstract List<Descriptor> blobs();

    /** The manifests that this manifest names as its parts, in its order, duplicates included. */
    public abstract List<Descriptor> children();

    /** The manifest that this one refers to (distribution specification, "Listing Referrers"). */
    public final Optional<Descriptor> subject() {
        return about.subject();
    }

    /**
     * What kind of artifact this is (image specification, "Guidelines for Artifact Usage"): its {@code artifactType}, or
     * else the media type of an image's configuration; empty for an index that does not say it.
     */
    public final String artifactType() {
        return about.artifactType();
    }

    /** The annotations of the manifest itself, in its order; empty where there are none. */
    public final Map<String, String> annotations() {
        return about.annotations();
    }

    @Override
    public final String toString() {
        return descriptor.mediaType() + " " + descriptor.digest();
    }

    /** What a manifest says of itself as a whole. */
    record About(Optional<Descriptor> subject, String artifactType, Map<String, String> annotations) {
        About {
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        }
    }
}
