package io.registrysync.oci;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest with blobs: OCI image manifest (also as an artifact), Docker schema 2, or the withdrawn OCI artifact
 * manifest, which has no configuration.
 */
public final class ImageManifest extends Manifest {
    private final Optional<Descriptor> config;
    private final List<Descriptor> layers;

    ImageManifest(
            Descriptor descriptor, byte[] bytes, About about, Optional<Descriptor> config, List<Descriptor> layers) {
        super(descriptor, bytes, about);
        this.config = config;
        this.layers = List.copyOf(layers);
    }

    /** The configuration; absent only in the withdrawn artifact manifest. */
    public Optional<Descriptor> config() {
        return config;
    }

    /** The layers, bottom first. */
    public List<Descriptor> layers() {
        return layers;
    }

    @Override
    public List<Descriptor> blobs() {
        return Stream.concat(config.stream(), layers.stream()).toList();
    }

    @Override
    public List<Descriptor> children() {
        return List.of();
    }
}
