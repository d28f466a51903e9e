package io.registrysync.engine;

import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.Task;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskEntry.Overlap;
import io.registrysync.store.Unit;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What people want of executions: begins, repeats and stops them. Safe for use by several threads. */
final class Dispatch {
    private final Store store;
    private final Lanes lanes;
    private final Journals journals;
    private final Ending ending;
    private final boolean working;
    private final BooleanSupplier room;

    /**
     * @param working whether this node has lanes of its own, which are then looked for at once
     * @param room    whether what executions do can be written down
     */
    Dispatch(Store store, Lanes lanes, Journals journals, Ending ending, boolean working, BooleanSupplier room) {
        this.store = store;
        this.lanes = lanes;
        this.journals = journals;
        this.ending = ending;
        this.working = working;
        this.room = room;
    }

    /** See {@link SyncEngine#run(long, String)}. */
    long run(long task, String by) {
        Task stored = store.tasks().get(task);
        requireUsable(stored.entry().spec());
        return begin(Wish.of(stored, Trigger.MANUAL, by));
    }

    /** See {@link SyncEngine#run(SyncSpec, String)}. */
    long run(SyncSpec spec, String by) {
        TaskEntry entry = TaskEntry.of(spec);
        requireUsable(spec);
        return begin(new Wish(
                Optional.empty(),
                spec.name(),
                Trigger.MANUAL,
                by,
                Optional.empty(),
                spec.toYaml(),
                entry.priority(),
                entry.parallelism(),
                Overlap.REFUSE,
                List.of()));
    }

    /** See {@link SyncEngine#retry}. */
    long retry(long execution, String by) {
        Execution before = store.executions().get(execution);
        if (!before.state().isFinal()) {
            throw refused("execution " + execution + " is still running; stop it, or wait for its end");
        }
        requireUsable(before.spec());
        List<Unit> undone = store.units().undone(execution);
        if (undone.isEmpty() && before.state() != Execution.State.FAILED) {
            throw refused("nothing of execution " + execution + " failed");
        }
        boolean isKnown = before.prepared()
                && !undone.isEmpty()
                && undone.stream().noneMatch(unit -> unit.part().isEmpty());
        Preparation preparation =
                new Preparation(before.spec(), store.registries().list());
        List<Unit.Draft> units = isKnown
                ? undone.stream()
                        .map(unit -> preparation.again(unit, store.units().undoneImages(unit.id())))
                        .toList()
                : List.of();
        return begin(new Wish(
                before.taskId(),
                before.name(),
                Trigger.RETRY,
                by,
                Optional.of(execution),
                before.specText(),
                before.priority(),
                before.parallelism(),
                before.taskId()
                        .map(task -> store.tasks().get(task))
                        .map(Task::entry)
                        .map(TaskEntry::overlap)
                        .orElse(Overlap.REFUSE),
                units));
    }

    /** Beforehand, since whoever waits for an answer can do something about it; a schedule finds out when it is due. */
    private void requireUsable(SyncSpec spec) {
        for (String registry : spec.registries()) {
            boolean isEnabled = store.registries()
                    .named(registry)
                    .orElseThrow(() -> StoreException.of(
                            StoreException.Kind.NOT_FOUND, "there is no registry with the name " + registry))
                    .entry()
                    .enabled();
            if (!isEnabled) {
                throw refused("the registry " + registry + " is disabled; enable it, or use another one");
            }
        }
    }

    private static StoreException refused(String message) {
        return StoreException.of(StoreException.Kind.WRONG_STATE, message);
    }

    private long begin(Wish wish) {
        if (!room.getAsBoolean()) {
            throw refused("nothing is begun while the disk is nearly full; make room");
        }
        long execution = store.executions().begin(wish, lanes::open);
        if (working) {
            lanes.look();
        }
        return execution;
    }

    /** See {@link SyncEngine#stop}. */
    void stop(long execution, String by) {
        store.executions().requestStop(execution, by);
        journals.ifPresent(execution, ExecutionJournal::cancel);
        ending.close(execution);
    }
}
