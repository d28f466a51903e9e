package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.store.Execution.State;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.sync.SyncProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatisticsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-10T20:00:00Z"));

    @ParameterizedTest
    @EnumSource
    void counts_what_there_is(Databases databases) {
        try (Store store = databases.open(now::get)) {
            assertThat(store.statistics().counts().executions()).containsEntry(State.FAILED, 0L);
            Task task = Samples.task(store, "nightly", "");
            store.tasks().setEnabled(Samples.task(store, "other", "").id(), false);
            run(store, task, Unit.State.SUCCEEDED, 5);
            store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), (a, b, c, d) -> {});

            Statistics.Counts counts = store.statistics().counts();
            assertThat(counts.tasks()).isEqualTo(2);
            assertThat(counts.enabledTasks()).isEqualTo(1);
            assertThat(counts.registries()).isEqualTo(2);
            assertThat(counts.executions())
                    .isEqualTo(Map.of(
                            State.QUEUED,
                            0L,
                            State.RUNNING,
                            1L,
                            State.SUCCEEDED,
                            1L,
                            State.FAILED,
                            0L,
                            State.SKIPPED,
                            0L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_day_begins_when_it_does_in_the_zone(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            now.set(Instant.parse("2026-03-09T15:59:00Z")); // 23:59 in Shanghai
            run(store, task, Unit.State.SUCCEEDED, 7);
            now.set(Instant.parse("2026-03-09T16:01:00Z")); // 00:01 the next day
            run(store, task, Unit.State.FAILED, 11);
            long stopped = store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), (a, b, c, d) -> {});
            store.executions().requestStop(stopped, "bob");
            store.executions().close(stopped, over -> List.of());

            List<Statistics.Day> days = store.statistics().days(ZoneId.of("Asia/Shanghai"), 3);
            assertThat(days)
                    .containsExactly(
                            new Statistics.Day(LocalDate.parse("2026-03-08"), 0, 0, 0, 0, 0),
                            new Statistics.Day(LocalDate.parse("2026-03-09"), 1, 0, 0, 1, 7),
                            new Statistics.Day(LocalDate.parse("2026-03-10"), 0, 1, 1, 1, 11));
        }
    }

    @ParameterizedTest
    @EnumSource
    void knows_how_often_a_task_failed_since_it_succeeded(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            Task fresh = Samples.task(store, "fresh", "");
            run(store, task, Unit.State.FAILED, 1);
            Instant good = now.get();
            run(store, task, Unit.State.SUCCEEDED, 1);
            now.updateAndGet(time -> time.plusSeconds(60));
            run(store, task, Unit.State.FAILED, 1);
            long last = run(store, task, Unit.State.FAILED, 1);

            List<Statistics.TaskRecord> records = store.statistics().tasks();
            assertThat(records).extracting(each -> each.task().id()).containsExactly(fresh.id(), task.id());
            assertThat(records.get(0).last()).isEmpty();
            Statistics.TaskRecord nightly = records.get(1);
            assertThat(nightly.last()).contains(last);
            assertThat(nightly.lastState()).contains(State.FAILED);
            assertThat(nightly.lastSuccess()).contains(good);
            assertThat(nightly.failures()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void says_what_waits(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            long id = store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), (a, b, c, d) -> {});
            store.executions().prepared(id, List.of(draft("a"), draft("b"), draft("c")), "");
            assertThat(store.units().claim(id, "lane-1", "node")).isPresent();
            long channel = store.channels().add(new ChannelEntry("ops", "webhook", Map.of(), true), Map.of());
            store.deliveries().add(List.of(new Delivery.Draft(channel, id)));
            now.updateAndGet(time -> time.plusSeconds(90));

            Statistics.Load load = store.statistics().load();
            assertThat(load.runningExecutions()).isEqualTo(1);
            assertThat(load.pendingUnits()).isEqualTo(2);
            assertThat(load.runningUnits()).isEqualTo(1);
            assertThat(load.deliveries()).containsEntry(Delivery.State.PENDING, 1L);
            assertThat(load.lateness()).isEqualTo(Duration.ofSeconds(90));
            Optional<Delivery> taken = store.deliveries().take(Duration.ofMinutes(2));
            store.deliveries().sent(taken.orElseThrow(), "");
            assertThat(store.statistics().load().lateness()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void knows_its_database(Databases databases) {
        try (Store store = databases.open(now::get)) {
            assertThat(store.product()).startsWithIgnoringCase(databases.name());
            assertThat(store.connections().orElseThrow().most()).isPositive();
        }
    }

    private static long run(Store store, Task task, Unit.State result, long bytes) {
        long id = store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), (a, b, c, d) -> {});
        store.executions().prepared(id, List.of(draft("a")), "");
        Unit unit = store.units().claim(id, "lane-1", "node").orElseThrow();
        Tally tally = new Tally(
                new SyncProgress.Images(1, 1, 0, 0, 0),
                new SyncProgress.Blobs(1, 1, 0, 0),
                new SyncProgress.Bytes(bytes, bytes, 0));
        store.units().finish(unit, result, "", tally, List.of());
        assertThat(store.executions().close(id, over -> List.of())).isPresent();
        return id;
    }

    private static Unit.Draft draft(String source) {
        return new Unit.Draft(source, "t", "", Set.of(), "");
    }
}
