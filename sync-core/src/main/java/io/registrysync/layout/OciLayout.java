package io.registrysync.layout;

import io.registrysync.layout.Layout.Use;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An OCI image layout (image specification, image-layout.md): a folder, or a tar archive of one.
 *
 * <pre>{@code
 * try (OciLayout usb = OciLayout.archive(Path.of("web.tar"))) {
 *     Sync.from(hub.repository("library/nginx")).tags("1.25.3").to(usb.repository()).run();
 * }
 * }</pre>
 *
 * <p>A folder has each image as soon as it is stored, and several processes may write to it at once. An archive is
 * written beside the old one and takes its place in {@link #close()}, if an image was stored; what an old one held stays
 * in it. Nothing is created before something is stored. Content is checked against its digest when it is written, and
 * manifests also when they are read; archives are read in place and never unpacked.
 *
 * <p>Safe for use by several threads. Its repositories work until it is closed.
 */
public final class OciLayout implements AutoCloseable {
    private final Layout layout;
    private final Path path;

    private OciLayout(String kind, Path path, Object store, Shelf shelf, Use use) {
        this.layout = new Layout(kind + ":" + path, store, shelf, use);
        this.path = path;
    }

    /**
     * Opens a layout that exists, a folder or an archive, for reading.
     *
     * @throws io.registrysync.registry.RegistryException where it is missing or no layout, or is not to be trusted
     */
    public static OciLayout open(Path path) {
        if (Files.isDirectory(path)) {
            return of("oci", path, path.toAbsolutePath().normalize(), Use.READING, () -> FolderShelf.reading(path));
        }
        return of("oci-archive", path, new Object(), Use.READING, () -> ArchiveShelf.reading(path));
    }

    /**
     * Opens a folder for reading and writing. It may be missing or empty; then it becomes a layout when something is
     * stored.
     *
     * @throws io.registrysync.registry.RegistryException where it holds something else
     */
    public static OciLayout folder(Path path) {
        return of("oci", path, path.toAbsolutePath().normalize(), Use.WRITING, () -> FolderShelf.writing(path));
    }

    /**
     * Opens an archive for reading and writing. It may be missing; then it is created when something is stored.
     *
     * @throws io.registrysync.registry.RegistryException where the file is something else
     */
    public static OciLayout archive(Path path) {
        return of("oci-archive", path, new Object(), Use.WRITING, () -> ArchiveShelf.writing(path));
    }

    private static OciLayout of(String kind, Path path, Object store, Use use, Disk.Action<Shelf> opening) {
        return new OciLayout(kind, path, store, Layout.opened(kind + ":" + path, opening), use);
    }

    /** The images that are named by a tag alone. */
    public Repository repository() {
        String file =
                String.valueOf(path.toAbsolutePath().normalize().getFileName()).toLowerCase(Locale.ROOT);
        RepositoryName name = new RepositoryName(RepositoryName.isValid(file) ? file : "layout");
        return new LayoutRepository(layout, name, new Naming.Bare());
    }

    /**
     * The images that are named {@code name:tag}, so that a layout can hold several repositories. Images that another
     * program named with a registry in front are found as well, unless those of several registries would be confused.
     */
    public Repository repository(RepositoryName name) {
        return new LayoutRepository(layout, name, new Naming.Named(name));
    }

    /** The names of the repositories, in alphabetical order; without {@link #repository()}. */
    public List<RepositoryName> repositories() {
        return layout.named().stream()
                .flatMap(ImageName::of)
                .map(image -> RepositoryName.isValid(image.repository()) ? image.repository() : image.path())
                .filter(RepositoryName::isValid)
                .map(RepositoryName::new)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The images that have no name and are no part of one that has. No repository lists them; any of the layout has them
     * by their digests. What refers to another image, such as a signature, is not counted.
     */
    public List<Descriptor> nameless() {
        return layout.nameless();
    }

    /**
     * The image of a layout that has only one, whatever its name, if it has one. Any repository of the layout has it by
     * its digest.
     */
    public Optional<Descriptor> onlyImage() {
        return layout.onlyImage();
    }

    /**
     * Ends the work. An archive in which an image was stored is complete only after this.
     *
     * @throws io.registrysync.registry.RegistryException where it could not be written; then the old one is unchanged
     */
    @Override
    public void close() {
        layout.close();
    }
}
