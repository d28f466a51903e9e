package io.registrysync.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code plan -f FILE} and {@code plan SRC DST}: what differs, and what it takes to make it equal. */
final class PlanCommand implements Command {
    private final SyncFileOptions file = new SyncFileOptions();
    private final RunOptions run = RunOptions.planning();
    private final StateOptions state = new StateOptions();
    private final OutputOptions output = new OutputOptions();
    private final CopyCommand copy = new CopyCommand(run, state, output);

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(
                this, "plan", "Say what sync -f FILE, or copy SRC DST, would do, and what it takes; change nothing.");
        file.addTo(spec);
        copy.addTo(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "Exit codes: 0 nothing to do, 10 something to do, 1 something failed,",
                        "            2 usage or configuration, 3 access denied, 130 stopped.",
                        "",
                        "  " + RegistrySync.NAME + " plan -f syncs.yaml",
                        "  " + RegistrySync.NAME + " plan --all-tags a.example.com/web b.example.com/web");
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        if (file.given().isEmpty()) {
            Optional<String> lonely = file.onlyName();
            if (lonely.isPresent()) {
                throw new UsageException(lonely.get() + " needs -f FILE");
            }
            if (!copy.isGiven()) {
                throw new UsageException("missing: -f FILE, or SRC and DST");
            }
            return copy.run(shell);
        }
        if (copy.isGiven()) {
            throw new UsageException("-f FILE says what is copied, which excludes SRC and DST");
        }
        return SyncCommand.once(file, run, state, output, shell);
    }
}
