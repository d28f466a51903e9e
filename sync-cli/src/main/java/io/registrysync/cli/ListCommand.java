package io.registrysync.cli;

import io.registrysync.oci.Reference;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ls REGISTRY[/PATH]}: the repositories of a registry or beneath a path, or the tags of a repository. */
final class ListCommand implements Command {
    private final SingleRegistry registry = new SingleRegistry(
            "REGISTRY[/PATH]", "a registry, a repository, a path above repositories, oci:DIR or oci-archive:FILE");
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                        this,
                        "ls",
                        "List the repositories of a registry or beneath a path, or the tags of a repository.")
                .addOption(format.spec());
        registry.addTo(spec);
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        String text = registry.text().replaceFirst("^docker://", "").replaceFirst("/$", "");
        if (text.startsWith("oci:") || text.startsWith("oci-archive:")) {
            listLayout(shell);
            return ExitCode.OK;
        }
        if (isRegistry(text)) {
            try (Registry opened = registry.open(AccessOptions.host(text), shell)) {
                print("repositories", opened.repositories().map(RepositoryName::path), shell);
            }
            return ExitCode.OK;
        }
        Reference path = Reference.parse(text);
        if (path.tag().isPresent() || path.digest().isPresent()) {
            throw new UsageException(path + " names one image", "See: " + RegistrySync.NAME + " inspect " + text);
        }
        try (Registry opened = registry.open(path.registry(), shell)) {
            list(path, opened, shell);
        }
        return ExitCode.OK;
    }

    /** The repositories of a layout; its tags where it names images by tags alone. */
    private void listLayout(Shell shell) throws IOException {
        ImageName name = ImageName.parse(registry.text());
        try (Places places = registry.places(shell)) {
            boolean isWhole = name.place() instanceof Place.InLayout layout
                    && layout.repository().isEmpty();
            List<String> repositories = isWhole
                    ? places.repositories(Root.parse(registry.text())).stream()
                            .map(RepositoryName::path)
                            .toList()
                    : List.of();
            if (repositories.isEmpty()) {
                print("tags", places.repository(name.place()).tags().map(Tag::name), shell);
            } else {
                print("repositories", repositories.stream(), shell);
            }
        }
    }

    /** {@code example.com} and {@code localhost:5000} are registries; {@code nginx} is a repository of Docker Hub. */
    private static boolean isRegistry(String text) {
        return text.indexOf('/') < 0
                && text.indexOf('@') < 0
                && (text.equals("docker.io")
                        || !Reference.parse(text + "/any/name").registry().isDockerHub());
    }

    private void list(Reference path, Registry opened, Shell shell) {
        Optional<RegistryException> refused = Optional.empty();
        try {
            List<String> tags =
                    opened.repository(path.repository()).tags().map(Tag::name).toList();
            if (!tags.isEmpty()) {
                print("tags", tags.stream(), shell);
                return;
            }
        } catch (RegistryException failure) {
            // A registry may refuse to speak of a repository that does not exist, and it may still be a path.
            if (failure.kind() != Kind.ACCESS_DENIED && failure.kind() != Kind.NOT_FOUND) {
                throw failure;
            }
            refused = Optional.of(failure);
        }
        List<String> beneath = beneath(path, opened, refused);
        if (beneath.isEmpty()) {
            throw refused.orElseGet(() -> RegistryException.of(
                    Kind.NOT_FOUND, "list", path.toString(), "no tags here, and no repositories beneath it", null));
        }
        print("repositories", beneath.stream(), shell);
    }

    private static List<String> beneath(Reference path, Registry opened, Optional<RegistryException> refused) {
        try {
            return opened.repositories(path.repository().path())
                    .map(RepositoryName::path)
                    .toList();
        } catch (RegistryException unlisted) {
            // What was said about the very name is the better answer.
            throw refused.orElse(unlisted);
        }
    }

    private void print(String property, Stream<String> names, Shell shell) {
        if (format.value().orElse(OutputOptions.Format.TEXT) == OutputOptions.Format.JSON) {
            shell.out().println(Json.line(json -> {
                json.writeStringField("name", registry.text());
                json.writeArrayFieldStart(property);
                for (String name : names.toList()) {
                    json.writeString(name);
                }
                json.writeEndArray();
            }));
        } else {
            names.forEach(shell.out()::println);
        }
    }
}
