package io.registrysync.store;

import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.StoreException.Kind;
import io.registrysync.store.TaskEntry.Overlap;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Executions from the wish to the end. What becomes of them is decided in this room, within transactions. */
public final class ExecutionStore {
    private final Database database;
    private final InstantSource clock;
    private final ExecutionBeginnings beginnings;
    private final ExecutionEndings endings;
    private final ExecutionQueries queries;

    ExecutionStore(Database database, DeliveryStore deliveries, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.beginnings = new ExecutionBeginnings(database, clock);
        this.endings = new ExecutionEndings(database, deliveries, clock);
        this.queries = new ExecutionQueries(database);
    }

    /** Gives an execution that begins the lanes that work on it, within the transaction in which it begins. */
    @FunctionalInterface
    public interface Opening {
        /** Called with the transaction's connection, which is not to be closed. */
        void open(Connection connection, long execution, int parallelism, int priority);
    }

    /**
     * What is to be run.
     *
     * @param units of a retry; empty where they are to be found
     */
    public record Wish(
            Optional<Long> taskId,
            String name,
            Trigger trigger,
            String requestedBy,
            Optional<Long> retryOf,
            String specText,
            int priority,
            int parallelism,
            Overlap overlap,
            List<Unit.Draft> units) {
        /** Freezes the list. */
        public Wish {
            units = List.copyOf(units);
        }

        /** To run a task as it is now. */
        public static Wish of(Task task, Trigger trigger, String requestedBy) {
            return new Wish(
                    Optional.of(task.id()),
                    task.name(),
                    trigger,
                    requestedBy,
                    Optional.empty(),
                    task.entry().spec().toYaml(),
                    task.entry().priority(),
                    task.entry().parallelism(),
                    task.entry().overlap(),
                    List.of());
        }
    }

    // ---- beginning ------------------------------------------------------------------------------------------------

    /**
     * Begins one, or queues it behind another one of its task.
     *
     * @return its id
     * @throws StoreException of kind {@link Kind#WRONG_STATE} where the task runs and does not queue, or one is queued
     */
    public long begin(Wish wish, Opening opening) {
        return beginnings.begin(wish, opening);
    }

    /**
     * Runs a task whose time has come, once for all nodes, and notes when it comes next. Where the task runs already the
     * execution is queued, or skipped.
     *
     * @param task as it was read
     * @return the execution; empty where another node was faster, or the task was changed
     */
    public Optional<Long> fire(Task task, Opening opening) {
        return beginnings.fire(task, opening);
    }

    /** Begins those that are queued and no longer have to wait. */
    public void beginQueued(Opening opening) {
        beginnings.beginQueued(opening);
    }

    // ---- the course -----------------------------------------------------------------------------------------------

    /**
     * Notes what an execution consists of. Of two that find it out, the first one counts.
     *
     * @param message what there is to say of the whole; empty for nothing
     */
    public void prepared(long id, List<Unit.Draft> units, String message) {
        database.run(handle -> {
            int first = handle.createUpdate("""
                            UPDATE sync_execution SET prepared = TRUE, message = :message
                            WHERE id = :id AND prepared = FALSE AND state = 'RUNNING' AND stop_requested_at IS NULL""")
                    .bind("message", message)
                    .bind("id", id)
                    .execute();
            if (first == 1) {
                UnitStore.insert(handle, id, units);
            }
        });
    }

    /**
     * Lets an execution stop: what has not begun does not begin, what runs is stopped by whoever runs it.
     *
     * @throws StoreException of kind {@link Kind#WRONG_STATE} where it is over
     */
    public void requestStop(long id, String by) {
        database.run(handle -> {
            Execution execution = ExecutionRows.get(handle, id);
            if (execution.state().isFinal()) {
                throw StoreException.of(Kind.WRONG_STATE, "execution " + id + " is over already");
            }
            handle.createUpdate("""
                            UPDATE sync_execution SET stop_requested_at = :now, stop_requested_by = :by
                            WHERE id = :id AND stop_requested_at IS NULL""")
                    .bind("now", clock.millis())
                    .bind("by", by)
                    .bind("id", id)
                    .execute();
            UnitStore.cancelPending(handle, id, clock.millis());
        });
    }

    /** Those that are under way and are to stop. */
    public List<Long> stopping() {
        return database.read(handle -> handle.createQuery("""
                        SELECT id FROM sync_execution
                        WHERE state IN ('QUEUED', 'RUNNING') AND stop_requested_at IS NOT NULL ORDER BY id""").mapTo(Long.class).list());
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    /**
     * Ends an execution of which nothing is left to do, and puts into the outbox what is to be told. How it ended is
     * computed from its units.
     *
     * @param messages is asked within the transaction, once
     * @return the execution as it ended; empty where something is left, or it was ended before
     */
    public Optional<Execution> close(long id, Function<Execution, List<Delivery.Draft>> messages) {
        return endings.close(id, messages);
    }

    /**
     * Ends an execution that cannot begin.
     *
     * @param message why
     * @return the execution as it ended; empty where it was ended before
     */
    public Optional<Execution> fail(long id, String message, Function<Execution, List<Delivery.Draft>> messages) {
        return endings.fail(id, message, messages);
    }

    // ---- looking --------------------------------------------------------------------------------------------------

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    public Execution get(long id) {
        return database.read(handle -> ExecutionRows.get(handle, id));
    }

    /** The last one of a task that was over before another one began: succeeded or failed, and not stopped. */
    public Optional<Execution> before(Execution execution) {
        return queries.before(execution);
    }

    /**
     * What each of these tasks does, or did last, by the id of the task: what runs before what waits, and that before what
     * is over. Skipped runs never were, so they do not count. None where the task never ran.
     */
    public Map<Long, Execution> latest(Collection<Long> tasks) {
        return queries.latest(tasks);
    }

    /**
     * Which executions are wanted.
     *
     * @param states  none for all
     * @param reasons why they ended so; none for all
     * @param text   that the name contains, or what went wrong, in whatever case
     * @param from   created then or later
     * @param to     created before
     */
    public record Filter(
            List<State> states,
            List<Reason> reasons,
            Optional<Long> taskId,
            String text,
            Optional<Instant> from,
            Optional<Instant> to) {
        /** All of them. */
        public static final Filter ALL =
                new Filter(List.of(), List.of(), Optional.empty(), "", Optional.empty(), Optional.empty());

        /** Freezes the lists. */
        public Filter {
            states = List.copyOf(states);
            reasons = List.copyOf(reasons);
        }
    }

    /** The latest first. */
    public Page<Execution> list(Filter filter, Page.Slice slice) {
        return queries.list(filter, slice);
    }
}
