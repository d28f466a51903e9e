package io.registrysync.cli;

import io.registrysync.oci.Reference;
import io.registrysync.oci.RegistryHost;
import io.registrysync.oci.RepositoryName;
import java.nio.file.Path;
import java.util.Optional;

/** Where a repository is. As text it is what messages call it, and what the command line takes. */
sealed interface Place {
    /** In a registry. */
    record InRegistry(RegistryHost host, RepositoryName repository) implements Place {
        @Override
        public String toString() {
            return host + "/" + repository;
        }
    }

    /**
     * In an OCI layout.
     *
     * @param file       the folder or archive
     * @param isArchive  which of the two
     * @param repository empty: the images that are named by a tag alone
     */
    record InLayout(Path file, boolean isArchive, Optional<RepositoryName> repository) implements Place {
        @Override
        public String toString() {
            return (isArchive ? "oci-archive:" : "oci:")
                    + file
                    + repository.map(name -> ":" + name).orElse("");
        }
    }

    /**
     * In an archive of {@code docker save}.
     *
     * @param name registry and repository, as Docker names them; its tag and digest do not matter. Empty: all images
     */
    record InDockerArchive(Path file, Optional<Reference> name) implements Place {
        @Override
        public String toString() {
            return "docker-archive:" + file
                    + name.map(known -> ":" + known.registry() + "/" + known.repository())
                            .orElse("");
        }
    }
}
