package io.registrysync.oci;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The type of content (RFC 6838), without parameters.
 *
 * @param name for example {@code application/vnd.oci.image.manifest.v1+json}
 */
public record MediaType(String name) {
    // Above the constants: their constructor uses it.
    private static final Pattern GRAMMAR =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,126}/[a-zA-Z0-9][a-zA-Z0-9!#$&^_.+-]{0,126}");

    /** OCI image index. */
    public static final MediaType OCI_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    /** OCI image manifest. */
    public static final MediaType OCI_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    /** The artifact manifest of a release candidate of OCI 1.1; withdrawn, but found in registries. */
    public static final MediaType OCI_ARTIFACT = new MediaType("application/vnd.oci.artifact.manifest.v1+json");
    /** Docker manifest list. */
    public static final MediaType DOCKER_LIST =
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
    /** Docker image manifest, version 2, schema 2. */
    public static final MediaType DOCKER_MANIFEST =
            new MediaType("application/vnd.docker.distribution.manifest.v2+json");

    private static final MediaType OCI_CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
    private static final MediaType DOCKER_CONFIG = new MediaType("application/vnd.docker.container.image.v1+json");

    private static final Set<String> SCHEMA1 = Set.of(
            "application/vnd.docker.distribution.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v1+prettyjws");
    private static final Set<String> UNSPECIFIC =
            Set.of("application/json", "text/plain", "application/octet-stream", "text/json");

    /** Checks the grammar. Throws {@link FormatException} where it is not met. */
    public MediaType {
        if (!GRAMMAR.matcher(name).matches()) {
            throw new FormatException(FormatException.quote(name) + " is not a media type");
        }
    }

    /**
     * Reads a {@code Content-Type}: parameters are dropped (distribution specification, "Pulling manifests").
     *
     * @throws FormatException where it is no media type
     */
    public static MediaType parse(String contentType) {
        int semicolon = contentType.indexOf(';');
        return new MediaType((semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip());
    }

    /** Whether this is an index of manifests: OCI image index or Docker manifest list. */
    public boolean isIndex() {
        return equals(OCI_INDEX) || equals(DOCKER_LIST);
    }

    /** Whether this is a manifest with blobs: OCI image or artifact manifest, or Docker schema 2. */
    public boolean isImage() {
        return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST) || equals(OCI_ARTIFACT);
    }

    /** Whether this is the configuration of an image that runs, and not of some other artifact. */
    public boolean isImageConfig() {
        return equals(OCI_CONFIG) || equals(DOCKER_CONFIG);
    }

    /** Whether this is Docker's image manifest of version 2, schema 1, in either form. */
    public boolean isSchema1() {
        return SCHEMA1.contains(name);
    }

    /**
     * Whether a layer of this type is not for distribution (image specification, layer.md, "Non-Distributable
     * Layers"): it is not expected in the registry.
     */
    public boolean isNonDistributable() {
        return name.startsWith("application/vnd.oci.image.layer.nondistributable.v1.tar")
                || name.startsWith("application/vnd.docker.image.rootfs.foreign.diff.tar");
    }

    /** Whether the type says nothing of what kind of manifest the content is. */
    boolean isUnspecific() {
        return UNSPECIFIC.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name;
    }
}
