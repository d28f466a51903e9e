package io.registrysync.filter;

import io.registrysync.oci.RepositoryName;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rules for the repositories of a registry or project. Immutable; safe for use by several threads.
 *
 * <pre>{@code
 * Repositories.include("team/**", "{base,tools}/*").exclude("team/test-*")
 * }</pre>
 *
 * <p>Patterns are globs for the whole path, as in Harbor's replication rules, so that such rules can be taken over:
 * {@code *}, {@code ?} and {@code [abc]} stay within one component of the path, {@code **} between slashes stands for
 * any number of components (at the end for one at least), {@code {a,b}} for one or the other. {@code team/*} is what
 * lies right below {@code team}, {@code team/**} whatever lies below it.
 */
public final class Repositories implements Predicate<RepositoryName> {
    private final List<Glob> includes;
    private final List<Glob> excludes;

    private Repositories(List<Glob> includes, List<Glob> excludes) {
        this.includes = includes;
        this.excludes = excludes;
    }

    /** Every repository. */
    public static Repositories all() {
        return new Repositories(List.of(), List.of());
    }

    /**
     * Repositories that one of these globs matches; every repository where there is none.
     *
     * @throws RuleException where a pattern is malformed or longer than 512 characters
     */
    public static Repositories include(String... globs) {
        return new Repositories(parsed(globs), List.of());
    }

    /**
     * Without repositories that one of these globs matches.
     *
     * @throws RuleException where a pattern is malformed or longer than 512 characters
     */
    public Repositories exclude(String... globs) {
        return new Repositories(
                includes,
                Stream.concat(excludes.stream(), parsed(globs).stream()).toList());
    }

    @Override
    public boolean test(RepositoryName repository) {
        return (includes.isEmpty() || anyMatches(includes, repository)) && !anyMatches(excludes, repository);
    }

    private static boolean anyMatches(List<Glob> globs, RepositoryName repository) {
        return globs.stream().anyMatch(glob -> glob.matches(repository.path()));
    }

    private static List<Glob> parsed(String... globs) {
        return Stream.of(globs).map(Glob::ofPath).toList();
    }
}
