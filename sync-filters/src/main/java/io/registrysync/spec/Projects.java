package io.registrysync.spec;

import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.spec.Target.CreateProject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks, before anything is copied, whether the projects exist that a sync copies to. Used by one thread. */
final class Projects {
    private final String sync;
    private final Set<Project> missing = new LinkedHashSet<>();
    private final Map<Project, Boolean> known = new LinkedHashMap<>();

    /** Knows of nothing yet; {@code sync} is named in messages. */
    Projects(String sync) {
        this.sync = sync;
    }

    private record Project(Registry registry, String name) {
        @Override
        public String toString() {
            return registry.host() + "/" + name;
        }
    }

    /**
     * Asks for the projects of these repositories, each once. A registry that cannot tell is taken at its word when it
     * is written to.
     *
     * @throws RegistryException where one is missing and is not to be made, or the registry does not answer
     */
    void require(Registry registry, Collection<Repository> repositories, CreateProject create) {
        for (Repository repository : repositories) {
            String path = repository.name().path();
            int slash = path.indexOf('/');
            // A project has one component wherever projects have to exist.
            Project project = new Project(registry, slash < 0 ? "" : path.substring(0, slash));
            if (slash > 0 && !known.computeIfAbsent(project, Projects::exists)) {
                if (create == CreateProject.NEVER) {
                    throw RegistryException.of(
                            Kind.CONFIGURATION,
                            "look for project",
                            project.toString(),
                            "there is no such project, so nothing of sync " + sync
                                    + " was copied; create it at the registry,"
                                    + " or let it be made with createProject: private",
                            null);
                }
                missing.add(project);
            }
        }
    }

    private static boolean exists(Project project) {
        return project.registry().hasProject(project.name()).orElse(true);
    }

    /** Those that are still to be made. */
    List<String> missing() {
        return missing.stream().map(Project::toString).toList();
    }

    /** Makes them. */
    void create() {
        for (Project project : missing) {
            project.registry().createProject(project.name());
        }
        missing.clear();
    }
}
