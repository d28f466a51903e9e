package io.registrysync.oci;

import java.util.List;
import java.util.Optional;

/** An OCI image index or a Docker manifest list. */
public final class Index extends Manifest {
    private final List<Descriptor> children;

    Index(Descriptor descriptor, byte[] bytes, Optional<Descriptor> subject, List<Descriptor> children) {
        super(descriptor, bytes, subject);
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
