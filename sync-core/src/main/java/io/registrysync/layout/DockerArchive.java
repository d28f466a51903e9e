package io.registrysync.layout;

import io.registrysync.layout.Layout.Use;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An archive of {@code docker save}, or for {@code docker load}.
 *
 * <p>One that is read has no manifests. They are made from what it has, as Docker schema 2 and alike each time, so that
 * copying it again finds nothing to do; the digests are not those that the images had in a registry. Where an archive is
 * an OCI layout as well, {@link OciLayout} has the original ones.
 *
 * <p>One that is written is both at once. It holds images of one platform: an index is accepted where it has one image
 * only, attestations aside. It takes the place of an older file in {@link #close()}, if an image was stored.
 *
 * <p>Safe for use by several threads. Its repositories work until it is closed.
 */
public final class DockerArchive implements AutoCloseable {
    private final Layout layout;

    private DockerArchive(Layout layout) {
        this.layout = layout;
    }

    /**
     * Opens an archive for reading.
     *
     * @throws io.registrysync.registry.RegistryException where it is missing or something else, or is not to be trusted
     */
    public static DockerArchive open(Path path) {
        return of(path, Use.READING, () -> DockerShelf.open(path));
    }

    /** Begins a new archive. */
    public static DockerArchive create(Path path) {
        return of(path, Use.WRITING_FOR_DOCKER, () -> ArchiveShelf.forDocker(path));
    }

    private static DockerArchive of(Path path, Use use, Disk.Action<Shelf> opening) {
        String location = "docker-archive:" + path;
        return new DockerArchive(new Layout(location, new Object(), Layout.opened(location, opening), use));
    }

    /** All images, by their digests; it has no tags, and none can be given. */
    public Repository repository() {
        return new LayoutRepository(layout, new RepositoryName("docker-archive"), new Naming.Nameless());
    }

    /**
     * The images with the repository of this reference; its tag and digest do not matter. As with Docker, a name without
     * a registry is one of Docker Hub.
     */
    public Repository repository(Reference name) {
        return new LayoutRepository(layout, name.repository(), new Naming.Docker(name.registry(), name.repository()));
    }

    /** The names of the images, each with its tag, in the order of the archive. */
    public List<Reference> images() {
        return layout.named().stream()
                .flatMap(entry -> Naming.Docker.reference(entry).stream())
                .distinct()
                .toList();
    }

    /** The images that have no name. {@link #repository()} has them by their digests. */
    public List<Descriptor> nameless() {
        return layout.nameless();
    }

    /** The image of an archive that has only one, whatever its names, if it has one. */
    public Optional<Descriptor> onlyImage() {
        return layout.onlyImage();
    }

    /**
     * Ends the work. An archive in which an image was stored is complete only after this.
     *
     * @throws io.registrysync.registry.RegistryException where it could not be written; then an older file is unchanged
     */
    @Override
    public void close() {
        layout.close();
    }
}
