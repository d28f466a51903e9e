package io.registrysync.bench;

import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.Target;
import io.registrysync.store.Execution.State;
import io.registrysync.store.ExecutionStore.Filter;
import io.registrysync.store.KeyRing;
import io.registrysync.store.LogLine;
import io.registrysync.store.Page;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.Retention;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A store with a long history: how long its pages take, and how long somebody who writes waits while half of it is
 * purged. Arguments: the address of an empty database, the number of executions, lines of log for each.
 */
public final class LargeStore {
    private static final int TASKS = 50;
    private static final int UNITS = 3;
    private static final Duration HISTORY = Duration.ofDays(100);
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final Store store;
    private final int executions;
    private final int lines;

    private final Instant now;

    /** One whose history ends at {@code now}. */
    LargeStore(Store store, int executions, int lines, Instant now) {
        this.now = now;
        this.store = store;
        this.executions = executions;
        this.lines = lines;
    }

    /** Fills and measures. */
    public static void main(String[] arguments) throws SQLException {
        try (Store store = Store.at(arguments[0])
                .credentials("sync", "")
                .keys(KeyRing.parse("bench:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                .clock(() -> NOW)
                .open()) {
            LargeStore large =
                    new LargeStore(store, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), NOW);
            large.fill();
            large.pages();
            large.writer("alone", large::idle);
            large.writer("during the purge", large::purge);
        }
    }

    void fill() throws SQLException {
        long begin = System.nanoTime();
        store.registries().add(RegistryEntry.at("src", "src.example.com"), SecretChange.keep());
        store.registries().add(RegistryEntry.at("dst", "dst.example.com"), SecretChange.keep());
        List<SyncSpec> specs = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            specs.add(SyncSpec.of("task " + i, Source.project("src", "team-" + i), Target.registry("dst")));
            store.tasks().add(TaskEntry.of(specs.get(i)));
        }
        try (Connection connection = store.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (int from = 1; from <= executions; from += 1000) {
                executions(connection, specs, from, Math.min(executions, from + 999));
                connection.commit();
            }
        }
        for (int execution = 1; execution <= executions; execution++) {
            store.logs().append(execution, log(execution));
        }
        say("filled: %d executions, %d lines, in %d s", executions, (long) executions * lines, seconds(begin));
    }

    private void executions(Connection connection, List<SyncSpec> specs, int first, int last) throws SQLException {
        String zeros = ", 5, 4, 0, 0, 1, 9, 8, 1, 0, 1000000, 900000, 100000";
        String tally = "images_total, images_copied, images_unchanged, images_skipped, images_failed, blobs_total,"
                + " blobs_uploaded, blobs_present, blobs_failed, bytes_total, bytes_sent, bytes_present";
        try (PreparedStatement execution = connection.prepareStatement(
                        "INSERT INTO sync_execution (id, task_id, name, trigger, requested_by, spec, priority, parallelism,"
                                + " state, reason, message, prepared, created_at, started_at, finished_at, " + tally
                                + ") VALUES (?, ?, ?, 'MANUAL', 'bench', ?, 0, 4, ?, ?, '', TRUE, ?, ?, ?" + zeros
                                + ")");
                PreparedStatement unit = connection.prepareStatement(
                        "INSERT INTO sync_execution_unit (id, execution_id, source, targets, part, registries, state,"
                                + " attempt, message, started_at, finished_at, " + tally
                                + ") VALUES (?, ?, ?, ?, '', '1,2', ?, 1, '', ?, ?" + zeros + ")");
                PreparedStatement image = connection.prepareStatement(
                        "INSERT INTO sync_unit_tag (unit_id, number, source, target, status, reason, hint) VALUES"
                                + " (?, ?, ?, ?, 'COPIED', '', '')")) {
            for (int id = first; id <= last; id++) {
                SyncSpec spec = specs.get(id % TASKS);
                String state = id % 10 == 0 ? "FAILED" : "SUCCEEDED";
                long at = now.toEpochMilli() - HISTORY.toMillis() / executions * (executions - id);
                bind(
                        execution,
                        id,
                        id % TASKS + 1,
                        spec.name(),
                        spec.toYaml(),
                        state,
                        state.equals("FAILED") ? "IMAGES" : "NONE",
                        at,
                        at,
                        at + 60_000);
                for (int number = 1; number <= UNITS; number++) {
                    int unitId = (id - 1) * UNITS + number;
                    String repository = "team/service-" + number;
                    bind(
                            unit,
                            unitId,
                            id,
                            "src.example.com/" + repository,
                            "dst.example.com/" + repository,
                            state,
                            at,
                            at);
                    for (int tag = 0; tag < 4; tag++) {
                        String name = repository + ":v1." + tag;
                        bind(image, unitId, tag, "src.example.com/" + name, "dst.example.com/" + name);
                    }
                }
            }
            execution.executeBatch();
            unit.executeBatch();
            image.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private List<LogLine> log(int execution) {
        Random random = new Random(execution);
        List<LogLine> log = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            log.add(new LogLine(
                    now,
                    LogLine.Level.INFO,
                    "copied team/service-" + line % UNITS + ":v1." + line + " sha256:"
                            + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())));
        }
        return log;
    }

    private void pages() {
        Filter all = Filter.ALL;
        page("first page", all, 0);
        page("page 500", all, 10_000);
        page("failed", new Filter(List.of(State.FAILED), List.of(), all.taskId(), "", all.from(), all.to()), 0);
        page("of a task", new Filter(List.of(), List.of(), Optional.of(7L), "", all.from(), all.to()), 0);
        page("by name", new Filter(List.of(), List.of(), all.taskId(), "SK 4", all.from(), all.to()), 0);
        Instant week = now.minus(Duration.ofDays(7));
        page("of a week", new Filter(List.of(), List.of(), all.taskId(), "", Optional.of(week), all.to()), 0);
        timed("end of a log", 50, () -> store.logs().read(executions / 2, Math.max(1, lines - 20), 20, any -> true));
        timed("units of one", 50, () -> store.units().list(executions / 2, List.of(), new Page.Slice(0, 50)));
    }

    private void page(String what, Filter filter, long offset) {
        timed(what, 50, () -> store.executions().list(filter, new Page.Slice(offset, 20)));
    }

    private static void timed(String what, int times, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        double first = (System.nanoTime() - begin) / 1e6;
        say("%-14s first call %7.1f ms, then %s", what, first, times(times, work));
    }

    private static String times(int count, Runnable work) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - begin;
        }
        return summary(nanos);
    }

    private static String summary(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "median %7.1f ms, 99 %% %7.1f ms, worst %7.1f ms (%d times)",
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6,
                nanos.length);
    }

    /** Writes every 10 ms, as a run does that says how far it is, until the work beside it is over. */
    private void writer(String when, Runnable beside) {
        AtomicBoolean stop = new AtomicBoolean();
        List<Long> nanos = new ArrayList<>();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 0; !stop.get(); i++) {
                long begin = System.nanoTime();
                store.settings().put(Map.of("progress", "" + i));
                nanos.add(System.nanoTime() - begin);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        });
        beside.run();
        stop.set(true);
        writer.join();
        say(
                "a write %s: %s",
                when, summary(nanos.stream().mapToLong(Long::longValue).toArray()));
    }

    private void idle() {
        LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
    }

    private void purge() {
        Duration half = HISTORY.dividedBy(2);
        Retention.Policy policy = new Retention.Policy(half, executions, half, half, half, half, half);
        long begin = System.nanoTime();
        say("purged %d executions", store.retention().purge(policy, () -> false).executions());
        say("in %d s", seconds(begin));
    }

    private static long seconds(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
