package io.registrysync.cli;

import io.registrysync.registry.Cancellation;
import io.registrysync.spec.SyncSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sync -f FILE}: what a sync file describes, once or by its schedules. */
final class SyncCommand implements Command {
    private final SyncFileOptions file = new SyncFileOptions();
    private final Flag watch = new Flag("--watch", "run each sync by its schedule, until stopped");
    private final RunOptions run = RunOptions.running();
    private final StateOptions state = new StateOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(this, "sync", "Run the syncs that a file describes.");
        file.addTo(spec);
        spec.addOption(watch.spec());
        run.addTo(spec);
        state.addTo(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "Exit codes: 0 done, 1 something failed, 2 usage or configuration, 3 access denied,",
                        "            10 --dry-run found differences, 130 stopped.",
                        "",
                        "  " + RegistrySync.NAME + " sync -f syncs.yaml",
                        "  " + RegistrySync.NAME + " sync -f syncs.yaml --only nginx --dry-run",
                        "  " + RegistrySync.NAME + " sync -f syncs.yaml --watch");
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        if (watch.isSet() && run.isDryRun()) {
            throw new UsageException(watch.name() + " and --dry-run exclude each other");
        }
        return watch.isSet() ? watch(shell) : once(file, run, state, output, shell);
    }

    /** Runs the syncs of a file, or only describes them. */
    static int once(SyncFileOptions file, RunOptions run, StateOptions state, OutputOptions output, Shell shell)
            throws IOException {
        Optional<ReportFile> report = run.prepareReport();
        SyncFileOptions.Loaded loaded = file.load(shell);
        List<SyncSpec> syncs = file.selected(loaded);
        SyncRuns runs = new SyncRuns(run, state, output, shell);
        if (!run.isDryRun()) {
            runs.warnOfNotification(syncs);
        }
        SyncsOutcome outcome = runs.run(loaded, syncs);
        finish(outcome, report);
        if (run.isJson()) {
            shell.out().println(Json.line(json -> {
                json.writeStringField("event", "end");
                json.writeStringField("time", InstantSource.system().instant().toString());
                outcome.summary(json);
                outcome.counts(json);
            }));
            shell.out().flush();
        } else if (outcome.syncs().size() > 1 && !output.isQuiet()) {
            shell.out().flush();
            shell.err().println(outcome.text(output.errStyle(shell)));
        }
        return outcome.exitCode();
    }

    private static void finish(SyncsOutcome outcome, Optional<ReportFile> report) throws IOException {
        if (report.isPresent()) {
            report.get().write(outcome::report);
        }
    }

    private int watch(Shell shell) throws IOException {
        Optional<ReportFile> report = run.prepareReport();
        WatchedFile watched = new WatchedFile(file, shell);
        SyncRuns runs = new SyncRuns(run, state, output, shell);
        runs.warnOfNotification(watched.syncs());
        Cancellation idle = new Cancellation();
        Watch schedule = new Watch(
                InstantSource.system(),
                time -> {
                    shell.interrupts().onStop(idle::cancel, () -> {});
                    idle.pause(time);
                },
                watched,
                sync -> {
                    SyncsOutcome outcome = runs.run(watched.loaded(), List.of(sync));
                    finish(outcome, report);
                    if (outcome.isStopped()) {
                        throw new CancellationException("stopped");
                    }
                },
                text -> {
                    if (!output.isQuiet()) {
                        shell.err().println(text);
                    }
                });
        schedule.run();
        return ExitCode.STOPPED;
    }
}
