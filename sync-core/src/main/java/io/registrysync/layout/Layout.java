package io.registrysync.layout;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Notice;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the repositories of one layout share: its content, its index, and what was stored without a name so far. Safe for
 * use by several threads.
 */
final class Layout implements AutoCloseable {
    private final String location;
    private final Object store;
    private final Shelf shelf;
    private final Use use;
    private final AtomicBoolean namelessTold = new AtomicBoolean();
    private final Map<Digest, Root> unnamed = new LinkedHashMap<>();

    /** What it was opened for. */
    enum Use {
        READING,
        WRITING,
        /** To write what {@code docker load} reads. */
        WRITING_FOR_DOCKER
    }

    /** A manifest that was stored by its digest: a root, or a child whose parent is still to come. */
    private record Root(Descriptor descriptor, Cancellation cancellation) {}

    /**
     * Begins to work with a layout.
     *
     * @param location for messages, for example {@code oci:/data/mirror}
     * @param store    equal for layouts that have their blobs in common
     */
    Layout(String location, Object store, Shelf shelf, Use use) {
        this.location = location;
        this.store = store;
        this.shelf = shelf;
        this.use = use;
    }

    /** Opens a shelf; whatever is wrong with it is a matter of what was named. */
    static Shelf opened(String location, Disk.Action<Shelf> opening) {
        try {
            return opening.run();
        } catch (FormatException wrong) {
            throw RegistryException.of(Kind.CONFIGURATION, "open", location, String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException failed) {
            throw RegistryException.of(Kind.CONFIGURATION, "open", location, Disk.reason(failed), failed);
        }
    }

    String location() {
        return location;
    }

    Object store() {
        return store;
    }

    Shelf shelf() {
        return shelf;
    }

    boolean isForDocker() {
        return use == Use.WRITING_FOR_DOCKER;
    }

    /** What is named at this moment. */
    List<Descriptor> named() {
        return on("read index.json", location, shelf::index).descriptors();
    }

    /** Changes what is named. */
    void update(String name, UnaryOperator<IndexFile> change) {
        var unused = on("write index.json", name, () -> {
            shelf.update(change);
            return true;
        });
    }

    /** Does something with the content: what is wrong with it is told apart from what is wrong with the disk. */
    static <T> T on(String operation, String name, Disk.Action<T> action) {
        try {
            return Disk.on(operation, name, action);
        } catch (FormatException wrong) {
            throw RegistryException.of(
                    Kind.INVALID_CONTENT, operation, name, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** The image, where there is one only. What refers to it, such as a signature, does not count. */
    Optional<Descriptor> onlyImage() {
        Map<Digest, Descriptor> images = new LinkedHashMap<>();
        named().forEach(entry -> images.putIfAbsent(entry.digest(), entry));
        if (images.size() > 1) {
            images.values().removeIf(this::refersToAnother);
        }
        return images.size() == 1 ? images.values().stream().findFirst() : Optional.empty();
    }

    private boolean refersToAnother(Descriptor entry) {
        return on("get manifest", location + "@" + entry.digest(), () -> Contents.manifest(shelf, entry))
                .subject()
                .isPresent();
    }

    // ---- what has no name -----------------------------------------------------------------------------------------

    /** The images to which no name leads: none of their own, and no index of which they are a part. */
    List<Descriptor> nameless() {
        Map<Digest, Descriptor> images = new LinkedHashMap<>();
        List<Descriptor> entries = named();
        entries.stream().filter(ImageName::isNameless).forEach(entry -> images.putIfAbsent(entry.digest(), entry));
        entries.stream().filter(entry -> !ImageName.isNameless(entry)).forEach(entry -> images.remove(entry.digest()));
        if (!images.isEmpty()) {
            entries.stream()
                    .filter(entry -> entry.mediaType().isIndex())
                    .flatMap(index -> manifest(index).stream())
                    .flatMap(index -> index.children().stream())
                    .forEach(child -> images.remove(child.digest()));
            images.values()
                    .removeIf(
                            entry -> manifest(entry).flatMap(Manifest::subject).isPresent());
        }
        return List.copyOf(images.values());
    }

    /** Empty where it is missing or damaged, which whoever wants to have it will be told. */
    private Optional<Manifest> manifest(Descriptor entry) {
        try {
            return Optional.of(Contents.manifest(shelf, entry));
        } catch (IOException | FormatException broken) {
            return Optional.empty();
        }
    }

    /** Tells of them the first who lists the tags of what is read, so that nobody takes the tags for everything. */
    void tellNameless(Consumer<Notice> notices) {
        if (use != Use.READING || namelessTold.getAndSet(true)) {
            return;
        }
        List<Descriptor> images = nameless();
        if (!images.isEmpty()) {
            String text =
                    (images.size() == 1 ? "1 image has no name and is" : images.size() + " images have no name and are")
                            + " left out; an image without a name is copied by its digest, such as "
                            + images.get(0).digest();
            notices.accept(new Notice(Notice.Kind.WARNING, location, location + ": " + text, Duration.ZERO));
        }
    }

    /** Remembers a manifest that has no name yet, so that it is listed at the end. */
    void remember(Manifest manifest, Cancellation cancellation) {
        synchronized (unnamed) {
            settle(manifest);
            unnamed.put(manifest.descriptor().digest(), new Root(manifest.descriptor(), cancellation));
        }
    }

    /** A manifest has a name or is listed, and so has what it names. */
    void settle(Manifest manifest) {
        synchronized (unnamed) {
            unnamed.remove(manifest.descriptor().digest());
            manifest.children().forEach(child -> unnamed.remove(child.digest()));
        }
    }

    /**
     * Lists what was stored by its digest only, so that it can be found again; but not what was on its way to a parent
     * when the work was called off.
     */
    @Override
    public void close() {
        var unused = on("write", location, () -> {
            try (shelf) {
                List<Descriptor> roots = takeRoots();
                if (!roots.isEmpty() && !isForDocker()) {
                    shelf.update(index -> listed(index, roots));
                } else if (!roots.isEmpty() && shelf.index().descriptors().isEmpty()) {
                    throw new IOException("nothing was written: no image was given the name that Docker needs");
                }
            }
            return true;
        });
    }

    private List<Descriptor> takeRoots() {
        synchronized (unnamed) {
            List<Descriptor> roots = unnamed.values().stream()
                    .filter(root -> !root.cancellation().isCancelled())
                    .map(Root::descriptor)
                    .toList();
            unnamed.clear();
            return roots;
        }
    }

    private static IndexFile listed(IndexFile before, List<Descriptor> roots) {
        IndexFile after = before;
        for (Descriptor root : roots) {
            after = listed(after, root);
        }
        return after;
    }

    /** With an entry for this manifest; the same index where there is one, whatever its name. */
    static IndexFile listed(IndexFile before, Descriptor manifest) {
        boolean isThere =
                before.descriptors().stream().anyMatch(entry -> entry.digest().equals(manifest.digest()));
        return isThere ? before : before.with(manifest, entry -> false);
    }
}
