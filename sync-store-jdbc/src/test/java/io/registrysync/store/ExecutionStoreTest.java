package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.spec.Schedule;
import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.Target;
import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.store.TaskEntry.Overlap;
import io.registrysync.store.ThroughputStore.Sample;
import io.registrysync.sync.SyncProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutionStoreTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final List<Long> opened = new ArrayList<>();
    private final ExecutionStore.Opening opening =
            (connection, execution, parallelism, priority) -> opened.add(execution);

    @ParameterizedTest
    @EnumSource
    void claims_each_unit_once_and_ends_with_its_sums(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = begin(store, nightly(store, Overlap.REFUSE));
            assertThat(opened).containsExactly(id);
            assertThat(store.executions().close(id, none -> List.of())).isEmpty();
            store.executions().prepared(id, List.of(draft("a"), draft("b"), failedDraft("c")), "");

            Unit first = store.units().claim(id, "lane-1", "node-1").orElseThrow();
            Unit second = store.units().claim(id, "lane-2", "node-1").orElseThrow();
            assertThat(store.units().claim(id, "lane-3", "node-2")).isEmpty();
            assertThat(List.of(first.source(), second.source())).containsExactly("a", "b");
            Tally five = new Tally(
                    new SyncProgress.Images(5, 4, 0, 0, 1),
                    new SyncProgress.Blobs(9, 8, 1, 0),
                    new SyncProgress.Bytes(100, 90, 10));
            assertThat(store.units().finish(first, Unit.State.FAILED, "", five, List.of()))
                    .isTrue();
            assertThat(store.executions().close(id, none -> List.of())).isEmpty();
            assertThat(store.units().finish(second, Unit.State.SUCCEEDED, "", five, List.of()))
                    .isTrue();

            Execution ended = store.executions().close(id, none -> List.of()).orElseThrow();
            assertThat(ended.state()).isEqualTo(State.FAILED);
            assertThat(ended.reason()).isEqualTo(Reason.IMAGES);
            assertThat(ended.tally()).isEqualTo(five.plus(five));
            assertThat(ended.isPartial()).isTrue();
            assertThat(store.executions().close(id, none -> List.of())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void gives_a_lane_its_own_unit_back_and_ignores_whoever_had_it_before(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = begin(store, nightly(store, Overlap.REFUSE));
            store.executions().prepared(id, List.of(draft("a")), "");
            Unit dead = store.units().claim(id, "lane-1", "node-1").orElseThrow();
            Unit revived = store.units().claim(id, "lane-1", "node-2").orElseThrow();

            assertThat(revived.id()).isEqualTo(dead.id());
            assertThat(store.units().finish(dead, Unit.State.FAILED, "late", Tally.NONE, List.of()))
                    .isFalse();
            assertThat(store.units().finish(revived, Unit.State.SUCCEEDED, "", Tally.NONE, List.of()))
                    .isTrue();
            assertThat(store.executions()
                            .close(id, none -> List.of())
                            .orElseThrow()
                            .state())
                    .isEqualTo(State.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keeps_to_what_a_registry_may_have_at_once(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = nightly(store, Overlap.REFUSE);
            StoredRegistry registry = store.registries().named("src").orElseThrow();
            RegistryEntry entry = registry.entry();
            RegistryEntry limited = new RegistryEntry(
                    entry.name(),
                    entry.type(),
                    entry.url(),
                    "",
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(1),
                    true);
            store.registries().update(registry.id(), registry.version(), limited, SecretChange.keep());
            long id = begin(store, task);
            Set<Long> here = Set.of(registry.id());
            store.executions()
                    .prepared(
                            id,
                            List.of(
                                    new Unit.Draft("a", "t", "", here, ""),
                                    new Unit.Draft("b", "t", "", here, ""),
                                    new Unit.Draft("free", "t", "", Set.of(), "")),
                            "");

            Unit first = store.units().claim(id, "lane-1", "node").orElseThrow();
            assertThat(store.units().claim(id, "lane-2", "node").orElseThrow().source())
                    .isEqualTo("free");
            assertThat(store.units().claim(id, "lane-3", "node")).isEmpty();
            store.units().finish(first, Unit.State.SUCCEEDED, "", Tally.NONE, List.of());
            assertThat(store.units().claim(id, "lane-3", "node").orElseThrow().source())
                    .isEqualTo("b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fires_once_however_many_nodes_see_the_time(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = nightly(store, Overlap.REFUSE).id();
            assertThat(store.tasks().due()).isEmpty();
            now.set(Instant.parse("2026-03-05T03:00:00Z"));
            Task seenByOne = store.tasks().due().get(0);
            Task seenByOther = store.tasks().due().get(0);

            assertThat(store.executions().fire(seenByOne, opening)).isPresent();
            assertThat(store.executions().fire(seenByOther, opening)).isEmpty();
            assertThat(store.tasks().get(id).nextRunAt()).contains(Instant.parse("2026-03-06T02:00:00Z"));
            assertThat(opened).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void says_why_a_task_does_not_run_twice(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = nightly(store, Overlap.REFUSE);
            long id = begin(store, task);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.executions().begin(Wish.of(task, Trigger.MANUAL, "bob"), opening))
                    .withMessage("the task is running already (execution " + id + "); wait for it, or stop it");
            now.set(Instant.parse("2026-03-02T02:00:00Z"));
            long skipped =
                    store.executions().fire(store.tasks().due().get(0), opening).orElseThrow();
            assertThat(store.executions().get(skipped).state()).isEqualTo(State.SKIPPED);
            assertThat(store.executions().get(skipped).reason()).isEqualTo(Reason.OVERLAP);
            assertThat(opened).containsExactly(id);
            assertThat(latest(store, task)).isEqualTo(id);

            store.executions().fail(id, "no route", none -> List.of());
            assertThat(latest(store, task)).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @EnumSource
    void queues_one_run_behind_another(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = nightly(store, Overlap.QUEUE);
            long first = begin(store, task);
            long second = begin(store, task);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.executions().begin(Wish.of(task, Trigger.MANUAL, "bob"), opening))
                    .withMessage("the task is running, and its next run is waiting already");
            store.executions().beginQueued(opening);
            assertThat(opened).containsExactly(first);
            assertThat(latest(store, task)).isEqualTo(first);

            store.executions().fail(first, "no route", none -> List.of());
            assertThat(latest(store, task)).isEqualTo(second);
            store.executions().beginQueued(opening);
            assertThat(opened).containsExactly(first, second);
            assertThat(store.executions().get(second).state()).isEqualTo(State.RUNNING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stops_what_has_not_begun_and_ends_when_the_rest_has(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = begin(store, nightly(store, Overlap.REFUSE));
            store.executions().prepared(id, List.of(draft("a"), draft("b")), "");
            Unit running = store.units().claim(id, "lane-1", "node").orElseThrow();
            store.executions().requestStop(id, "bob");

            assertThat(store.executions().stopping()).containsExactly(id);
            assertThat(store.units().counts(id)).isEqualTo(Map.of(Unit.State.RUNNING, 1L, Unit.State.CANCELLED, 1L));
            store.units().release(running);
            Execution ended = store.executions().close(id, closed -> List.of()).orElseThrow();
            assertThat(ended.reason()).isEqualTo(Reason.STOPPED);
            assertThat(ended.stopRequestedBy()).contains("bob");
            assertThat(store.executions().stopping()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void finds_executions_by_state_and_name_and_time(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = nightly(store, Overlap.REFUSE);
            for (int i = 0; i < 5; i++) {
                long id = begin(store, task);
                store.executions().fail(id, "no route", none -> List.of());
                now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            }
            Page<Execution> all = store.executions().list(ExecutionStore.Filter.ALL, new Page.Slice(1, 2));
            assertThat(all.total()).isEqualTo(5);
            assertThat(all.items()).extracting(Execution::id).isEqualTo(List.of(opened.get(3), opened.get(2)));
            ExecutionStore.Filter some = new ExecutionStore.Filter(
                    List.of(State.FAILED),
                    List.of(Execution.Reason.ERROR),
                    Optional.of(task.id()),
                    "NIGHT%",
                    Optional.of(Instant.parse("2026-03-01T11:00:00Z")),
                    Optional.of(Instant.parse("2026-03-01T13:00:00Z")));
            assertThat(store.executions().list(some, new Page.Slice(0, 10)).total())
                    .isZero();
            ExecutionStore.Filter named = new ExecutionStore.Filter(
                    some.states(), some.reasons(), some.taskId(), "NIGHTly", some.from(), some.to());
            assertThat(store.executions().list(named, new Page.Slice(0, 10)).total())
                    .isEqualTo(2);
            ExecutionStore.Filter broken = new ExecutionStore.Filter(
                    List.of(), List.of(), Optional.empty(), "No ROUTE", Optional.empty(), Optional.empty());
            assertThat(store.executions().list(broken, new Page.Slice(0, 10)).total())
                    .isPositive();
            ExecutionStore.Filter stopped = new ExecutionStore.Filter(
                    List.of(),
                    List.of(Execution.Reason.STOPPED),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    Optional.empty());
            assertThat(store.executions().list(stopped, new Page.Slice(0, 10)).total())
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void adds_up_what_nodes_sent_in_intervals_that_grow(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Instant begin = now.get();
            long id = begin(store, nightly(store, Overlap.REFUSE));
            ThroughputStore throughput = store.throughput();

            throughput.add(id, Map.of(begin.plusMillis(1_999), 5L));
            throughput.add(id, Map.of(begin, 1L, begin.plusSeconds(2), 10L));
            throughput.add(id, Map.of(begin.plusSeconds(119), 20L, begin.plusSeconds(129), 30L));
            throughput.add(id, Map.of(begin.plusSeconds(1_199), 40L, begin.plusSeconds(1_259), 50L));
            throughput.add(id, Map.of(begin.plusSeconds(14_999), 60L));
            throughput.add(id, Map.of(begin.minusSeconds(1), 70L));
            throughput.add(id + 1, Map.of(begin, 80L));

            assertThat(throughput.of(id))
                    .containsExactly(
                            new Sample(begin, 2, 76),
                            new Sample(begin.plusSeconds(2), 2, 10),
                            new Sample(begin.plusSeconds(118), 2, 20),
                            new Sample(begin.plusSeconds(120), 10, 30),
                            new Sample(begin.plusSeconds(1_190), 10, 40),
                            new Sample(begin.plusSeconds(1_200), 60, 50),
                            new Sample(begin.plusSeconds(14_400), 600, 60));
            assertThat(throughput.of(id + 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tells_watchers_what_is_new_in_one_look(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = begin(store, nightly(store, Overlap.REFUSE));
            LogLine line = new LogLine(now.get(), LogLine.Level.WARN, "一 line\nof two");
            store.logs().append(id, List.of(line, line));
            store.live().report(id, "node-1", "{}");
            store.live().report(id, "node-1", "{\"x\":1}");

            LiveStore.News news = news(store, id, 0);
            assertThat(news.lines()).extracting(LogStore.Numbered::number).containsExactly(1L, 2L);
            assertThat(news.lines().get(0).line().text()).isEqualTo("一 line of two");
            assertThat(news.reports()).extracting(LiveStore.Report::data).containsExactly("{\"x\":1}");
            store.logs().append(id, List.of(line));
            LiveStore.News later = news(store, id, news.chunk());
            assertThat(later.lines()).extracting(LogStore.Numbered::number).containsExactly(3L);
            assertThat(news(store, id, later.chunk()).lines()).isEmpty();
            LiveStore.Position behind = new LiveStore.Position(id, 0);
            LiveStore.Position ahead = new LiveStore.Position(id, news.chunk());
            Map<LiveStore.Position, LiveStore.News> both = store.live().news(Set.of(behind, ahead));
            assertThat(Objects.requireNonNull(both.get(behind)).lines()).hasSize(3);
            assertThat(Objects.requireNonNull(both.get(ahead)).lines()).hasSize(1);
            assertThat(store.logs().count(id)).isEqualTo(3);
            assertThat(store.logs().read(id, 2, 1, any -> true))
                    .extracting(LogStore.Numbered::number)
                    .containsExactly(2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hands_out_a_long_log_in_parts(Databases databases) {
        try (Store store = databases.open(now::get)) {
            long id = begin(store, nightly(store, Overlap.REFUSE));
            for (int i = 0; i < 45; i++) {
                store.logs().append(id, List.of(new LogLine(now.get(), LogLine.Level.INFO, "line " + i)));
            }
            List<Integer> parts = new ArrayList<>();
            long chunk = 0;
            for (LiveStore.News part = news(store, id, 0); !part.lines().isEmpty(); part = news(store, id, chunk)) {
                parts.add(part.lines().size());
                chunk = part.chunk();
            }
            assertThat(parts).containsExactly(20, 20, 5);
            assertThat(news(store, id, LiveStore.Position.NO_LINES).lines()).isEmpty();
        }
    }

    /** A task that runs at two, between two registries that are added with it. */
    private static Task nightly(Store store, Overlap overlap) {
        String cron = "0 2 * * *";
        store.registries().add(RegistryEntry.at("src", "src.example.com"), SecretChange.keep());
        store.registries().add(RegistryEntry.at("dst", "dst.example.com"), SecretChange.keep());
        SyncSpec plain = SyncSpec.of("nightly", Source.registry("src"), Target.registry("dst"));
        String yaml = plain.toYaml() + "schedule: {cron: '" + cron + "', timeZone: UTC}\n";
        SyncSpec spec = SyncSpec.parse("test", yaml);
        assertThat(spec.schedule()).contains(Schedule.utc(cron));
        return store.tasks().get(store.tasks().add(new TaskEntry(spec, 0, 2, overlap)));
    }

    private static long latest(Store store, Task task) {
        return Objects.requireNonNull(
                        store.executions().latest(List.of(task.id())).get(task.id()))
                .id();
    }

    private long begin(Store store, Task task) {
        return store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), opening);
    }

    private static LiveStore.News news(Store store, long execution, long chunk) {
        LiveStore.Position position = new LiveStore.Position(execution, chunk);
        return Objects.requireNonNull(store.live().news(Set.of(position)).get(position));
    }

    private static Unit.Draft draft(String source) {
        return new Unit.Draft(source, "t", "", Set.of(), "");
    }

    private static Unit.Draft failedDraft(String source) {
        return new Unit.Draft(source, "t", "", Set.of(), "cannot be listed");
    }
}
