package io.registrysync.cli;

import io.registrysync.spec.SyncFile;
import io.registrysync.spec.SyncSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which sync file is meant, and which of its syncs. */
final class SyncFileOptions {
    private static final String STDIN = "-";
    /** The reader refuses what is longer than its own limit, which is below this. */
    private static final int MOST = 2 << 20;

    private final OptionSpec file = OptionSpec.builder("-f", "--file")
            .paramLabel("FILE")
            .arity("1")
            .type(String.class)
            .description("the sync file (YAML); - is standard input")
            .build();
    private final OptionList<String> only = OptionList.of(
            "--only", "NAME", List::of, "with -f: only the sync with this name, even if it is suspended; repeatable");

    /**
     * A sync file that was read.
     *
     * @param name   as it was given
     * @param path   empty for standard input
     * @param folder where relative paths begin
     */
    record Loaded(String name, Optional<Path> path, Path folder, SyncFile content) {}

    void addTo(CommandSpec command) {
        command.addOption(file).addOption(only.spec());
    }

    Optional<String> given() {
        return Optional.ofNullable(file.getValue());
    }

    /** The name of an option that says nothing without a file, where it was given. */
    Optional<String> onlyName() {
        return Optional.of(only.name()).filter(name -> only.isSet());
    }

    /**
     * Reads the file.
     *
     * @throws io.registrysync.spec.SyncFileException where it does not describe syncs
     * @throws UsageException where there is none
     */
    Loaded load(Shell shell) throws IOException {
        String name = given().orElseThrow(
                        () -> new UsageException("missing: -f FILE, the sync file", "docs/sync-file.md describes it."));
        if (name.equals(STDIN)) {
            String text = new String(shell.in().readNBytes(MOST), StandardCharsets.UTF_8);
            return new Loaded(
                    "standard input",
                    Optional.empty(),
                    Path.of(""),
                    SyncFile.parse("<stdin>", text, shell.environment()));
        }
        return load(Path.of(name), shell);
    }

    static Loaded load(Path path, Shell shell) throws IOException {
        Path parent = path.getParent();
        try {
            return new Loaded(
                    path.toString(),
                    Optional.of(path),
                    parent == null ? Path.of("") : parent,
                    SyncFile.read(path, shell.environment()));
        } catch (NoSuchFileException missing) {
            throw new UsageException("there is no file " + path);
        } catch (IOException unreadable) {
            throw new UsageException(Files.isDirectory(path) ? path + " is a folder" : path + " cannot be read");
        }
    }

    /**
     * The syncs that are meant, in the order of the file.
     *
     * @throws UsageException where there is none
     */
    List<SyncSpec> selected(Loaded loaded) {
        List<SyncSpec> all = loaded.content().syncs();
        List<String> unknown = new ArrayList<>(only.values());
        all.forEach(sync -> unknown.remove(sync.name()));
        if (!unknown.isEmpty()) {
            throw new UsageException(
                    loaded.name() + " has no sync '" + unknown.get(0) + "'",
                    all.isEmpty()
                            ? "It has none."
                            : "It has: " + all.stream().map(SyncSpec::name).collect(Collectors.joining(", ")));
        }
        List<SyncSpec> selected = all.stream()
                .filter(sync -> only.isSet() ? only.values().contains(sync.name()) : sync.enabled())
                .toList();
        if (selected.isEmpty()) {
            throw new UsageException(
                    all.isEmpty()
                            ? loaded.name() + " has no syncs"
                            : "every sync of " + loaded.name() + " is suspended",
                    all.isEmpty()
                            ? "Add one below syncs."
                            : "Name one with " + only.name() + " to run it nevertheless.");
        }
        return selected;
    }
}
