package io.registrysync.cli;

import io.registrysync.oci.RegistryHost;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The projects that repositories are copied to. They are looked at before anything is copied, where the registry tells
 * of them; creating one is a decision of people, since it says who may read what is in it.
 */
final class TargetProjects {
    private final Flag create =
            new Flag("--create-project", "create a missing project at the target, where only its members see it");

    private record Project(RegistryHost host, String name) {
        @Override
        public String toString() {
            return host + "/" + name;
        }
    }

    Flag create() {
        return create;
    }

    /**
     * Looks at all of them.
     *
     * @param run creates nothing if it is a dry run, and shows what is created
     * @throws EarlyFailure where one is missing and not to be created, or cannot be
     */
    void require(List<CopyRequest> requests, Places targets, CopyRun run) throws IOException {
        Set<Project> projects = new LinkedHashSet<>();
        for (CopyRequest request : requests) {
            for (Place place : request.targets()) {
                project(place).ifPresent(projects::add);
            }
        }
        for (Project project : projects) {
            require(project, targets.registry(project.host()), run);
        }
    }

    private static Optional<Project> project(Place place) {
        return place instanceof Place.InRegistry in && in.repository().path().indexOf('/') > 0
                ? Optional.of(new Project(in.host(), in.repository().path().replaceFirst("/.*", "")))
                : Optional.empty();
    }

    private void require(Project project, Registry registry, CopyRun run) {
        try {
            if (registry.hasProject(project.name()).orElse(true)) {
                return;
            }
        } catch (RegistryException unknown) {
            // The copy will tell, with a better reason.
            return;
        }
        if (!create.isSet()) {
            throw EarlyFailure.atTarget(
                    project,
                    RegistryException.of(
                            Kind.CONFIGURATION,
                            "look for project",
                            project.toString(),
                            "the project does not exist, and is not created unasked; create it, or add "
                                    + create.name(),
                            null));
        }
        run.creates(project.toString());
        if (!run.isDry()) {
            try {
                registry.createProject(project.name());
            } catch (RegistryException refused) {
                throw EarlyFailure.atTarget(project, refused);
            }
        }
    }
}
