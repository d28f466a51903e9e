package io.registrysync.sync;

import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The projects at the targets. Each is looked for once, when something is to be written to it, so a run that changes
 * nothing does not ask. Safe for use by several threads.
 */
final class Projects {
    private final RunContext run;
    private final boolean plans;
    private final Set<String> wanted = new HashSet<>();
    /** By project: whether it was missing when it was looked for. */
    private final Map<String, Boolean> missing = new ConcurrentHashMap<>();
    /** By project: why nothing can be written to it. */
    private final Map<String, Failure> obstacles = new ConcurrentHashMap<>();
    /** Those that are created, or would be. */
    private final Set<String> created = new LinkedHashSet<>();

    private Projects(List<Route> routes, RunContext run, boolean plans) {
        this.run = run;
        this.plans = plans;
        for (Route route : routes) {
            route.targets().stream()
                    .filter(target -> route.creating().contains(target.location()))
                    .forEach(target -> nameOf(target).ifPresent(wanted::add));
        }
    }

    /** For a run: what is missing and wanted is created. */
    static Projects creating(List<Route> routes, RunContext run) {
        return new Projects(routes, run, false);
    }

    /** For a plan: what is missing and wanted is noted. */
    static Projects planning(List<Route> routes, RunContext run) {
        return new Projects(routes, run, true);
    }

    /**
     * Whether the project of this repository was missing when it was first looked for, which may be now. Where it is not
     * known it is taken to exist; the copy will tell, with a better reason.
     */
    synchronized boolean wasMissing(Repository target) {
        return nameOf(target)
                .map(project -> missing.computeIfAbsent(project, name -> isMissing(run.bound(target))))
                .orElse(false);
    }

    /**
     * Why nothing can be written to this repository; empty where nothing speaks against it. May look for the project, and
     * create it.
     */
    synchronized Optional<Failure> obstacle(Repository target) {
        if (!wasMissing(target)) {
            return Optional.empty();
        }
        String project = nameOf(target).orElseThrow();
        if (!wanted.contains(project)) {
            obstacles.put(project, new Failure(Side.TARGET, missing(project)));
        } else if (created.add(project) && !plans) {
            create(project, run.bound(target)).ifPresent(failure -> obstacles.put(project, failure));
        }
        return Optional.ofNullable(obstacles.get(project));
    }

    /** Whether it is known that nothing can be written to this repository. Asks nobody. */
    boolean isClosed(Repository target) {
        return nameOf(target).map(obstacles::containsKey).orElse(false);
    }

    /** Whether it is known that the project of this repository was missing. Asks nobody. */
    boolean isKnownMissing(Repository target) {
        return nameOf(target)
                .map(project -> missing.getOrDefault(project, false))
                .orElse(false);
    }

    /** Those that are created, or would be, with their registries, in the order in which they were needed. */
    synchronized List<String> created() {
        return List.copyOf(created);
    }

    private static boolean isMissing(Repository target) {
        try {
            return !target.hasProject().orElse(true);
        } catch (RegistryException unknown) {
            return false;
        }
    }

    private static RegistryException missing(String project) {
        return RegistryException.of(
                Kind.CONFIGURATION,
                "look for project",
                project,
                "this project does not exist, and is not created unasked",
                null);
    }

    private Optional<Failure> create(String project, Repository target) {
        try {
            target.createProject();
            run.announcer().announce(new SyncEvent.ProjectCreated(project));
            return Optional.empty();
        } catch (RegistryException refused) {
            return Optional.of(new Failure(Side.TARGET, refused));
        }
    }

    /** The registry, and what stands before the first slash of the name. */
    private static Optional<String> nameOf(Repository target) {
        String path = target.name().path();
        String location = target.location();
        int slash = path.indexOf('/');
        return slash > 0 && location.endsWith("/" + path)
                ? Optional.of(location.substring(0, location.length() - path.length() + slash))
                : Optional.empty();
    }
}
