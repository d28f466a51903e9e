package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.store.StoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskStoreTest {
    private static final ExecutionStore.Opening NOTHING = (connection, execution, parallelism, priority) -> {};

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    @ParameterizedTest
    @EnumSource
    void writes_nothing_but_the_switch_when_it_is_switched(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "schedule: {cron: '0 2 * * *'}\n");
            Map<String, String> before = row(store);
            now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            assertThat(store.tasks().setEnabled(task.id(), false).nextRunAt()).isEmpty();

            Map<String, String> after = row(store);
            assertThat(before.keySet().stream()
                            .filter(column -> !Objects.equals(before.get(column), after.get(column))))
                    .containsExactlyInAnyOrder("enabled", "next_run_at", "updated_at");
            Task again = store.tasks().setEnabled(task.id(), true);
            assertThat(again.nextRunAt()).isEqualTo(task.nextRunAt());
            assertThat(again.version()).isEqualTo(task.version());
            assertThat(again.entry()).isEqualTo(task.entry());
        }
    }

    private static Map<String, String> row(Store store) {
        return Samples.rows(store, "SELECT * FROM sync_task").get(0);
    }

    @ParameterizedTest
    @EnumSource
    void follows_another_schedule_at_once(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "schedule: {cron: '0 2 * * *'}\n");
            assertThat(task.nextRunAt()).contains(Instant.parse("2026-03-02T02:00:00Z"));
            TaskEntry noon = TaskEntry.of(Samples.spec("nightly", "schedule: {cron: '0 12 * * *'}\n"));
            Task changed = store.tasks().update(task.id(), task.version(), noon);
            assertThat(changed.nextRunAt()).contains(Instant.parse("2026-03-01T12:00:00Z"));

            now.set(Instant.parse("2026-03-01T12:00:01Z"));
            TaskEntry described = TaskEntry.of(
                    Samples.spec("nightly", "schedule: {cron: '0 12 * * *'}\ndescription: the same time\n"));
            store.tasks().update(task.id(), changed.version(), described);
            assertThat(store.tasks().due()).extracting(Task::id).containsExactly(task.id());
            store.tasks().update(task.id(), changed.version() + 1, TaskEntry.of(Samples.spec("nightly", "")));
            assertThat(store.tasks().due()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stays_while_it_runs_and_leaves_its_executions(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            long execution = store.executions().begin(Wish.of(task, Trigger.MANUAL, "alice"), NOTHING);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.tasks().delete(task.id()))
                    .withMessage("the task is running (execution " + execution + "); stop it first")
                    .returns(Kind.IN_USE, StoreException::kind);
            store.executions().fail(execution, "no route", ended -> List.of());
            store.tasks().delete(task.id());
            assertThat(store.executions().get(execution).taskId()).isEmpty();
            assertThat(store.executions().get(execution).name()).isEqualTo("nightly");
            assertThat(Samples.count(store, "sync_task_registry")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void names_what_a_task_needs_and_is_not_there(Databases databases) {
        try (Store store = databases.open(now::get)) {
            store.registries().add(RegistryEntry.at("src", "src.example.com"), SecretChange.keep());
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.tasks().add(TaskEntry.of(Samples.spec("nightly", ""))))
                    .withMessage("there is no registry with the name dst")
                    .returns(Kind.NOT_FOUND, StoreException::kind);
            assertThat(store.tasks().list()).isEmpty();
            store.registries().add(RegistryEntry.at("dst", "dst.example.com"), SecretChange.keep());
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.tasks()
                            .add(TaskEntry.of(Samples.spec("nightly", "notification: {channels: [ops]}\n"))))
                    .withMessage("there is no channel with the name ops");
            assertThat(store.tasks().list()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_change_of_what_somebody_else_has_changed(Databases databases) {
        try (Store store = databases.open(now::get)) {
            Task task = Samples.task(store, "nightly", "");
            store.tasks().update(task.id(), 1, TaskEntry.of(Samples.spec("daily", "")));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.tasks().update(task.id(), 1, TaskEntry.of(Samples.spec("weekly", ""))))
                    .returns(Kind.CHANGED, StoreException::kind);
            Samples.task(store, "other", "");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.tasks().update(task.id(), 2, TaskEntry.of(Samples.spec("other", ""))))
                    .withMessage("another task is called other");
            assertThat(store.tasks().get(task.id()).name()).isEqualTo("daily");
        }
    }
}
