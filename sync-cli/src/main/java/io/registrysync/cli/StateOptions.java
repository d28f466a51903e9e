package io.registrysync.cli;

import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Where is kept what one run remembers for the next. */
final class StateOptions {
    private static final String VARIABLE = "REGISTRY_SYNC_STATE";

    private final Option<Path> folder =
            Option.of("--state", "DIR", Path::of, "remember in this folder what saves requests; default: $" + VARIABLE);

    void addTo(CommandSpec command) {
        command.addOption(folder.spec());
    }

    /**
     * Lets a sync remember. Where neither option nor environment names a place, it remembers for itself.
     *
     * @throws UsageException where the place is no folder
     */
    Sync apply(Sync sync, Shell shell) {
        return folder.value()
                .or(() -> shell.variable(VARIABLE).map(Path::of))
                .or(() -> standard(shell))
                .map(place -> sync.state(SyncState.inFolder(checked(place))))
                .orElse(sync);
    }

    /** As the XDG Base Directory Specification says. */
    private static Optional<Path> standard(Shell shell) {
        return shell.variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> shell.variable("HOME").map(home -> Path.of(home, ".local", "state")))
                .map(base -> base.resolve(RegistrySync.NAME));
    }

    private static Path checked(Path place) {
        if (Files.exists(place) && !Files.isDirectory(place)) {
            throw new UsageException("the state " + place + " is not a folder");
        }
        return place;
    }
}
