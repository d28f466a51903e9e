package io.registrysync.cli;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.ImageConfig;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import io.registrysync.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What people like to know of an image beyond what a copy needs: its annotations, and when and for what it was built.
 *
 * @param annotations of the manifest itself, in its order
 * @param created     as the configuration says (image specification, config.md); empty for an index
 * @param platform    as the configuration says; empty for an index and for what is no image
 */
record ImageFacts(Map<String, String> annotations, Optional<Instant> created, Optional<Platform> platform) {
    private static final ImageConfig UNKNOWN = new ImageConfig(Optional.empty(), Optional.empty());

    /** Reads the configuration of a single image. What is not there or not right is left out. */
    static ImageFacts of(Manifest manifest, Repository repository) {
        Optional<Descriptor> described =
                manifest instanceof ImageManifest image ? image.config() : Optional.<Descriptor>empty();
        ImageConfig config = described
                .filter(descriptor -> descriptor.size() <= ImageConfig.MAX_BYTES)
                .map(descriptor -> config(descriptor, repository))
                .orElse(UNKNOWN);
        return new ImageFacts(manifest.annotations(), config.created(), config.platform());
    }

    private static ImageConfig config(Descriptor descriptor, Repository repository) {
        try (InputStream in = repository.openBlob(descriptor, 0)) {
            byte[] content = in.readNBytes(ImageConfig.MAX_BYTES);
            boolean isRight =
                    Digest.of(descriptor.digest().algorithm(), content).equals(descriptor.digest());
            return isRight ? ImageConfig.parse(content) : UNKNOWN;
        } catch (IOException | FormatException unreadable) {
            // Nice to know, but no reason to fail.
            return UNKNOWN;
        }
    }
}
