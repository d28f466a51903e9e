package io.registrysync.spec;

import io.registrysync.layout.DockerArchive;
import io.registrysync.layout.OciLayout;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * A layout or an archive that a sync reads or writes.
 *
 * @param repositories the repositories that it has
 * @param nameless     how many images it has that are in none of them
 * @param names        the repository with a name, which need not exist
 * @param closing      ends the work with it; only then an archive is complete
 */
record OpenLayout(Supply repositories, IntSupplier nameless, Naming names, Runnable closing) implements AutoCloseable {
    /**
     * A repository.
     *
     * @param host the registry that its images were named with, or Docker Hub
     */
    record Held(Repository repository, RegistryHost host) {}

    /** Lists repositories. */
    interface Supply {
        List<Held> list();
    }

    /** Names repositories. */
    interface Naming {
        Repository repository(RegistryHost host, RepositoryName name);
    }

    /** Opens one that exists. */
    static OpenLayout reading(String text, Path folder) {
        Path path = path(text, folder);
        return text.startsWith("docker-archive:") ? of(DockerArchive.open(path)) : of(OciLayout.open(path));
    }

    /** Opens one that may be missing. */
    static OpenLayout writing(String text, Path folder) {
        Path path = path(text, folder);
        if (text.startsWith("docker-archive:")) {
            return of(DockerArchive.create(path));
        }
        return of(text.startsWith("oci-archive:") ? OciLayout.archive(path) : OciLayout.folder(path));
    }

    private static Path path(String text, Path folder) {
        return folder.resolve(text.substring(text.indexOf(':') + 1));
    }

    private static OpenLayout of(OciLayout layout) {
        return new OpenLayout(
                () -> Stream.concat(
                                Stream.of(layout.repository()).filter(OpenLayout::hasTags),
                                layout.repositories().stream().map(layout::repository))
                        .map(repository -> new Held(repository, RegistryHost.DOCKER_HUB))
                        .toList(),
                () -> layout.nameless().size(),
                (host, name) -> layout.repository(name),
                layout::close);
    }

    /** What Docker loads is known by its full name, so the source's registry stays in it. */
    private static OpenLayout of(DockerArchive archive) {
        return new OpenLayout(
                () -> archive.images().stream()
                        .map(image -> reference(image.registry(), image.repository()))
                        .distinct()
                        .map(image -> new Held(archive.repository(image), image.registry()))
                        .toList(),
                () -> archive.nameless().size(),
                (host, name) -> archive.repository(reference(host, name)),
                archive::close);
    }

    private static Reference reference(RegistryHost host, RepositoryName name) {
        return Reference.parse(host + "/" + name);
    }

    private static boolean hasTags(Repository repository) {
        try (Stream<?> tags = repository.tags()) {
            return tags.findAny().isPresent();
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
