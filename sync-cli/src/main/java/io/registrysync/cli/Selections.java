package io.registrysync.cli;

import io.registrysync.cli.CopyRequest.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** SRC, DST and what of SRC is meant: an image, those of a repository, or those of many repositories. */
final class Selections {
    private final Parameter names;
    private final boolean repositoryUnlessTagged;
    private final Flag allTags = new Flag("--all-tags", "every tag of the repository");
    private final RuleOptions rules = new RuleOptions();
    private final RepositoryOptions repositories = new RepositoryOptions();

    private Selections(boolean repositoryUnlessTagged, String... description) {
        this.names = Parameter.any("SRC DST", description);
        this.repositoryUnlessTagged = repositoryUnlessTagged;
    }

    /** For a command where SRC without a tag means one tag, as Docker has it. */
    static Selections ofImages() {
        return new Selections(
                false,
                "SRC: host[:port]/path[:tag][@digest], oci:DIR[:TAG], oci-archive:FILE[:TAG],",
                "docker-archive:FILE[:REF]; default tag: latest. DST: the same; default tag: that of SRC");
    }

    /** For a command where SRC without a tag means the repository. */
    static Selections ofRepositories() {
        return new Selections(
                true,
                "host[:port]/path[:tag][@digest], oci:DIR[:TAG], oci-archive:FILE[:TAG],",
                "docker-archive:FILE[:REF]; without a tag all of the repository");
    }

    /** Declares the names; they stand first. */
    void addNamesTo(CommandSpec command) {
        command.addPositional(names.spec());
        if (!repositoryUnlessTagged) {
            command.addOption(allTags.spec());
        }
    }

    void addRulesTo(CommandSpec command) {
        rules.addTo(command);
        repositories.addTo(command);
    }

    /** Whether anything was named. */
    boolean areGiven() {
        return !names.texts().isEmpty();
    }

    /** The option that reads standard input, if one does. */
    Optional<String> readsStdin() {
        return repositories.readsStdin();
    }

    /**
     * What is meant, with its targets. May ask the sources for their repositories.
     *
     * @throws UsageException where names and options do not fit together
     * @throws EarlyFailure where a source does not tell what it has
     */
    List<CopyRequest> requests(Places sources, Shell shell) throws IOException {
        String from = needed(1).get(0);
        List<String> to = names.texts().subList(1, names.texts().size());
        if (repositories.given().isPresent()) {
            return repositories.requests(Root.parse(from), roots(to), selection(), sources, shell);
        }
        ImageName source = ImageName.parse(from);
        Optional<String> whole = wholeRepository(source);
        if (repositories.names().flatten().value().isPresent()) {
            CopyRequest image = ImageList.request(
                    sources.completed(source), roots(to), repositories.names().ofImages());
            return List.of(
                    whole.isEmpty()
                            ? image
                            : CopyRequest.ofRepository(
                                    whole.get(), selection(), source, ImageName.at(image.targets())));
        }
        List<ImageName> targets = to.stream().map(ImageName::parse).toList();
        return List.of(
                whole.isPresent()
                        ? CopyRequest.ofRepository(whole.get(), selection(), source, targets)
                        : CopyRequest.ofImage(sources.completed(source), targets));
    }

    /** The images of a list instead of SRC, each with its targets. */
    List<CopyRequest> requests(Option<Path> list, Shell shell) {
        Optional<String> other = repositories
                .given()
                .or(rules::given)
                .or(() -> Optional.of(allTags.name()).filter(name -> allTags.isSet()));
        if (other.isPresent()) {
            throw new UsageException(list.name() + " names images one by one, which excludes " + other.get());
        }
        return ImageList.requests(
                list.value().orElseThrow(),
                roots(needed(0)),
                repositories.names().ofImages(),
                shell);
    }

    /** What asks for a whole repository, for messages; empty where one image is meant. */
    private Optional<String> wholeRepository(ImageName source) {
        Optional<String> asked =
                rules.given().or(() -> Optional.of(allTags.name()).filter(name -> allTags.isSet()));
        return asked.isEmpty() && repositoryUnlessTagged && !source.isImage()
                ? Optional.of("SRC without a tag")
                : asked;
    }

    private Selection selection() {
        return rules.given().isPresent() ? new Selection.ByRules(rules.tags()) : new Selection.AllTags();
    }

    /** The names that were given, where there are enough: so many sources, and a target. */
    private List<String> needed(int sources) {
        List<String> missing = new ArrayList<>();
        if (names.texts().size() < sources) {
            missing.add("SRC");
        }
        if (names.texts().size() < sources + 1) {
            missing.add("DST");
        }
        if (!missing.isEmpty()) {
            throw new UsageException("missing: " + String.join(", ", missing));
        }
        return names.texts();
    }

    static List<Root> roots(List<String> texts) {
        List<Root> roots = texts.stream().map(Root::parse).toList();
        if (roots.stream().distinct().count() < roots.size()) {
            throw new UsageException("a target is named twice");
        }
        return roots;
    }
}
