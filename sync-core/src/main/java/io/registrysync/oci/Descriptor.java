package io.registrysync.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Points at content (image specification, descriptor.md).
 *
 * @param mediaType    the type of the content
 * @param digest       the digest of the content
 * @param size         the length of the content in bytes, not negative
 * @param platform     where the content runs; only on entries of an index
 * @param artifactType the type of artifact of a manifest; empty where there is none
 * @param annotations  as given; empty where there are none
 * @param urls         where else the content may be found; never fetched by this library
 */
public record Descriptor(
        MediaType mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        String artifactType,
        Map<String, String> annotations,
        List<String> urls) {

    /** Checks the size and freezes the collections. */
    public Descriptor {
        if (size < 0) {
            throw new FormatException("size " + size + " of " + digest + " is negative");
        }
        annotations = Map.copyOf(annotations);
        urls = List.copyOf(urls);
    }

    /** A descriptor of the three required properties. */
    public Descriptor(MediaType mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Optional.empty(), "", Map.of(), List.of());
    }
}
