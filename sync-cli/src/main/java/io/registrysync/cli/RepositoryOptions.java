package io.registrysync.cli;

import io.registrysync.cli.CopyRequest.Selection;
import io.registrysync.filter.Patterns;
import io.registrysync.filter.Repositories;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Which repositories beneath a registry, a project or a layout are meant. */
final class RepositoryOptions {
    private final Flag all =
            new Flag("--all-repositories", "every repository beneath SRC, with all tags or those that rules pick");
    private final OptionList<String> some = OptionList.of(
            "--repository",
            "NAME",
            RepositoryOptions::patterns,
            "only these beneath SRC; globs such as 'team/**' make SRC be listed; repeatable, or a list");
    private final Option<Path> list =
            Option.of("--repositories-from", "FILE", Path::of, "only these, one per line; - is standard input");
    private final NameOptions names = new NameOptions();

    void addTo(CommandSpec command) {
        OptionGroup.add(
                command,
                "Which repositories (SRC and DST are then registries, projects or layouts)",
                all.spec(),
                some.spec(),
                list.spec(),
                names.flatten().spec());
    }

    NameOptions names() {
        return names;
    }

    /** The option that reads standard input, if one does. */
    Optional<String> readsStdin() {
        return list.value().filter(file -> file.toString().equals("-")).map(file -> list.name() + " -");
    }

    /** The option that asks for many repositories, for messages; empty where none does. */
    Optional<String> given() {
        return Stream.of(
                        Optional.of(all.name()).filter(name -> all.isSet()),
                        Optional.of(some.name()).filter(name -> some.isSet()),
                        list.value().map(file -> list.name()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * What is copied where. Asks the source for its repositories unless they are named one by one.
     *
     * @throws EarlyFailure where it does not tell them, or none of them is meant
     */
    List<CopyRequest> requests(Root from, List<Root> to, Selection selection, Places sources, Shell shell)
            throws IOException {
        NameOptions.Mapping mapping = names.ofRepositories(from.project());
        List<CopyRequest> requests = new ArrayList<>();
        for (RepositoryName repository : repositories(from, sources, shell)) {
            List<Place> targets =
                    to.stream().map(root -> mapping.place(repository, root)).toList();
            requests.add(new CopyRequest(from.place(repository), selection, targets));
        }
        NameOptions.requireNoCollisions(requests);
        return requests;
    }

    private List<RepositoryName> repositories(Root from, Places sources, Shell shell) throws IOException {
        List<String> wanted = new ArrayList<>(some.values());
        list.value().ifPresent(file -> wanted.addAll(Lines.read(file, shell, RepositoryOptions::pattern)));
        String beneath = from.project().map(project -> project + "/").orElse("");
        if (!wanted.isEmpty() && wanted.stream().noneMatch(RepositoryOptions::isGlob)) {
            return wanted.stream()
                    .map(name -> new RepositoryName(beneath + name))
                    .distinct()
                    .toList();
        }
        List<RepositoryName> listed = listed(from, sources);
        Repositories globs = Repositories.include(wanted.toArray(String[]::new));
        List<RepositoryName> chosen = listed.stream()
                .filter(name -> globs.test(new RepositoryName(name.path().substring(beneath.length()))))
                .toList();
        if (chosen.isEmpty()) {
            throw EarlyFailure.atSource(from, nothing(from, listed.size(), wanted));
        }
        return chosen;
    }

    private static List<RepositoryName> listed(Root from, Places sources) throws IOException {
        try {
            return sources.repositories(from);
        } catch (RegistryException unlisted) {
            throw EarlyFailure.atSource(from, unlisted);
        }
    }

    private static RegistryException nothing(Root from, int listed, List<String> wanted) {
        String reason = listed == 0
                ? "there are no repositories"
                : "none of " + listed + " repositories matches " + String.join(", ", wanted)
                        + "; globs are for the whole name beneath " + from;
        return RegistryException.of(Kind.NOT_FOUND, "choose repositories", from.toString(), reason, null);
    }

    private static List<String> patterns(String text) {
        List<String> patterns = Patterns.split(text);
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("an empty name says nothing; leave it out");
        }
        return patterns.stream().map(RepositoryOptions::pattern).toList();
    }

    /** Refuses what is neither name nor glob while it is known where it stands. */
    private static String pattern(String text) {
        if (isGlob(text)) {
            Repositories.include(text);
            return text;
        }
        return new RepositoryName(text).path();
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }
}
