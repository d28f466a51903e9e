package io.registrysync.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.store.Databases;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Filter;
import io.registrysync.store.LogLine.Level;
import io.registrysync.store.LogStore.Numbered;
import io.registrysync.store.Page.Slice;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskEntry.Overlap;
import io.registrysync.store.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class SyncEngineTest {
    /** Runs a task until a blob of it is on its way and stays there. */
    private static long runUntilHeld(SyncEngine node, long task, Fault stalled) {
        long id = node.run(task, "alice");
        assertThat(stalled.awaitHeld(1, Duration.ofSeconds(30))).isTrue();
        return id;
    }

    @ParameterizedTest
    @EnumSource
    void copies_what_a_task_says_and_adds_it_up(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1", "2");
            shop.seed("team/api", "1");
            SyncEngine node = shop.node("one");

            long id = node.run(shop.task("nightly"), "alice");
            Execution first = shop.ended(id);
            Execution second =
                    shop.ended(node.run(shop.store.tasks().list().get(0).id(), "alice"));

            assertThat(first.state()).isEqualTo(State.SUCCEEDED);
            assertThat(first.tally().images().copied()).isEqualTo(3);
            assertThat(first.tally().blobs().total())
                    .isEqualTo(first.tally().blobs().uploaded()
                            + first.tally().blobs().present());
            assertThat(shop.target.tags("all/web")).containsExactlyInAnyOrder("1", "2");
            assertThat(second.tally().images().unchanged()).isEqualTo(3);
            assertThat(second.tally().bytes().sent()).isZero();
            assertThat(shop.store.logs().read(id, 1, 100, line -> line.level() == Level.INFO))
                    .extracting(line -> line.line().text())
                    .contains("running nightly", "images: 3 copied, 0 unchanged, 0 skipped, 0 failed")
                    .anyMatch(text -> text.startsWith("copied 1 [") && text.endsWith("all/api:1]"))
                    .anyMatch(text -> text.startsWith("succeeded: ") && text.endsWith(" 0 failed"));
            assertThat(shop.store.logs().read(id, 1, 100, line -> line.level() == Level.DEBUG))
                    .extracting(line -> line.line().text())
                    .contains("found 2 repositories");
        }
    }

    @ParameterizedTest
    @EnumSource
    void says_why_it_cannot_begin(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            SyncEngine node = shop.node("one");

            Execution ended = shop.ended(node.run(shop.task("nightly"), "alice"));

            assertThat(ended.state()).isEqualTo(State.FAILED);
            assertThat(ended.reason()).isEqualTo(Reason.ERROR);
            assertThat(ended.message()).contains("there is nothing to copy");
        }
    }

    @ParameterizedTest
    @EnumSource
    void stops_in_the_middle_of_a_blob(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1");
            Fault stalled = shop.stallBlobs();
            SyncEngine node = shop.node("one");
            long id = runUntilHeld(node, shop.task("nightly"), stalled);

            node.stop(id, "bob");
            Execution ended = shop.ended(id);

            assertThat(ended.reason()).isEqualTo(Reason.STOPPED);
            assertThat(ended.stopRequestedBy()).contains("bob");
            assertThat(shop.store.units().list(id, List.of(), new Slice(0, 10)).items())
                    .extracting(Unit::state)
                    .containsExactly(Unit.State.CANCELLED);
            assertThat(shop.target.tags("all/web")).isEmpty();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> node.stop(id, "bob"))
                    .withMessage("execution " + id + " is over already");
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeats_only_what_failed(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1", "2");
            shop.seed("team/api", "1");
            Fault refused = shop.target
                    .faults()
                    .on("PUT", "/v2/all/web/manifests/2")
                    .always()
                    .error(403, "DENIED");
            SyncEngine node = shop.node("one");
            Execution failed = shop.ended(node.run(shop.task("nightly"), "alice"));
            assertThat(failed.state()).isEqualTo(State.FAILED);
            assertThat(failed.isPartial()).isTrue();
            assertThat(shop.store.units().failures(failed.id(), 10))
                    .extracting(image -> image.target().replaceFirst("^[^/]+/", ""))
                    .containsExactly("all/web:2");
            refused.remove();
            int before = shop.source.traffic().count();

            Execution retried = shop.ended(node.retry(failed.id(), "alice"));

            assertThat(retried.state()).isEqualTo(State.SUCCEEDED);
            assertThat(retried.trigger()).isEqualTo(Trigger.RETRY);
            assertThat(retried.retryOf()).contains(failed.id());
            assertThat(retried.tally().images().total()).isEqualTo(1);
            assertThat(shop.target.tags("all/web")).containsExactlyInAnyOrder("1", "2");
            assertThat(shop.source.traffic().requests().stream()
                            .skip(before)
                            .filter(request -> request.path().contains("team/api")))
                    .isEmpty();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> node.retry(retried.id(), "alice"))
                    .withMessage("nothing of execution " + retried.id() + " failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void gives_back_what_it_does_when_it_is_closed(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1");
            Fault stalled = shop.stallBlobs();
            SyncEngine first = shop.node("one");
            long id = runUntilHeld(first, shop.task("nightly"), stalled);

            first.close();
            assertThat(shop.store.executions().get(id).state()).isEqualTo(State.RUNNING);
            assertThat(shop.store.nodes().list(Duration.ofHours(1))).isEmpty();
            stalled.remove();
            shop.node("two");

            assertThat(shop.ended(id).state()).isEqualTo(State.SUCCEEDED);
            assertThat(shop.target.tags("all/web")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void runs_a_task_once_whose_time_came_while_nobody_was_there(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1");
            shop.store.close();
            Store earlier = shop.opened(InstantSource.fixed(Instant.now().minus(Duration.ofDays(3))));
            long task = earlier.tasks()
                    .add(TaskEntry.of(Workshop.spec("nightly", "schedule: {cron: '30 2 * * *', timeZone: UTC}\n")));
            earlier.close();
            Store now = shop.opened(InstantSource.system());
            shop.node(now, "one");

            Workshop.await(() -> now.executions().list(Filter.ALL, new Slice(0, 10)).items().stream()
                    .anyMatch(execution -> execution.state() == State.SUCCEEDED));
            assertThat(now.executions().list(Filter.ALL, new Slice(0, 10)).items())
                    .extracting(Execution::trigger)
                    .containsExactly(Trigger.SCHEDULE);
            assertThat(now.tasks().get(task).nextRunAt().orElseThrow()).isAfter(Instant.now());
        }
    }

    @ParameterizedTest
    @EnumSource
    void begins_the_next_run_when_the_one_before_is_over(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1");
            Fault stalled = shop.stallBlobs();
            SyncEngine node = shop.node("one");
            long task = shop.task("nightly", "", Overlap.QUEUE);
            long first = runUntilHeld(node, task, stalled);
            long second = node.run(task, "alice");
            assertThat(shop.store.executions().get(second).state()).isEqualTo(State.QUEUED);

            stalled.remove();
            node.stop(first, "alice");

            assertThat(shop.ended(second).state()).isEqualTo(State.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shows_watchers_how_far_it_is_to_the_end(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1");
            Fault held = shop.stallBlobs();
            SyncEngine node = shop.node("one");
            Queue<LiveUpdate> updates = new ConcurrentLinkedQueue<>();
            long id = node.run(shop.task("nightly"), "alice");
            node.live().watch(id, 0, updates::add);
            Workshop.await(() -> updates.stream()
                    .anyMatch(update -> update.active().stream()
                            .anyMatch(unit -> !unit.blobs().isEmpty())));
            held.remove();
            node.stop(id, "alice");

            Workshop.await(() -> node.live().watchers() == 0);
            List<LiveUpdate> all = List.copyOf(updates);
            assertThat(all.get(all.size() - 1).state()).isEqualTo(State.FAILED);
            assertThat(all.get(all.size() - 1).reason()).isEqualTo(Reason.STOPPED);
            assertThat(all).extracting(LiveUpdate::last).endsWith(true).containsOnlyOnce(true);
            List<Long> numbers = all.stream()
                    .flatMap(update -> update.lines().stream())
                    .map(Numbered::number)
                    .toList();
            assertThat(numbers)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .contains(1L, shop.store.logs().count(id));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takes_the_higher_priority_first(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            shop.seed("team/web", "1");
            long low = shop.begin(shop.task("low", -1));
            long high = shop.begin(shop.task("high", 1));
            SyncEngine node = shop.node(Workshop.QUICK.withUnits(1));

            Execution first = shop.ended(high);
            Execution second = shop.ended(low);

            assertThat(node.name()).isNotEmpty();
            assertThat(first.finishedAt().orElseThrow())
                    .isBeforeOrEqualTo(second.finishedAt().orElseThrow());
            assertThat(shop.store
                            .logs()
                            .read(low, 1, 1, line -> true)
                            .get(0)
                            .line()
                            .at())
                    .isAfterOrEqualTo(first.finishedAt().orElseThrow());
        }
    }

    @Test
    void a_log_of_one_repository_reads_as_in_the_manual() throws Exception {
        try (Workshop shop = new Workshop(Databases.SQLITE)) {
            shop.speak(Locale.SIMPLIFIED_CHINESE);
            shop.source.seed("library/nginx", "1.25.3", Images.multiPlatform(7, "linux/amd64", "linux/arm64/v7"));
            SyncEngine node = shop.node("one");

            Execution ended = shop.ended(node.run(shop.task("同步 Nginx"), "alice"));

            List<String> lines = shop.store.logs().read(ended.id(), 1, 100, line -> line.level() == Level.INFO).stream()
                    .map(line -> line.line().text())
                    .toList();
            assertThat(lines)
                    .startsWith(
                            "开始执行任务: 同步 Nginx",
                            "源仓库: " + host(shop.source) + "/library/nginx",
                            "目标仓库: " + host(shop.target) + "/all/nginx",
                            "[1/1] 同步 tag: nginx:1.25.3",
                            "检测到多架构镜像，包含 2 个平台",
                            "同步平台 linux/amd64 的 manifest",
                            "同步平台 linux/arm64/v7 的 manifest")
                    .contains("平台 linux/amd64 manifest 同步完成", "平台 linux/arm64/v7 manifest 同步完成")
                    .anyMatch(line -> line.matches("  复制 blob: sha256:[0-9a-f]{8}\\.\\.\\. \\([0-9.]+ K?B\\) - 成功"))
                    .endsWith(
                            "tag 1.25.3 同步完成",
                            "镜像: 复制 1 个，未变化 0 个，跳过 0 个，失败 0 个",
                            "全部完成！共同步 " + ended.tally().blobs().uploaded() + " 个 blob，跳过 "
                                    + ended.tally().blobs().present() + " 个，失败 0 个");
            assertThat(node.trouble()).isEmpty();
        }
    }

    @Test
    void a_log_names_the_blob_that_failed() throws Exception {
        try (Workshop shop = new Workshop(Databases.SQLITE)) {
            shop.speak(Locale.SIMPLIFIED_CHINESE);
            shop.seed("team/web", "1");
            shop.target.faults().on("POST", "/v2/.+/blobs/uploads/.*").always().error(403, "DENIED");

            Execution ended = shop.ended(shop.node("one").run(shop.task("nightly"), "alice"));

            assertThat(shop.store.logs().read(ended.id(), 1, 100, line -> line.level() == Level.ERROR))
                    .extracting(line -> line.line().text())
                    .anyMatch(text ->
                            text.matches("  复制 blob: sha256:[0-9a-f]{8}\\.\\.\\. \\([0-9.]+ K?B\\) - 失败: .*没有权限.*"));
        }
    }

    private static String host(StrictRegistry registry) {
        return registry.uri().getAuthority();
    }

    @Test
    void shares_the_work_of_one_task_among_nodes() throws Exception {
        try (Workshop shop = new Workshop(Databases.POSTGRESQL)) {
            for (int i = 0; i < 40; i++) {
                shop.seed("team/r" + i, "1");
            }
            shop.source.faults().on("HEAD", ".*").always().delay(Duration.ofMillis(50));
            SyncEngine one = shop.node("one");
            shop.node("two");
            long id = one.run(shop.task("nightly"), "alice");

            assertThat(shop.ended(id).tally().images().copied()).isEqualTo(40);
            Set<String> nodes = shop.store.units().list(id, List.of(), new Slice(0, 100)).items().stream()
                    .map(unit -> unit.node().orElse(""))
                    .collect(Collectors.toSet());
            assertThat(nodes).containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void stops_what_another_node_does() throws Exception {
        try (Workshop shop = new Workshop(Databases.POSTGRESQL)) {
            shop.seed("team/web", "1");
            Fault stalled = shop.stallBlobs();
            SyncEngine one = shop.node("one");
            long id = runUntilHeld(one, shop.task("nightly"), stalled);
            SyncEngine two = shop.node(shop.opened(InstantSource.system()), "two");

            two.stop(id, "bob");

            assertThat(shop.ended(id).reason()).isEqualTo(Reason.STOPPED);
        }
    }
}
