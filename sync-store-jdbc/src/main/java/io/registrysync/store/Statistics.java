package io.registrysync.store;

import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Sums over everything, for an overview and for what watches the server. */
public final class Statistics {
    /** Every zone's days begin at a multiple of it. */
    private static final long QUARTER = Duration.ofMinutes(15).toMillis();

    private final Database database;
    private final InstantSource clock;

    Statistics(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How much there is.
     *
     * @param executions by state; those that are missing are 0
     */
    public record Counts(long tasks, long enabledTasks, long registries, Map<State, Long> executions) {
        /** Freezes the map. */
        public Counts {
            executions = Map.copyOf(executions);
        }

        /** Executions in a state. */
        public long executions(State state) {
            return executions.getOrDefault(state, 0L);
        }
    }

    /** How much there is now, by one query. */
    public Counts counts() {
        return database.read(handle -> {
            Map<String, Long> found = new TreeMap<>();
            handle.createQuery("""
                            SELECT state AS what, COUNT(*) AS n FROM sync_execution GROUP BY state
                            UNION ALL SELECT 'tasks', COUNT(*) FROM sync_task
                            UNION ALL SELECT 'enabled', COUNT(*) FROM sync_task WHERE enabled = TRUE
                            UNION ALL SELECT 'registries', COUNT(*) FROM sync_registry""")
                    .map((row, context) -> Map.entry(row.getString("what"), row.getLong("n")))
                    .forEach(each -> found.put(each.getKey(), each.getValue()));
            Map<State, Long> executions = new EnumMap<>(State.class);
            for (State state : State.values()) {
                executions.put(state, found.getOrDefault(state.name(), 0L));
            }
            return new Counts(
                    found.getOrDefault("tasks", 0L),
                    found.getOrDefault("enabled", 0L),
                    found.getOrDefault("registries", 0L),
                    executions);
        });
    }

    /**
     * What ended on a day.
     *
     * @param stopped by somebody; not among {@code failed}
     * @param bytes   sent to targets
     */
    public record Day(LocalDate date, long succeeded, long failed, long stopped, long images, long bytes) {
        private Day plus(Day other) {
            return new Day(
                    date,
                    succeeded + other.succeeded,
                    failed + other.failed,
                    stopped + other.stopped,
                    images + other.images,
                    bytes + other.bytes);
        }
    }

    /**
     * What ended on each of the last days, today last; days without anything have zeros.
     *
     * @param zone says when a day begins
     * @param days 1 or more
     */
    public List<Day> days(ZoneId zone, int days) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        LocalDate first = today.minusDays(days - 1L);
        Map<LocalDate, Day> sums = new TreeMap<>();
        first.datesUntil(today.plusDays(1)).forEach(date -> sums.put(date, new Day(date, 0, 0, 0, 0, 0)));
        database.read(handle -> handle.createQuery("""
                        SELECT created_at / :quarter AS quarter, state, reason, COUNT(*) AS n,
                          SUM(images_copied) AS images, SUM(bytes_sent) AS bytes
                        FROM sync_execution WHERE created_at >= :since AND state IN ('SUCCEEDED', 'FAILED')
                        GROUP BY created_at / :quarter, state, reason""".replace(":quarter", String.valueOf(QUARTER)))
                        .bind("since", first.atStartOfDay(zone).toInstant().toEpochMilli())
                        .map((row, context) -> day(row, zone))
                        .list())
                .forEach(day -> sums.computeIfPresent(day.date(), (date, sum) -> sum.plus(day)));
        return List.copyOf(sums.values());
    }

    private static Day day(ResultSet row, ZoneId zone) throws SQLException {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(row.getLong("quarter") * QUARTER), zone);
        long count = row.getLong("n");
        boolean succeeded = State.SUCCEEDED.name().equals(row.getString("state"));
        boolean stopped = Reason.STOPPED.name().equals(row.getString("reason"));
        return new Day(
                date,
                succeeded ? count : 0,
                succeeded || stopped ? 0 : count,
                stopped ? count : 0,
                row.getLong("images"),
                row.getLong("bytes"));
    }

    /**
     * How a task has done.
     *
     * @param last        the last execution that succeeded or failed and was not stopped; absent where there was none
     * @param lastState   how that one ended
     * @param lastSuccess when it last succeeded
     * @param failures    how often it failed since it last succeeded
     */
    public record TaskRecord(
            Task task, Optional<Long> last, Optional<State> lastState, Optional<Instant> lastSuccess, long failures) {}

    /** How the tasks have done, by name. */
    public List<TaskRecord> tasks() {
        return database.read(handle -> {
            List<Task> tasks = TaskStore.list(handle);
            Map<Long, TaskRecord> records = new TreeMap<>();
            ended(handle, tasks).forEach(each -> records.put(each.task().id(), each));
            return tasks.stream()
                    .map(task -> records.getOrDefault(
                            task.id(), new TaskRecord(task, Optional.empty(), Optional.empty(), Optional.empty(), 0)))
                    .toList();
        });
    }

    private static List<TaskRecord> ended(Handle handle, List<Task> tasks) {
        Map<Long, Task> byId = new TreeMap<>();
        tasks.forEach(task -> byId.put(task.id(), task));
        return handle
                .createQuery("""
                        SELECT e.task_id, e.last_id, e.success_at, l.state,
                          (SELECT COUNT(*) FROM sync_execution f
                            WHERE f.task_id = e.task_id AND f.state = 'FAILED' AND f.reason <> 'STOPPED'
                              AND f.id > COALESCE(e.success_id, 0)) AS failures
                        FROM (SELECT task_id, MAX(id) AS last_id,
                            MAX(CASE WHEN state = 'SUCCEEDED' THEN id END) AS success_id,
                            MAX(CASE WHEN state = 'SUCCEEDED' THEN finished_at END) AS success_at
                          FROM sync_execution
                          WHERE task_id IS NOT NULL AND state IN ('SUCCEEDED', 'FAILED') AND reason <> 'STOPPED'
                          GROUP BY task_id) e
                        JOIN sync_execution l ON l.id = e.last_id""")
                .map((row, context) -> {
                    Optional<Task> task = Optional.ofNullable(byId.get(row.getLong("task_id")));
                    long last = row.getLong("last_id");
                    State state = State.valueOf(row.getString("state"));
                    Optional<Instant> success = Columns.maybeTime(row, "success_at");
                    long failures = row.getLong("failures");
                    return task.map(
                            known -> new TaskRecord(known, Optional.of(last), Optional.of(state), success, failures));
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * What is being done and what waits, over all nodes.
     *
     * @param lanes      that executions have
     * @param busyLanes  that a node works on
     * @param deliveries by state; those that are missing are 0
     * @param lateness   how long the message that waits longest should have been tried; zero where none is late
     */
    public record Load(
            long queuedExecutions,
            long runningExecutions,
            long pendingUnits,
            long runningUnits,
            long lanes,
            long busyLanes,
            Map<Delivery.State, Long> deliveries,
            Duration lateness) {
        /** Freezes the map. */
        public Load {
            deliveries = Map.copyOf(deliveries);
        }
    }

    /** What is being done and what waits, by one query. */
    public Load load() {
        return database.read(handle -> {
            Map<String, Long> found = new TreeMap<>();
            handle.createQuery("""
                            SELECT 'execution ' || state AS what, COUNT(*) AS n FROM sync_execution
                              WHERE state IN ('QUEUED', 'RUNNING') GROUP BY state
                            UNION ALL SELECT 'unit ' || u.state, COUNT(*) FROM sync_execution_unit u
                              JOIN sync_execution e ON e.id = u.execution_id AND e.state IN ('QUEUED', 'RUNNING')
                              WHERE u.state IN ('PENDING', 'RUNNING') GROUP BY u.state
                            UNION ALL SELECT 'lanes', COUNT(*) FROM sync_lane
                            UNION ALL SELECT 'busy', COUNT(*) FROM sync_lane WHERE picked = TRUE
                            UNION ALL SELECT 'delivery ' || state, COUNT(*) FROM sync_delivery GROUP BY state
                            UNION ALL SELECT 'due', COALESCE(MIN(next_try_at), 0) FROM sync_delivery
                              WHERE next_try_at IS NOT NULL""")
                    .map((row, context) -> Map.entry(row.getString("what"), row.getLong("n")))
                    .forEach(each -> found.put(each.getKey(), each.getValue()));
            Map<Delivery.State, Long> deliveries = new EnumMap<>(Delivery.State.class);
            for (Delivery.State state : Delivery.State.values()) {
                deliveries.put(state, found.getOrDefault("delivery " + state, 0L));
            }
            long due = found.getOrDefault("due", 0L);
            return new Load(
                    found.getOrDefault("execution QUEUED", 0L),
                    found.getOrDefault("execution RUNNING", 0L),
                    found.getOrDefault("unit PENDING", 0L),
                    found.getOrDefault("unit RUNNING", 0L),
                    found.getOrDefault("lanes", 0L),
                    found.getOrDefault("busy", 0L),
                    deliveries,
                    Duration.ofMillis(due == 0 ? 0 : Math.max(0, clock.millis() - due)));
        });
    }
}
