package io.registrysync.oci;

import java.util.List;

/** An OCI image index or a Docker manifest list. */
public final class Index extends Manifest {
    private final List<Descriptor> children;

    Index(Descriptor descriptor, byte[] bytes, About about, List<Descriptor> children) {
        super(descriptor, bytes, about);
        this.children = List.copyOf(children);
    }

    @Override
    public List<Descriptor> blobs() {
        return List.of();
    }

    @Override
    public List<Descriptor> children() {
        return children;
    }
}
