package io.registrysync.spring.web;

import io.registrysync.engine.RegistryPool;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Notice;
import io.registrysync.spec.ResolvedSync;
import io.registrysync.spec.SyncPart;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.TaskEntry;
import io.registrysync.sync.PlannedImage;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncState;
import io.registrysync.sync.TagDeletion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

/**
 * Finds out what a sync would do, a few repositories at a time, so that what was found is there when the time is up and
 * no plan is larger than a few repositories.
 */
final class Forecast {
    private static final int AT_ONCE = 8;

    private final RegistryPool pool;
    private final SyncState state;

    Forecast(RegistryPool pool, SyncState state) {
        this.pool = pool;
        this.state = state;
    }

    /** Who is told, on one thread. */
    interface Sink {
        void warning(String text);

        /** Projects that a run would create. */
        void missingProject(String project);

        void repositories(int more);

        void target(PlannedImage image, PlannedTarget target);

        void deletion(TagDeletion deletion);

        void unresolved(ResolvedSync.Unresolved part);
    }

    /**
     * Asks registries, and changes nothing.
     *
     * @param changed adds what is wanted besides what the description says
     * @param costs   whether to find out what copying takes, which reads manifests
     * @return whether it came to the end before the cancellation
     * @throws io.registrysync.registry.RegistryException where the sync cannot be meant
     * @throws IllegalArgumentException where it touches something else than registries
     */
    boolean of(SyncSpec spec, UnaryOperator<Sync> changed, boolean costs, Sink sink, Cancellation cancellation) {
        TaskEntry.of(spec);
        try (RegistryPool.Lease lease = pool.lease();
                ResolvedSync resolved = ResolvedSync.of(spec, lease, Path.of(""))) {
            resolved.warnings().forEach(sink::warning);
            resolved.unresolved().forEach(sink::unresolved);
            for (List<SyncPart> parts : batches(spec, resolved.parts())) {
                try (ResolvedSync batch = ResolvedSync.of(spec, parts, lease)) {
                    SyncPlan plan = plan(changed.apply(batch.sync()), costs, sink, cancellation);
                    sink.repositories(parts.size());
                    tell(plan, sink);
                }
            }
            return true;
        } catch (CancellationException overdue) {
            return false;
        }
    }

    /** How much may be deleted is a share of everything, so a sync that deletes is looked at as a whole. */
    private static List<List<SyncPart>> batches(SyncSpec spec, List<SyncPart> parts) {
        if (spec.delete().enabled()) {
            return List.of(parts);
        }
        List<List<SyncPart>> batches = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += AT_ONCE) {
            batches.add(parts.subList(from, Math.min(parts.size(), from + AT_ONCE)));
        }
        return batches;
    }

    private SyncPlan plan(Sync sync, boolean costs, Sink sink, Cancellation cancellation) {
        List<String> notices = new ArrayList<>();
        SyncPlan plan = sync.state(state)
                .listener(event -> {
                    // What was tried again has succeeded, or is among the rows.
                    if (event instanceof SyncEvent.Noticed noticed
                            && noticed.notice().kind() != Notice.Kind.RETRY) {
                        synchronized (notices) {
                            notices.add(noticed.notice().text());
                        }
                    }
                })
                .plan(cancellation);
        SyncPlan priced = costs ? plan.withCosts(cancellation) : plan;
        synchronized (notices) {
            notices.forEach(sink::warning);
        }
        return priced;
    }

    private static void tell(SyncPlan plan, Sink sink) {
        plan.missingProjects().forEach(sink::missingProject);
        plan.images().forEach(image -> image.targets().forEach(target -> sink.target(image, target)));
        plan.deletions().forEach(sink::deletion);
    }
}
