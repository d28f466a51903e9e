package io.registrysync.store;

import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Opening;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.store.StoreException.Kind;
import io.registrysync.store.TaskEntry.Overlap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How executions begin: at once, behind another one of their task, or not at all. */
final class ExecutionBeginnings {
    private final Database database;
    private final InstantSource clock;

    ExecutionBeginnings(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** See {@link ExecutionStore#begin}. */
    long begin(Wish wish, Opening opening) {
        return database.change(handle -> {
            Optional<Running> running = running(handle, wish.taskId());
            if (running.isEmpty()) {
                return insert(handle, wish, Optional.empty(), State.RUNNING, Reason.NONE, opening);
            }
            if (wish.overlap() == Overlap.REFUSE) {
                throw StoreException.of(
                        Kind.WRONG_STATE,
                        "the task is running already (execution "
                                + running.get().id() + "); wait for it, or stop it");
            }
            if (running.get().hasQueued()) {
                throw StoreException.of(Kind.WRONG_STATE, "the task is running, and its next run is waiting already");
            }
            return insert(handle, wish, Optional.empty(), State.QUEUED, Reason.NONE, opening);
        });
    }

    /** See {@link ExecutionStore#fire}. */
    Optional<Long> fire(Task task, Opening opening) {
        return database.change(handle -> {
            Instant planned = task.nextRunAt().orElseThrow();
            Long next = Columns.millis(task.entry().spec().schedule().map(schedule -> schedule.next(clock.instant())));
            int taken = handle.createUpdate(
                            "UPDATE sync_task SET next_run_at = :next WHERE id = :id AND next_run_at = :planned AND version = :version")
                    .bind("next", next)
                    .bind("id", task.id())
                    .bind("planned", planned.toEpochMilli())
                    .bind("version", task.version())
                    .execute();
            if (taken == 0) {
                return Optional.empty();
            }
            Wish wish = Wish.of(task, Trigger.SCHEDULE, "");
            Optional<Running> running = running(handle, wish.taskId());
            boolean waits = running.isPresent()
                    && wish.overlap() == Overlap.QUEUE
                    && !running.get().hasQueued();
            State state = running.isEmpty() ? State.RUNNING : waits ? State.QUEUED : State.SKIPPED;
            Reason reason = state == State.SKIPPED ? Reason.OVERLAP : Reason.NONE;
            return Optional.of(insert(handle, wish, Optional.of(planned), state, reason, opening));
        });
    }

    /** See {@link ExecutionStore#beginQueued}. */
    void beginQueued(Opening opening) {
        List<Long> queued = database.read(
                handle -> handle.createQuery("SELECT id FROM sync_execution WHERE state = 'QUEUED' ORDER BY id")
                        .mapTo(Long.class)
                        .list());
        for (long id : queued) {
            database.run(handle -> {
                Execution execution = ExecutionRows.get(handle, id);
                Optional<Running> running = running(handle, execution.taskId());
                boolean free = running.isEmpty() || running.get().isOnlyQueued();
                if (free && moved(handle, id, State.QUEUED, State.RUNNING)) {
                    opening.open(handle.getConnection(), id, execution.parallelism(), execution.priority());
                }
            });
        }
    }

    /**
     * What of a task is under way.
     *
     * @param id of the one that runs, or else is queued
     */
    private record Running(long id, boolean isOnlyQueued, boolean hasQueued) {}

    /** Nobody begins another one until this transaction ends. */
    private Optional<Running> running(Handle handle, Optional<Long> task) {
        if (task.isEmpty()) {
            return Optional.empty();
        }
        handle.createQuery("SELECT id FROM sync_task WHERE id = :id"
                        + database.dialect().lock())
                .bind("id", task.get())
                .mapTo(Long.class)
                .findOne();
        List<Execution> open = handle.createQuery("SELECT " + ExecutionRows.COLUMNS
                        + " FROM sync_execution WHERE task_id = :task AND state IN ('QUEUED', 'RUNNING') ORDER BY id")
                .bind("task", task.get())
                .map((row, context) -> ExecutionRows.read(row))
                .list();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Optional<Execution> first =
                open.stream().filter(each -> each.state() == State.RUNNING).findFirst();
        return Optional.of(new Running(
                first.orElse(open.get(0)).id(),
                first.isEmpty(),
                open.stream().anyMatch(each -> each.state() == State.QUEUED)));
    }

    private long insert(
            Handle handle, Wish wish, Optional<Instant> planned, State state, Reason reason, Opening opening) {
        long now = clock.millis();
        long id = Tally.NONE
                .bind(handle.createUpdate("""
                        INSERT INTO sync_execution (task_id, name, trigger, planned_at, requested_by, retry_of, spec, priority,
                          parallelism, state, reason, message, prepared, created_at, started_at, finished_at,\s""" + Tally.COLUMNS + """
                                ) VALUES (:task, :name, :trigger, :planned, :by, :retry_of, :spec, :priority,
                                  :parallelism, :state, :reason, '', :prepared, :now, :started, :finished,\s""" + Tally.VALUES + ")"))
                .bind("task", wish.taskId().orElse(null))
                .bind("name", wish.name())
                .bind("trigger", wish.trigger().name())
                .bind("planned", Columns.millis(planned))
                .bind("by", wish.requestedBy())
                .bind("retry_of", wish.retryOf().orElse(null))
                .bind("spec", wish.specText())
                .bind("priority", wish.priority())
                .bind("parallelism", wish.parallelism())
                .bind("state", state.name())
                .bind("reason", reason.name())
                .bind("prepared", !wish.units().isEmpty())
                .bind("now", now)
                .bind("started", state == State.RUNNING ? now : null)
                .bind("finished", state.isFinal() ? now : null)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        UnitStore.insert(handle, id, wish.units());
        if (state == State.RUNNING) {
            opening.open(handle.getConnection(), id, wish.parallelism(), wish.priority());
        }
        return id;
    }

    private boolean moved(Handle handle, long id, State from, State to) {
        return handle.createUpdate(
                                "UPDATE sync_execution SET state = :to, started_at = :now WHERE id = :id AND state = :from")
                        .bind("to", to.name())
                        .bind("from", from.name())
                        .bind("now", clock.millis())
                        .bind("id", id)
                        .execute()
                == 1;
    }
}
