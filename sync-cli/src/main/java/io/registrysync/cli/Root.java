package io.registrysync.cli;

import io.registrysync.oci.FormatException;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import java.nio.file.Path;
import java.util.Optional;

/** What repositories lie beneath, as it stands on the command line: a registry, a project in one, a layout. */
sealed interface Root {
    /** Where a repository beneath it is. */
    Place place(RepositoryName repository);

    /** The project that the repositories are in; empty: they may be anywhere. */
    Optional<RepositoryName> project();

    /** A registry, or a project, namespace or path in it. */
    record OfRegistry(RegistryHost host, Optional<RepositoryName> project) implements Root {
        @Override
        public Place place(RepositoryName repository) {
            return new Place.InRegistry(host, repository);
        }

        @Override
        public String toString() {
            return host + project.map(path -> "/" + path).orElse("");
        }
    }

    /** An OCI layout, a folder or an archive. */
    record OfLayout(Path file, boolean isArchive) implements Root {
        @Override
        public Place place(RepositoryName repository) {
            return new Place.InLayout(file, isArchive, Optional.of(repository));
        }

        @Override
        public Optional<RepositoryName> project() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return (isArchive ? "oci-archive:" : "oci:") + file;
        }
    }

    /**
     * Reads one: {@code host}, {@code host/project}, a namespace of Docker Hub, {@code oci:DIR}, {@code oci-archive:FILE}.
     *
     * @throws FormatException where it is none
     */
    static Root parse(String text) {
        if (text.startsWith("oci:") || text.startsWith("oci-archive:")) {
            return layout(ImageName.parse(text), text);
        }
        if (text.startsWith("docker-archive:")) {
            throw new FormatException("'" + text + "' holds images, not repositories; use oci-archive:FILE");
        }
        String path = text.replaceFirst("^docker://", "").replaceFirst("/$", "");
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        // Whether the first part is a registry, only a name behind it tells.
        Reference probe = Reference.parse(first + "/any/name");
        boolean hasHost = probe.repository().path().equals("any/name");
        String rest = !hasHost ? path : slash < 0 ? "" : path.substring(slash + 1);
        if (rest.indexOf(':') >= 0 || rest.indexOf('@') >= 0) {
            throw new FormatException("'" + text + "' names an image; write host[:port] or host[:port]/project");
        }
        return new OfRegistry(
                probe.registry(), rest.isEmpty() ? Optional.empty() : Optional.of(new RepositoryName(rest)));
    }

    private static Root layout(ImageName name, String text) {
        Place.InLayout layout = (Place.InLayout) name.place();
        if (name.isImage() || layout.repository().isPresent()) {
            throw new FormatException("'" + text + "' names an image; write the folder or the file alone");
        }
        return new OfLayout(layout.file(), layout.isArchive());
    }
}
