package io.registrysync.filter;

import io.registrysync.oci.RepositoryName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Says where a repository is copied to, within each target registry. Immutable; safe for use by several threads.
 *
 * <p>Whether two sources end in one target is a matter of all sources, see {@link Collisions}.
 */
public final class NameMapping {
    private final String description;
    private final List<UnaryOperator<String>> targets;

    private NameMapping(String description, List<UnaryOperator<String>> targets) {
        this.description = description;
        this.targets = List.copyOf(targets);
    }

    /** The same name as at the source. */
    public static NameMapping same() {
        return new NameMapping("keep the name", List.of(path -> path));
    }

    /** These names, whatever the source is called; meant for one source. */
    public static NameMapping fixed(RepositoryName first, RepositoryName... more) {
        List<UnaryOperator<String>> names = Stream.concat(Stream.of(first), Stream.of(more))
                .<UnaryOperator<String>>map(name -> path -> name.path())
                .toList();
        return new NameMapping("fixed name", names);
    }

    /**
     * Below these target projects, each of one or more components; without any, at the top of the registry. The leading
     * components of the source give way as {@code flatten} says. {@link Flatten#ONE} treats the first component as the
     * source's project: {@code library/nginx} becomes {@code prod/nginx}. A name without so many components keeps its
     * last.
     *
     * @throws RuleException where a project cannot be the beginning of a repository's name
     */
    public static NameMapping into(Flatten flatten, String... projects) {
        return new NameMapping(
                "flatten " + flatten + " into " + String.join(", ", projects), below(flatten::strip, projects));
    }

    /**
     * Below these target projects, each of one or more components; without any, at the top of the registry. The
     * source's project gives way, and what lies below it keeps its path: of the project {@code production} the
     * repository {@code production/web/nginx} becomes {@code production-backup/web/nginx}. A project has as many
     * components as it is given with, since a path alone does not tell where a project ends.
     *
     * @throws RuleException where a project cannot be the beginning of a repository's name
     */
    public static NameMapping fromProject(String sourceProject, String... projects) {
        String prefix = checked(sourceProject) + "/";
        UnaryOperator<String> strip = path -> {
            if (!path.startsWith(prefix)) {
                throw new RuleException("the repository '" + path + "' is not in the project '" + sourceProject
                        + "'; name its project, or flatten by levels");
            }
            return path.substring(prefix.length());
        };
        return new NameMapping(
                "from " + sourceProject + " into " + String.join(", ", projects), below(strip, projects));
    }

    /**
     * Replaces the first text that a regular expression finds in the source's path; a name in which it finds nothing
     * stays as it is. In {@code replacement}, {@code $1} and {@code ${name}} stand for groups, {@code \$} for a dollar.
     * A group that took no part in the match is empty.
     *
     * @throws RuleException where the pattern is malformed, not supported or longer than 512 characters, or where the
     *                       replacement names a group that the pattern does not have
     */
    public static NameMapping rename(String pattern, String replacement) {
        Regex regex = Regex.of(pattern);
        Replacement.check(replacement, regex);
        return new NameMapping(
                "rename '" + pattern + "' to '" + replacement + "'",
                List.of(path -> regex.matcher(path).replaceFirst(replacement)));
    }

    /**
     * The names that this gives go through {@code next}, and only what comes out at the end has to be a name. Where both
     * have several targets, each of the first is combined with each of the second.
     */
    public NameMapping then(NameMapping next) {
        List<UnaryOperator<String>> chained = targets.stream()
                .flatMap(first -> next.targets.stream()
                        .<UnaryOperator<String>>map(second -> path -> second.apply(first.apply(path))))
                .toList();
        return new NameMapping(description + ", then " + next.description, chained);
    }

    /**
     * The names of the targets, one or more, each once.
     *
     * @throws RuleException where a result is no repository name, or the source is not in the project named
     */
    public List<RepositoryName> map(RepositoryName source) {
        Set<RepositoryName> names = new LinkedHashSet<>();
        for (UnaryOperator<String> target : targets) {
            String name = target.apply(source.path());
            if (!RepositoryName.isValid(name)) {
                throw new RuleException("the repository '" + source + "' would be called " + RuleException.quote(name)
                        + " (" + RuleException.printable(description) + "), which is no name for a repository:"
                        + " lower-case letters and digits, separated by '.', '_', '__', '-' or '/'; change the rule");
            }
            names.add(new RepositoryName(name));
        }
        return List.copyOf(names);
    }

    @Override
    public String toString() {
        return description;
    }

    private static List<UnaryOperator<String>> below(UnaryOperator<String> strip, String... projects) {
        if (projects.length == 0) {
            return List.of(strip);
        }
        return Stream.of(projects)
                .map(NameMapping::checked)
                .<UnaryOperator<String>>map(project -> path -> project + "/" + strip.apply(path))
                .toList();
    }

    private static String checked(String project) {
        if (!RepositoryName.isValid(project)) {
            throw new RuleException(RuleException.quote(project) + " cannot be a project or namespace: lower-case"
                    + " letters and digits, separated by '.', '_', '__', '-' or '/'");
        }
        return project;
    }
}
