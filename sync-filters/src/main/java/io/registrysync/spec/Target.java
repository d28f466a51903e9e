package io.registrysync.spec;

import java.util.List;
import java.util.Optional;

/**
 * Where images go: to a registry, or into a layout or archive.
 *
 * @param registry      the name of a registry of the file
 * @param projects      put in front of the repositories' names; each gets everything; none leaves names as they are
 * @param repository    the name of the one repository, below the projects, whatever the source calls it
 * @param createProject whether projects that do not exist are made
 * @param layout        {@code oci:FOLDER}, {@code oci-archive:FILE} or {@code docker-archive:FILE}
 */
public record Target(
        Optional<String> registry,
        List<String> projects,
        Optional<String> repository,
        CreateProject createProject,
        Optional<String> layout) {
    /** What is done about a project that does not exist. None is ever made public. */
    public enum CreateProject {
        /** The repositories in it fail, and everything else is copied. */
        NEVER,
        /** It is made, and only who has rights sees it. */
        PRIVATE
    }

    /**
     * Checks each value and that they are one of the two forms.
     *
     * @throws IllegalArgumentException where they are not
     */
    public Target {
        projects = List.copyOf(projects);
        Checks.require(registry.isPresent() != layout.isPresent(), "a target is either registry or layout");
        Checks.require(
                registry.isPresent()
                        || (projects.isEmpty() && repository.isEmpty() && createProject == CreateProject.NEVER),
                "project, repository and createProject are those of a registry; leave them out beside layout");
        Checks.require(
                createProject == CreateProject.NEVER || !projects.isEmpty(), "createProject needs a project to create");
        registry.ifPresent(name -> Checks.of("registry", name, Checks::name));
        projects.forEach(project -> Checks.of("project", project, Checks::repository));
        Checks.distinct("the project", projects);
        repository.ifPresent(name -> Checks.of("repository", name, Checks::repository));
        layout.ifPresent(Checks::layout);
    }

    /** A registry, below one or more projects. */
    public static Target registry(String registry, String... projects) {
        return new Target(
                Optional.of(registry), List.of(projects), Optional.empty(), CreateProject.NEVER, Optional.empty());
    }

    Target renamingRegistry(String from, String to) {
        return new Target(
                registry.map(name -> name.equals(from) ? to : name), projects, repository, createProject, layout);
    }
}
