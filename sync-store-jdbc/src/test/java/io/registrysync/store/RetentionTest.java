package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.Target;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.store.Retention.Policy;
import io.registrysync.store.Retention.Purged;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncState.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionTest {
    private static final ExecutionStore.Opening NOTHING = (connection, execution, parallelism, priority) -> {};
    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    @ParameterizedTest
    @EnumSource
    void deletes_old_executions_with_all_that_belongs_to_them(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            long channel = store.channels().add(new ChannelEntry("c", "wecom", Map.of(), true), Map.of());
            ended(store, task, channel);
            Task other = Samples.task(store, "other", "");
            long open = store.executions().begin(Wish.of(other, Trigger.MANUAL, "alice"), NOTHING);
            store.executions().prepared(open, List.of(new Unit.Draft("a", "b", "", Set.of(), "")), "");
            now.updateAndGet(time -> time.plus(DAY.multipliedBy(90)).plusMillis(1));
            long recent = ended(store, task, channel);

            Purged purged = store.retention().purge(Policy.USUAL, () -> false);
            assertThat(purged.executions()).isEqualTo(1);
            assertThat(store.executions()
                            .list(ExecutionStore.Filter.ALL, new Page.Slice(0, 10))
                            .items())
                    .extracting(Execution::id)
                    .containsExactly(recent, open);
            assertThat(Samples.count(store, "sync_execution_unit")).isEqualTo(2);
            assertThat(Samples.count(store, "sync_unit_tag")).isEqualTo(2);
            assertThat(Samples.count(store, "sync_log_chunk")).isEqualTo(1);
            assertThat(Samples.rows(store, "SELECT execution_id FROM sync_delivery ORDER BY id"))
                    .containsExactly(Map.of("execution_id", "" + recent));
            assertThat(store.retention().purge(Policy.USUAL, () -> false)).isEqualTo(new Purged(0, 0, 0, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keeps_the_latest_of_each_task(Databases databases) {
        Policy three = new Policy(DAY, 3, DAY, DAY, DAY, DAY, DAY);
        try (Store store = databases.open(now::get)) {
            List<Long> kept = new ArrayList<>();
            for (String name : List.of("a", "b")) {
                Task task = Samples.task(store, name, "");
                for (int i = 0; i < 5; i++) {
                    now.updateAndGet(time -> time.plusMillis(1));
                    long id = store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), NOTHING);
                    if (i >= 2) {
                        kept.add(id);
                    }
                    store.executions().fail(id, "no route", ended -> List.of());
                }
                kept.add(store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), NOTHING));
            }
            assertThat(store.retention().purge(three, () -> false).executions()).isEqualTo(4);
            assertThat(store.executions()
                            .list(ExecutionStore.Filter.ALL, new Page.Slice(0, 100))
                            .items())
                    .extracting(Execution::id)
                    .containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletes_large_executions_in_pieces_and_stops_between_them(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            long id = store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), NOTHING);
            List<Unit.Draft> units = new ArrayList<>();
            for (int i = 0; i < 1201; i++) {
                units.add(new Unit.Draft("a" + i, "b", "", Set.of(), ""));
            }
            store.executions().prepared(id, units, "");
            Unit unit = store.units().claim(id, "lane", "node").orElseThrow();
            store.units().finish(unit, Unit.State.FAILED, "", Tally.NONE, images(7001));
            for (int i = 0; i < 301; i++) {
                store.logs().append(id, List.of(new LogLine(now.get(), LogLine.Level.INFO, "line " + i)));
            }
            store.executions().fail(id, "no route", ended -> List.of());
            now.updateAndGet(time -> time.plus(DAY.multipliedBy(91)));

            AtomicInteger pieces = new AtomicInteger();
            assertThat(store.retention()
                            .purge(Policy.USUAL, () -> pieces.incrementAndGet() > 2)
                            .executions())
                    .isZero();
            assertThat(Samples.count(store, "sync_log_chunk")).isEqualTo(1);
            assertThat(store.executions().get(id).state().isFinal()).isTrue();
            assertThat(store.retention().purge(Policy.USUAL, () -> false).executions())
                    .isEqualTo(1);
            assertThat(Samples.count(store, "sync_unit_tag")).isZero();
            assertThat(Samples.count(store, "sync_execution")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletes_deliveries_before_their_executions_but_none_that_is_still_to_be_sent(Databases databases) {
        try (Store store = databases.open(now::get)) {
            fill(store, "sent");
            long channel = store.channels().named("sent").orElseThrow().id();
            store.deliveries().add(List.of(new Delivery.Draft(channel, execution(store, "pending"))));
            now.updateAndGet(time -> time.plus(DAY.multipliedBy(31)));

            Purged purged = store.retention().purge(Policy.USUAL, () -> false);
            assertThat(purged.deliveries()).isEqualTo(1);
            assertThat(purged.executions()).isZero();
            assertThat(store.deliveries()
                            .list(DeliveryStore.Filter.ALL, new Page.Slice(0, 10))
                            .items())
                    .extracting(Delivery::state)
                    .containsExactly(Delivery.State.PENDING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletes_what_else_grows(Databases databases) {
        String url = databases.fresh();
        try (Store store = Databases.open(url, now::get)) {
            fill(store, "old");
        }
        now.updateAndGet(time -> time.plus(DAY.multipliedBy(366)));
        try (Store store = Databases.open(url, now::get)) {
            fill(store, "new");
        }
        try (Store store = Databases.open(url, now::get)) {
            long channel = store.channels().named("new").orElseThrow().id();
            store.deliveries().add(List.of(new Delivery.Draft(channel, execution(store, "pending"))));
            assertThat(store.retention().purge(Policy.USUAL, () -> false)).isEqualTo(new Purged(1, 0, 1, 1, 1, 1));
            assertThat(store.deliveries()
                            .list(DeliveryStore.Filter.ALL, new Page.Slice(0, 10))
                            .items())
                    .extracting(Delivery::state)
                    .containsExactly(Delivery.State.PENDING, Delivery.State.SENT);
            assertThat(store.state().recall(Topic.CREATED, "new")).contains("x");
            assertThat(store.state().recall(Topic.CREATED, "old")).isEmpty();
            assertThat(store.nodes().list(DAY)).extracting(Node::name).containsExactly("new");
            assertThat(store.audit()
                            .list(AuditStore.Filter.ALL, new Page.Slice(0, 10))
                            .items())
                    .extracting(AuditEntry::actor)
                    .containsExactly("new");
        }
    }

    private void fill(Store store, String name) {
        long channel = store.channels().add(new ChannelEntry(name, "wecom", Map.of(), true), Map.of());
        store.deliveries().add(List.of(new Delivery.Draft(channel, execution(store, name))));
        store.deliveries().sent(store.deliveries().take(DAY).orElseThrow(), "ok");
        store.logins().append(name, "", "", Login.Outcome.FAILED);
        store.audit().append(name, "", "", "", AuditEntry.Outcome.DONE, "");
        store.state().remember(Topic.CREATED, name, "x");
        store.nodes().beat(new Node(name, "1", 1, now.get(), now.get()));
    }

    private static long execution(Store store, String name) {
        String spec = SyncSpec.of(name, Source.registry("src"), Target.registry("dst"))
                .toYaml();
        Wish wish = new Wish(
                Optional.empty(),
                name,
                Trigger.MANUAL,
                "alice",
                Optional.empty(),
                spec,
                0,
                1,
                TaskEntry.Overlap.REFUSE,
                List.of());
        long id = store.executions().begin(wish, NOTHING);
        store.executions().fail(id, "no route", ended -> List.of());
        return id;
    }

    @Test
    void uses_freed_space_again() {
        try (Store store = Databases.SQLITE.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            long channel = store.channels().add(new ChannelEntry("c", "wecom", Map.of(), true), Map.of());
            long pages = 0;
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 100; i++) {
                    ended(store, task, channel);
                }
                long used = Long.parseLong(
                        Samples.rows(store, "PRAGMA page_count").get(0).getOrDefault("page_count", ""));
                pages = round == 0 ? used : pages;
                assertThat(used).isLessThanOrEqualTo(pages + pages / 20);
                now.updateAndGet(time -> time.plus(DAY.multipliedBy(91)));
                store.retention().purge(Policy.USUAL, () -> false);
            }
        }
    }

    private long ended(Store store, Task task, long channel) {
        long id = store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), NOTHING);
        store.executions().prepared(id, List.of(new Unit.Draft("a", "b", "", Set.of(), "")), "");
        Unit unit = store.units().claim(id, "lane", "node").orElseThrow();
        store.units().finish(unit, Unit.State.FAILED, "", Tally.NONE, images(2));
        store.logs().append(id, List.of(new LogLine(now.get(), LogLine.Level.INFO, "a line")));
        assertThat(store.executions().close(id, ended -> List.of(new Delivery.Draft(channel, ended.id()))))
                .isPresent();
        return id;
    }

    private static List<ImageOutcome> images(int count) {
        ImageOutcome image = new ImageOutcome(
                "a:1",
                "b:1",
                ImageResult.Status.FAILED,
                Optional.empty(),
                Optional.empty(),
                "no",
                "",
                Optional.empty(),
                Optional.empty());
        return Collections.nCopies(count, image);
    }
}
