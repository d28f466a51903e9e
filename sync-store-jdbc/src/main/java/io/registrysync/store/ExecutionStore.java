package io.registrysync.store;

import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.StoreException.Kind;
import io.registrysync.store.TaskEntry.Overlap;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Executions from the wish to the end. What becomes of them is decided here, within transactions. */
public final class ExecutionStore {
    private static final String COLUMNS = """
            id, task_id, name, trigger, planned_at, requested_by, retry_of, spec, priority, parallelism, state, reason,
            message, prepared, stop_requested_at, stop_requested_by, created_at, started_at, finished_at,\s""" + Tally.COLUMNS;

    private final Database database;
    private final DeliveryStore deliveries;
    private final InstantSource clock;

    ExecutionStore(Database database, DeliveryStore deliveries, InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.clock = clock;
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

    /**
     * Runs a task whose time has come, once for all nodes, and notes when it comes next. Where the task runs already the
     * execution is queued, or skipped.
     *
     * @param task as it was read
     * @return the execution; empty where another node was faster, or the task was changed
     */
    public Optional<Long> fire(Task task, Opening opening) {
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

    /** Begins those that are queued and no longer have to wait. */
    public void beginQueued(Opening opening) {
        List<Long> queued = database.read(
                handle -> handle.createQuery("SELECT id FROM sync_execution WHERE state = 'QUEUED' ORDER BY id")
                        .mapTo(Long.class)
                        .list());
        for (long id : queued) {
            database.run(handle -> {
                Execution execution = get(handle, id);
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
        List<Execution> open = handle.createQuery("SELECT " + COLUMNS
                        + " FROM sync_execution WHERE task_id = :task AND state IN ('QUEUED', 'RUNNING') ORDER BY id")
                .bind("task", task.get())
                .map((row, context) -> execution(row))
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
            Execution execution = get(handle, id);
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
        return database.change(handle -> {
            Optional<Execution> open = handle.createQuery("SELECT " + COLUMNS
                            + " FROM sync_execution WHERE id = :id AND state IN ('QUEUED', 'RUNNING')"
                            + database.dialect().lock())
                    .bind("id", id)
                    .map((row, context) -> execution(row))
                    .findOne();
            if (open.isEmpty() || !isOver(handle, open.get())) {
                return Optional.empty();
            }
            Tally tally = handle.createQuery(
                            "SELECT " + Tally.SUMS + " FROM sync_execution_unit WHERE execution_id = :id")
                    .bind("id", id)
                    .map((row, context) -> Tally.read(row))
                    .one();
            boolean failed = handle.createQuery(
                                    "SELECT COUNT(*) FROM sync_execution_unit WHERE execution_id = :id AND state = 'FAILED'")
                            .bind("id", id)
                            .mapTo(Long.class)
                            .one()
                    > 0;
            Reason reason =
                    open.get().stopRequestedAt().isPresent() ? Reason.STOPPED : failed ? Reason.IMAGES : Reason.NONE;
            return Optional.of(end(handle, id, reason, open.get().message(), tally, messages));
        });
    }

    private static boolean isOver(Handle handle, Execution execution) {
        if (!execution.prepared() || execution.state() == State.QUEUED) {
            return execution.stopRequestedAt().isPresent();
        }
        return handle.createQuery("""
                                SELECT COUNT(*) FROM sync_execution_unit
                                WHERE execution_id = :id AND state IN ('PENDING', 'RUNNING')""")
                        .bind("id", execution.id())
                        .mapTo(Long.class)
                        .one()
                == 0;
    }

    /**
     * Ends an execution that cannot begin.
     *
     * @param message why
     * @return the execution as it ended; empty where it was ended before
     */
    public Optional<Execution> fail(long id, String message, Function<Execution, List<Delivery.Draft>> messages) {
        return database.change(handle -> {
            Execution execution = get(handle, id);
            return execution.state().isFinal()
                    ? Optional.empty()
                    : Optional.of(end(handle, id, Reason.ERROR, message, execution.tally(), messages));
        });
    }

    private Execution end(
            Handle handle,
            long id,
            Reason reason,
            String message,
            Tally tally,
            Function<Execution, List<Delivery.Draft>> messages) {
        State state = reason == Reason.NONE ? State.SUCCEEDED : State.FAILED;
        tally.bind(handle.createUpdate("""
                        UPDATE sync_execution SET state = :state, reason = :reason, message = :message,
                          finished_at = :now, started_at = COALESCE(started_at, :now),\s""" + Tally.ASSIGNMENTS + " WHERE id = :id"))
                .bind("state", state.name())
                .bind("reason", reason.name())
                .bind("message", message)
                .bind("now", clock.millis())
                .bind("id", id)
                .execute();
        handle.createUpdate("DELETE FROM sync_execution_progress WHERE execution_id = :id")
                .bind("id", id)
                .execute();
        Execution ended = get(handle, id);
        deliveries.insert(handle, messages.apply(ended));
        return ended;
    }

    // ---- looking --------------------------------------------------------------------------------------------------

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    public Execution get(long id) {
        return database.read(handle -> get(handle, id));
    }

    /** The last one of a task that was over before another one began: succeeded or failed, and not stopped. */
    public Optional<Execution> before(Execution execution) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + """
                         FROM sync_execution
                        WHERE task_id = :task AND id < :id AND state IN ('SUCCEEDED', 'FAILED') AND reason <> 'STOPPED'
                        ORDER BY id DESC LIMIT 1""")
                .bind("task", execution.taskId().orElse(null))
                .bind("id", execution.id())
                .map((row, context) -> execution(row))
                .findOne());
    }

    /** The last one that each of these tasks has begun, by the id of the task; none where it never ran. */
    public Map<Long, Execution> latest(Collection<Long> tasks) {
        if (tasks.isEmpty()) {
            return Map.of();
        }
        return database
                .read(handle -> handle.createQuery("SELECT " + COLUMNS + """
                                 FROM sync_execution
                                WHERE id IN (SELECT MAX(id) FROM sync_execution WHERE task_id IN (<tasks>) GROUP BY task_id)""")
                        .bindList("tasks", List.copyOf(tasks))
                        .map((row, context) -> execution(row))
                        .list())
                .stream()
                .collect(Collectors.toMap(execution -> execution.taskId().orElseThrow(), Function.identity()));
    }

    /**
     * Which executions are wanted.
     *
     * @param states none for all
     * @param text   that the name contains, in whatever case
     * @param from   created then or later
     * @param to     created before
     */
    public record Filter(
            List<State> states, Optional<Long> taskId, String text, Optional<Instant> from, Optional<Instant> to) {
        /** All of them. */
        public static final Filter ALL =
                new Filter(List.of(), Optional.empty(), "", Optional.empty(), Optional.empty());

        /** Freezes the list. */
        public Filter {
            states = List.copyOf(states);
        }

        private String where() {
            List<String> conditions = new ArrayList<>(List.of("1 = 1"));
            if (!states.isEmpty()) {
                conditions.add("state IN (<states>)");
            }
            taskId.ifPresent(id -> conditions.add("task_id = :task"));
            if (!text.isBlank()) {
                conditions.add("LOWER(name) LIKE :text ESCAPE '!'");
            }
            from.ifPresent(time -> conditions.add("created_at >= :from"));
            to.ifPresent(time -> conditions.add("created_at < :to"));
            return String.join(" AND ", conditions);
        }

        private Query bind(Query query) {
            if (!states.isEmpty()) {
                query.bindList("states", states.stream().map(State::name).toList());
            }
            taskId.ifPresent(id -> query.bind("task", id));
            if (!text.isBlank()) {
                query.bind("text", "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
            }
            from.ifPresent(time -> query.bind("from", time.toEpochMilli()));
            to.ifPresent(time -> query.bind("to", time.toEpochMilli()));
            return query;
        }
    }

    /** The latest first. */
    public Page<Execution> list(Filter filter, Page.Slice slice) {
        return database.read(handle -> {
            long total = filter.bind(handle.createQuery("SELECT COUNT(*) FROM sync_execution WHERE " + filter.where()))
                    .mapTo(Long.class)
                    .one();
            List<Execution> items = filter.bind(handle.createQuery("SELECT " + COLUMNS + " FROM sync_execution WHERE "
                            + filter.where() + " ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset"))
                    .bind("limit", slice.limit())
                    .bind("offset", slice.offset())
                    .map((row, context) -> execution(row))
                    .list();
            return new Page<>(items, total);
        });
    }

    private static Execution get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_execution WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> execution(row))
                .findOne()
                .orElseThrow(() -> StoreException.notFound("execution", id));
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                row.getLong("id"),
                Columns.number(row, "task_id"),
                row.getString("name"),
                Trigger.valueOf(row.getString("trigger")),
                Columns.maybeTime(row, "planned_at"),
                row.getString("requested_by"),
                Columns.number(row, "retry_of"),
                row.getString("spec"),
                row.getInt("priority"),
                row.getInt("parallelism"),
                State.valueOf(row.getString("state")),
                Reason.valueOf(row.getString("reason")),
                row.getString("message"),
                row.getBoolean("prepared"),
                Columns.maybeTime(row, "stop_requested_at"),
                Columns.text(row, "stop_requested_by"),
                Columns.time(row, "created_at"),
                Columns.maybeTime(row, "started_at"),
                Columns.maybeTime(row, "finished_at"),
                Tally.read(row));
    }
}
