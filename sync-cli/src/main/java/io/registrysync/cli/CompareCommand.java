package io.registrysync.cli;

import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.SyncRun;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code diff SRC DST...} and {@code verify SRC DST...}: whether targets have what their sources have; changes nothing. */
final class CompareCommand implements Command {
    private final boolean rehashes;
    private final Selections selections = Selections.ofRepositories();
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final StateOptions state = new StateOptions();
    private final ImageOptions images = new ImageOptions();
    private final LimitOptions limits = new LimitOptions();
    private final AccessOptions sourceAccess = AccessOptions.source();
    private final AccessOptions targetAccess = AccessOptions.target();
    private final OutputOptions output = new OutputOptions();

    private CompareCommand(boolean rehashes) {
        this.rehashes = rehashes;
    }

    /** Compares digests. */
    static CompareCommand diff() {
        return new CompareCommand(false);
    }

    /** Compares digests, then reads everything that is the same at the target and hashes it. */
    static CompareCommand verify() {
        return new CompareCommand(true);
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = rehashes
                ? RegistrySync.describe(
                        this, "verify", "Compare a target with its source, and check every byte that it has.")
                : RegistrySync.describe(this, "diff", "Compare the tags of a target with those of its source.");
        selections.addNamesTo(spec);
        spec.addOption(format.spec());
        spec.usageMessage()
                .footer(
                        "",
                        "Exit codes: 0 the same, 10 different, 1 something failed" + (rehashes ? " or is damaged" : "")
                                + ".");
        state.addTo(spec);
        selections.addRulesTo(spec);
        images.addPlatformsTo(spec);
        limits.addAllTo(spec);
        sourceAccess.addTo(spec);
        targetAccess.addTo(spec);
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        AccessOptions.requireOneReader(sourceAccess, targetAccess, selections.readsStdin());
        CompareView view = new CompareView(shell, output, format.value());
        Cancellation cancellation = new Cancellation();
        shell.interrupts().onStop(cancellation::cancel, () -> {});
        try (Places sources = Places.sources(sourceAccess, limits, shell);
                Places targets = Places.reading(targetAccess, limits, shell)) {
            List<CopyRequest> requests = selections.requests(sources, shell);
            SyncPlan plan =
                    sync(requests, sources, targets, shell).listener(view).plan(cancellation);
            Comparison comparison = Comparison.of(plan, byLocation(requests, targets));
            cancellation.check();
            view.compared(comparison);
            List<FailedImage> damaged = rehashes && comparison.counts().containsKey(Comparison.State.SAME)
                    ? verify(plan.verification(), view, shell)
                    : List.of();
            return view.ended(comparison, damaged);
        } catch (EarlyFailure failure) {
            return view.ended(new Comparison(List.of(), List.of(failure.failed())), List.of());
        }
    }

    private Sync sync(List<CopyRequest> requests, Places sources, Places targets, Shell shell) throws IOException {
        Sync sync = images.apply(CopyRequest.sync(requests, sources, targets));
        // What would be deleted, if anything might be, is what only the target has.
        sync = requests.get(0).isImage() ? sync : sync.deleteGone(100);
        // A plan creates none; so what is to go into a project that is missing is missing, and no failure.
        sync = sync.createProjects(target -> true);
        return limits.limit(state.apply(sync, shell));
    }

    private static Map<String, Repository> byLocation(List<CopyRequest> requests, Places targets) throws IOException {
        Map<String, Repository> repositories = new HashMap<>();
        for (CopyRequest request : requests) {
            for (Place place : request.targets()) {
                Repository repository = targets.repository(place);
                repositories.put(repository.location(), repository);
            }
        }
        return repositories;
    }

    private List<FailedImage> verify(Sync verification, CompareView view, Shell shell) {
        SyncListener watcher = view.watcher();
        SyncRun run = limits.limit(verification).listener(watcher).start();
        shell.interrupts().onStop(run::cancel, () -> {});
        SyncReport report = run.await();
        view.verified(CopyOutcome.of(report));
        if (report.cancelled()) {
            throw new CancellationException("stopped");
        }
        return report.failures().stream().map(CompareView::atTarget).toList();
    }
}
