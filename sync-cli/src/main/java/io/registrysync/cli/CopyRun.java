package io.registrysync.cli;

import io.registrysync.registry.Cancellation;
import io.registrysync.registry.RegistryException;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a sync, or finds out what it would do, while a view looks on and a signal may stop it. Serves one sync. */
final class CopyRun {
    private final RunOptions options;
    private final Shell shell;
    private final CopyView view;
    private final InstantSource clock = InstantSource.system();
    private final Instant started = clock.instant();
    private final AtomicBoolean over = new AtomicBoolean();

    private CopyRun(RunOptions options, Shell shell, CopyView view) {
        this.options = options;
        this.shell = shell;
        this.view = view;
    }

    static CopyRun prepare(RunOptions options, OutputOptions output, Shell shell) {
        return new CopyRun(options, shell, view(options, output, shell, Optional.empty()));
    }

    /** For one of several syncs. */
    static CopyRun prepare(String sync, RunOptions options, OutputOptions output, Shell shell) {
        return new CopyRun(options, shell, view(options, output, shell, Optional.of(sync)));
    }

    private static CopyView view(RunOptions options, OutputOptions output, Shell shell, Optional<String> sync) {
        Style style = output.errStyle(shell);
        if (options.isJson()) {
            return new JsonView(shell, style, InstantSource.system(), sync);
        }
        Style outStyle = output.outStyle(shell);
        int verbosity = output.verbosity();
        TextView text = options.showsDifferencesOnly(output)
                ? TextView.ofDifferences(shell, style, outStyle, verbosity, output.isQuiet())
                : new TextView(shell, style, outStyle, verbosity, output.isQuiet());
        return shell.screen().isPresent() && !output.isQuiet() && !options.isDryRun()
                ? new LiveView(shell.screen().get(), shell, style, text)
                : text;
    }

    /** Finds out what is to be copied, before anything is. */
    @FunctionalInterface
    interface Description {
        /**
         * Describes the sync.
         *
         * @throws EarlyFailure where a registry does not tell what it takes to describe it
         * @throws IOException where standard input or a file fails
         */
        Sync describe() throws IOException;
    }

    /**
     * Shows the course, and leaves showing the end to {@link #ended}.
     *
     * @param closing closes the targets at the end; archives are complete only then
     */
    CopyOutcome perform(Description description, Runnable closing) throws IOException {
        shell.interrupts().onStop(this::stoppedEarly, () -> {});
        try {
            Sync sync = description.describe();
            CopyOutcome outcome = options.isDryRun() ? plan(sync) : copy(sync);
            return closed(closing, outcome);
        } catch (EarlyFailure failure) {
            return CopyOutcome.early(CopyOutcome.Status.FAILED, List.of(failure.failed()), started, elapsed());
        }
    }

    private static CopyOutcome closed(Runnable closing, CopyOutcome outcome) {
        try {
            closing.run();
            return outcome;
        } catch (RegistryException unwritten) {
            return outcome.failed(
                    EarlyFailure.atTarget(unwritten.name(), unwritten).failed());
        }
    }

    /** Shows how it ended; of two ends the first. */
    void ended(CopyOutcome outcome) {
        if (!over.getAndSet(true)) {
            view.ended(outcome);
        }
    }

    private CopyOutcome copy(Sync sync) {
        SyncRun run = sync.listener(view).start();
        shell.interrupts().onStop(run::cancel, () -> ended(CopyOutcome.abandoned(run.progress(), started)));
        return CopyOutcome.of(run.await());
    }

    private CopyOutcome plan(Sync sync) {
        Cancellation cancellation = new Cancellation();
        shell.interrupts().onStop(cancellation::cancel, () -> ended(stopped()));
        try {
            SyncPlan plan = sync.listener(view).plan(cancellation);
            if (options.readsCosts()) {
                plan = plan.withCosts(cancellation);
            }
            view.planned(plan);
            return CopyOutcome.of(plan, started, elapsed());
        } catch (CancellationException called) {
            return stopped();
        }
    }

    /** Nothing is under way that would have to be tidied up. */
    private void stoppedEarly() {
        ended(stopped());
        shell.interrupts().ended();
    }

    private CopyOutcome stopped() {
        return CopyOutcome.early(CopyOutcome.Status.STOPPED, List.of(), started, elapsed());
    }

    private Duration elapsed() {
        return Duration.between(started, clock.instant());
    }
}
