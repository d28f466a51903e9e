package io.registrysync.oci;

import java.util.List;

/** A manifest of a type that this library does not know. It can be copied, but nothing beneath it is seen. */
public final class OpaqueManifest extends Manifest {
    OpaqueManifest(Descriptor descriptor, byte[] bytes, About about) {
        super(descriptor, bytes, about);
    }

    @Override
    public List<Descriptor> blobs() {
        return List.of();
    }

    @Override
    public List<Descriptor> children() {
        return List.of();
    }
}
