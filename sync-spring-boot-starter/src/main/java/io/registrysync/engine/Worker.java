package io.registrysync.engine;

import io.registrysync.registry.RegistryException;
import io.registrysync.spec.ResolvedSync;
import io.registrysync.spec.SyncPart;
import io.registrysync.store.Execution;
import io.registrysync.store.ImageOutcome;
import io.registrysync.store.LogLine.Level;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.Tally;
import io.registrysync.store.Unit;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.SyncRun;
import io.registrysync.sync.SyncState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on lanes: prepares executions, does units, and ends executions of which nothing is left. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Store store;
    private final SyncState state;
    private final RegistryPool registries;
    private final Journals journals;
    private final Ending ending;
    private final EngineSettings settings;
    private final SyncListener events;
    private final String node;
    private final CountDownLatch closing;
    private final DatabaseBackoff backoff;

    Worker(
            Store store,
            SyncState state,
            RegistryPool registries,
            Journals journals,
            Ending ending,
            EngineSettings settings,
            SyncListener events,
            String node,
            CountDownLatch closing) {
        this.store = store;
        this.state = state;
        this.registries = registries;
        this.journals = journals;
        this.ending = ending;
        this.settings = settings;
        this.events = events;
        this.node = node;
        this.closing = closing;
        this.backoff = new DatabaseBackoff(settings.patience(), closing);
    }

    /** Gives a lane its turn. */
    Lanes.Next work(long id, String lane) {
        try {
            return turn(id, lane);
        } catch (StoreException gone) {
            if (gone.kind() == StoreException.Kind.NOT_FOUND) {
                return Lanes.Next.OVER;
            }
            throw gone;
        }
    }

    private Lanes.Next turn(long id, String lane) {
        Execution execution = store.executions().get(id);
        if (execution.state().isFinal()) {
            return Lanes.Next.OVER;
        }
        if (!execution.prepared() && execution.stopRequestedAt().isEmpty()) {
            if (!LaneRows.isFirst(lane)) {
                return Lanes.Next.LATER;
            }
            prepare(execution);
        }
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < settings.slice().toNanos()) {
            if (closing.getCount() == 0) {
                return Lanes.Next.AGAIN;
            }
            Optional<Unit> unit = store.units().claim(id, lane, node);
            if (unit.isEmpty()) {
                return idle(id);
            }
            run(execution, unit.get());
        }
        return Lanes.Next.AGAIN;
    }

    /** Nothing is to be had now. The lane is needed as long as a unit waits. */
    private Lanes.Next idle(long id) {
        if (ending.close(id)) {
            return Lanes.Next.OVER;
        }
        boolean waiting = store.units().counts(id).getOrDefault(Unit.State.PENDING, 0L) > 0;
        return waiting ? Lanes.Next.LATER : Lanes.Next.OVER;
    }

    private void prepare(Execution execution) {
        ExecutionJournal journal = journals.of(execution.id());
        journal.say(Level.INFO, journal.words(Phrase.STARTED, execution.name()));
        journal.say(Level.DEBUG, journal.words(Phrase.LOOKING, node));
        try (RegistryPool.Lease lease = registries.lease()) {
            Preparation.Prepared prepared =
                    new Preparation(execution.spec(), store.registries().list()).prepare(lease);
            prepared.warnings().forEach(warning -> journal.say(Level.WARN, journal.said(warning)));
            journal.say(
                    Level.DEBUG, journal.words(Phrase.FOUND, prepared.units().size()));
            journals.flush(execution.id());
            store.executions().prepared(execution.id(), prepared.units(), String.join("; ", prepared.warnings()));
        } catch (RegistryException failed) {
            String hint = failed.hint().isEmpty() ? "" : " (" + failed.hint() + ")";
            journal.say(Level.ERROR, journal.said(failed.getMessage() + hint));
            journals.flush(execution.id());
            ending.fail(execution.id(), failed.getMessage() + hint);
        }
    }

    // ---- one unit -------------------------------------------------------------------------------------------------

    private void run(Execution execution, Unit unit) {
        ExecutionJournal journal = journals.of(execution.id());
        try (RegistryPool.Lease lease = registries.lease();
                ResolvedSync part = ResolvedSync.of(execution.spec(), SyncPart.read(unit.part()), lease)) {
            UnitLog log = new UnitLog(journal, isAlone(execution.id()));
            SyncRun run =
                    part.sync().state(state).listener(log).listener(events).start();
            log.follows(run);
            journal.began(unit, run);
            // Whoever stops or closes looks at the journal; who came before this unit stood there is heard here.
            if (closing.getCount() == 0 || isStopping(execution.id())) {
                run.cancel();
            }
            Tally counted = Tally.NONE;
            try {
                counted = end(execution, unit, run.await());
            } finally {
                journal.ended(unit, counted);
            }
        } catch (RegistryException failed) {
            String hint = failed.hint().isEmpty() ? "" : " (" + failed.hint() + ")";
            journal.say(Level.ERROR, journal.said(failed.getMessage() + hint));
            finish(unit, Unit.State.FAILED, failed.getMessage() + hint, Tally.NONE, List.of());
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException unexpected) {
            LOG.error("unit {} of execution {} failed unexpectedly", unit.id(), execution.id(), unexpected);
            journal.say(Level.ERROR, journal.words(Phrase.UNEXPECTED, unit.source(), unexpected));
            finish(unit, Unit.State.FAILED, "unexpected: " + unexpected, Tally.NONE, List.of());
        }
    }

    private boolean isAlone(long execution) {
        return store.units().counts(execution).values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                == 1;
    }

    private boolean isStopping(long execution) {
        return store.executions().get(execution).stopRequestedAt().isPresent();
    }

    /** What counts of a run that is over. */
    private Tally end(Execution execution, Unit unit, SyncReport report) {
        if (report.cancelled() && closing.getCount() == 0) {
            store.units().release(unit);
            return Tally.NONE;
        }
        Tally tally = Tally.of(report.progress());
        List<ImageOutcome> images = report.results().stream()
                .filter(result -> result.status() != ImageResult.Status.UNCHANGED)
                .map(ImageOutcome::of)
                .toList();
        Unit.State result = report.cancelled()
                ? Unit.State.CANCELLED
                : report.isSuccess() ? Unit.State.SUCCEEDED : Unit.State.FAILED;
        long notDeleted = report.deletions().stream()
                .filter(deletion -> deletion.failure().isPresent())
                .count();
        String message = notDeleted == 0 ? "" : notDeleted + " tags could not be deleted";
        ending.beforeUnitEnds(execution.id());
        return finish(unit, result, message, tally, images) ? tally : Tally.NONE;
    }

    private boolean finish(Unit unit, Unit.State result, String message, Tally tally, List<ImageOutcome> images) {
        return backoff.until(() -> store.units().finish(unit, result, message, tally, images));
    }
}
