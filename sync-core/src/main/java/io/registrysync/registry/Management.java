package io.registrysync.registry;

import io.registrysync.oci.Digest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a registry tells and does beyond images, which is a matter of its vendor. Lists are read page by page as they are
 * consumed. Implementations serve one registry and are safe for use by several threads.
 */
interface Management {
    /** All repositories. */
    Stream<RepositoryName> repositories(Call.Caller caller);

    /** The repositories whose names begin with {@code project} and a slash. */
    Stream<RepositoryName> repositories(RepositoryName project, Call.Caller caller);

    /** The projects or namespaces, each once. */
    Stream<String> projects(Call.Caller caller);

    /** Whether a project exists; empty where the registry does not tell. */
    default Optional<Boolean> hasProject(RepositoryName project, Call.Caller caller) {
        return Optional.empty();
    }

    /** Creates a project that only its members see. One that exists stays as it is. */
    default void createProject(RepositoryName project, Call.Caller caller) {
        throw notOffered("create project", project.path(), "this registry does not let projects be created from here");
    }

    /** When the tags of a repository were last pushed; empty where the registry does not tell. */
    default Map<Tag, Instant> pushTimes(RepositoryName repository, Call.Caller caller) {
        return Map.of();
    }

    /** When the images of a repository were made, see {@link Repository#createdTimes()}. */
    default Map<Digest, Instant> createdTimes(RepositoryName repository, Call.Caller caller) {
        return Map.of();
    }

    static RegistryException notOffered(String operation, String name, String reason) {
        return new RegistryException(
                RegistryException.Kind.REFUSED, operation, name, reason, 0, List.of(), false, null);
    }
}
