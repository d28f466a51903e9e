package io.registrysync.cli;

import io.registrysync.filter.Collisions;
import io.registrysync.filter.Flatten;
import io.registrysync.filter.NameMapping;
import io.registrysync.oci.RepositoryName;
import java.util.List;
import java.util.Optional;

/** What repositories are called beneath their targets. */
final class NameOptions {
    private final Option<Flatten> flatten = Option.of(
            "--flatten",
            "LEVEL",
            Flatten::parse,
            "DST is a project: so many leading parts of a name give way to it: none, 1, 2, 3 or all");

    Option<Flatten> flatten() {
        return flatten;
    }

    /** Maps the names of a project, which gives way as a whole; without a project, names stay complete. */
    Mapping ofRepositories(Optional<RepositoryName> project) {
        return (source, target) -> {
            String[] into = project(target);
            NameMapping mapping = flatten.value()
                    .map(level -> NameMapping.into(level, into))
                    .or(() -> project.map(from -> NameMapping.fromProject(from.path(), into)))
                    .orElseGet(() -> NameMapping.into(Flatten.NONE, into));
            return target.place(mapping.map(source).get(0));
        };
    }

    /** Maps names of all sorts: the first part gives way to a project; without a target project, names stay complete. */
    Mapping ofImages() {
        return (source, target) -> {
            String[] into = project(target);
            Flatten standard = into.length == 0 ? Flatten.NONE : Flatten.ONE;
            return target.place(NameMapping.into(flatten.value().orElse(standard), into)
                    .map(source)
                    .get(0));
        };
    }

    /** Says where a repository goes. */
    @FunctionalInterface
    interface Mapping {
        /**
         * The place of a repository beneath a target.
         *
         * @throws io.registrysync.filter.RuleException where it would have no name there
         */
        Place place(RepositoryName source, Root target);
    }

    /**
     * Looks whether two repositories would become one.
     *
     * @throws io.registrysync.filter.RuleException where they would; it names both
     */
    static void requireNoCollisions(List<CopyRequest> requests) {
        Collisions collisions = new Collisions();
        requests.forEach(request -> request.targets()
                .forEach(target -> collisions.add(request.source().toString(), target.toString())));
    }

    private static String[] project(Root target) {
        return target.project().map(RepositoryName::path).stream().toArray(String[]::new);
    }
}
