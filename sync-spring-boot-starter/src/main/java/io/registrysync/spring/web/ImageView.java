package io.registrysync.spring.web;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.ImageConfig;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Index;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image is, without its layers.
 *
 * @param size      bytes of all blobs that it names, those of its platforms together
 * @param created   as its configuration says; of an index, as that of its first image does
 * @param platforms of an index its parts; of a single image itself
 * @param layers    of a single image
 * @param complete  whether all parts were looked into
 */
record ImageView(
        String repository,
        String reference,
        String digest,
        String mediaType,
        String artifactType,
        long size,
        Optional<Instant> created,
        List<Part> platforms,
        List<Layer> layers,
        Map<String, String> annotations,
        boolean complete) {
    /** An index may name thousands; nobody reads so many. */
    private static final int MOST_PARTS = 60;

    private static final ImageConfig UNKNOWN = new ImageConfig(Optional.empty(), Optional.empty());

    ImageView {
        platforms = List.copyOf(platforms);
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /**
     * An image for a platform.
     *
     * @param platform  empty where it is for none, as an attestation
     * @param size      bytes of its blobs; 0 where it is not there
     * @param available whether the registry has it
     */
    record Part(String platform, String digest, String mediaType, long size, boolean available) {}

    /** A layer. */
    record Layer(String digest, String mediaType, long size) {}

    /**
     * Asks for an image.
     *
     * @param reference a tag or a digest
     * @throws RegistryException where it is not there
     */
    static ImageView of(Repository repository, String reference) {
        Manifest manifest = manifest(repository, reference);
        if (!(manifest instanceof Index index)) {
            ImageConfig config = config(repository, manifest);
            Part self = part(manifest.descriptor(), config.platform(), manifest);
            return view(repository, reference, manifest, config, List.of(self), true);
        }
        List<Descriptor> children = index.children().stream().limit(MOST_PARTS).toList();
        List<Part> parts =
                children.stream().map(child -> part(repository, child)).toList();
        ImageConfig first = children.stream()
                .filter(ImageView::isImage)
                .findFirst()
                .map(child -> config(repository, repository.manifest(child)))
                .orElse(UNKNOWN);
        return view(
                repository, reference, manifest, first, parts, index.children().size() <= MOST_PARTS);
    }

    private static Manifest manifest(Repository repository, String reference) {
        if (reference.contains(":")) {
            return repository
                    .manifest(Bodies.about("reference", () -> Digest.parse(reference)))
                    .orElseThrow(() -> RegistryException.of(
                            Kind.NOT_FOUND,
                            "get manifest",
                            repository.location() + "@" + reference,
                            "not found",
                            null));
        }
        return repository.manifest(Bodies.about("reference", () -> new Tag(reference)));
    }

    /** A part that is missing is still worth a line: copies leave out what nobody asked for. */
    private static Part part(Repository repository, Descriptor child) {
        try {
            return part(child, child.platform(), repository.manifest(child));
        } catch (RegistryException absent) {
            if (absent.kind() != Kind.NOT_FOUND) {
                throw absent;
            }
            return new Part(
                    name(child.platform()),
                    child.digest().toString(),
                    child.mediaType().name(),
                    0,
                    false);
        }
    }

    private static Part part(Descriptor descriptor, Optional<Platform> platform, Manifest manifest) {
        return new Part(
                name(platform),
                descriptor.digest().toString(),
                descriptor.mediaType().name(),
                bytes(manifest),
                true);
    }

    private static boolean isImage(Descriptor child) {
        return !name(child.platform()).isEmpty();
    }

    /** Build tools keep attestations under the platform unknown/unknown. */
    private static String name(Optional<Platform> platform) {
        return platform.filter(Platform::isKnown).map(Platform::toString).orElse("");
    }

    private static long bytes(Manifest manifest) {
        return manifest.blobs().stream().mapToLong(Descriptor::size).sum();
    }

    private static ImageConfig config(Repository repository, Manifest manifest) {
        return manifest instanceof ImageManifest image
                ? image.config()
                        .filter(config -> config.size() <= ImageConfig.MAX_BYTES)
                        .map(config -> config(repository, config))
                        .orElse(UNKNOWN)
                : UNKNOWN;
    }

    private static ImageConfig config(Repository repository, Descriptor config) {
        try (InputStream in = repository.openBlob(config, 0)) {
            byte[] content = in.readNBytes(ImageConfig.MAX_BYTES);
            boolean isRight = Digest.of(config.digest().algorithm(), content).equals(config.digest());
            return isRight ? ImageConfig.parse(content) : UNKNOWN;
        } catch (IOException | FormatException | RegistryException unreadable) {
            // Nice to know, but no reason to fail.
            return UNKNOWN;
        }
    }

    private static ImageView view(
            Repository repository,
            String reference,
            Manifest manifest,
            ImageConfig config,
            List<Part> parts,
            boolean complete) {
        List<Layer> layers = manifest instanceof ImageManifest image
                ? image.layers().stream()
                        .map(layer -> new Layer(
                                layer.digest().toString(), layer.mediaType().name(), layer.size()))
                        .toList()
                : List.of();
        return new ImageView(
                repository.name().path(),
                reference,
                manifest.descriptor().digest().toString(),
                manifest.descriptor().mediaType().name(),
                manifest.artifactType(),
                parts.stream().mapToLong(Part::size).sum(),
                config.created(),
                parts,
                layers,
                manifest.annotations(),
                complete);
    }
}
