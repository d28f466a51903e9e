package io.registrysync.oci;

import java.util.List;
import java.util.function.Predicate;

/** An OCI image index or a Docker manifest list. */
public final class Index extends Manifest {
    private final List<Descriptor> children;

    Index(Descriptor descriptor, byte[] bytes, About about, List<Descriptor> children) {
        super(descriptor, bytes, about);
        this.children = List.copyOf(children);
    }

    /**
     * This index with some of its entries only: a new manifest with a digest of its own. The bytes of the other entries
     * are cut out and nothing else is changed, so that the same entries of the same index always give the same digest.
     *
     * @return this where all entries are kept
     */
    public Index keeping(Predicate<Descriptor> entries) {
        if (children.stream().allMatch(entries)) {
            return this;
        }
        byte[] cut =
                IndexCut.keeping(bytes(), number -> number < children.size() && entries.test(children.get(number)));
        return (Index)
                parse(descriptor().mediaType(), cut, descriptor().digest().algorithm());
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
