package io.registrysync.spring.web;

import io.registrysync.spec.Schedule;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.State;
import io.registrysync.store.ExecutionStore.Filter;
import io.registrysync.store.Page;
import io.registrysync.store.Statistics;
import io.registrysync.store.Statistics.TaskRecord;
import io.registrysync.store.Store;
import io.registrysync.store.Tally;
import io.registrysync.store.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the first page shows: how much there is, what happened lately, what comes next, and what needs somebody. */
class Dashboard {
    private static final int DAYS = 30;
    private static final int RECENT = 10;
    private static final int LISTED = 10;
    private static final int MOST_RUNNING = 100;
    private static final List<State> OPEN = List.of(State.QUEUED, State.RUNNING);

    private final Store store;
    private final ExecutionViews views;
    private final InstantSource clock = InstantSource.system();

    Dashboard(Store store, ExecutionViews views) {
        this.store = store;
        this.views = views;
    }

    /** The cards. {@code executions} counts all of them. */
    record Cards(
            long tasks,
            long enabledTasks,
            long registries,
            long executions,
            long queued,
            long running,
            long succeeded,
            long failed,
            long skipped) {
        static Cards of(Statistics.Counts counts) {
            return new Cards(
                    counts.tasks(),
                    counts.enabledTasks(),
                    counts.registries(),
                    counts.executions().values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    counts.executions(State.QUEUED),
                    counts.executions(State.RUNNING),
                    counts.executions(State.SUCCEEDED),
                    counts.executions(State.FAILED),
                    counts.executions(State.SKIPPED));
        }
    }

    /**
     * What ended on a day.
     *
     * @param successRate 0 to 1, of what was not stopped; absent where nothing ended
     */
    record Day(
            LocalDate date,
            long succeeded,
            long failed,
            long stopped,
            long images,
            long bytes,
            Optional<Double> successRate) {
        static Day of(Statistics.Day day) {
            long ended = day.succeeded() + day.failed();
            return new Day(
                    day.date(),
                    day.succeeded(),
                    day.failed(),
                    day.stopped(),
                    day.images(),
                    day.bytes(),
                    ended == 0 ? Optional.empty() : Optional.of((double) day.succeeded() / ended));
        }
    }

    /** A run that comes by itself. */
    record NextRun(long taskId, String name, Instant at) {}

    /**
     * A task that somebody should look at.
     *
     * @param execution   the last one
     * @param failures    since it last succeeded
     * @param lastSuccess absent where it never did
     */
    record Trouble(long taskId, String name, Optional<Long> execution, long failures, Optional<Instant> lastSuccess) {
        static Trouble of(TaskRecord each) {
            return new Trouble(each.task().id(), each.task().name(), each.last(), each.failures(), each.lastSuccess());
        }
    }

    /**
     * All of it.
     *
     * @param zone    in which days begin
     * @param days    the last 30, today last
     * @param failing enabled tasks that failed when they last ran
     * @param stale   enabled tasks that should have succeeded twice since they last did
     */
    record Overview(
            Cards cards,
            List<ExecutionView> recent,
            String zone,
            List<Day> days,
            List<NextRun> next,
            List<Trouble> failing,
            List<Trouble> stale) {}

    Overview overview(ZoneId zone) {
        List<TaskRecord> tasks = store.statistics().tasks().stream()
                .filter(each -> each.task().enabled())
                .toList();
        List<Execution> recent =
                store.executions().list(Filter.ALL, new Page.Slice(0, RECENT)).items();
        return new Overview(
                Cards.of(store.statistics().counts()),
                views.of(recent),
                zone.getId(),
                store.statistics().days(zone, DAYS).stream().map(Day::of).toList(),
                next(tasks),
                tasks.stream()
                        .filter(each -> each.lastState().equals(Optional.of(State.FAILED)))
                        .map(Trouble::of)
                        .toList(),
                tasks.stream().filter(this::isStale).map(Trouble::of).toList());
    }

    private static List<NextRun> next(List<TaskRecord> tasks) {
        return tasks.stream()
                .map(TaskRecord::task)
                .flatMap(task -> task.nextRunAt().map(at -> new NextRun(task.id(), task.name(), at)).stream())
                .sorted(Comparator.comparing(NextRun::at))
                .limit(LISTED)
                .toList();
    }

    private boolean isStale(TaskRecord each) {
        Task task = each.task();
        Instant since = each.lastSuccess().orElse(task.createdAt());
        return task.entry()
                .spec()
                .schedule()
                .map(schedule -> second(schedule, since).isBefore(clock.instant()))
                .orElse(false);
    }

    private static Instant second(Schedule schedule, Instant since) {
        return schedule.next(schedule.next(since));
    }

    /** What changes while people look on: the cards, and what is under way. */
    record Now(Cards cards, List<RunningView> running) {}

    /** An execution that is under way. */
    record RunningView(long id, String name, State state, int percent, Tally tally) {}

    Now now() {
        Filter open = new Filter(OPEN, List.of(), Optional.empty(), "", Optional.empty(), Optional.empty());
        List<Execution> running =
                store.executions().list(open, new Page.Slice(0, MOST_RUNNING)).items();
        return new Now(
                Cards.of(store.statistics().counts()),
                views.of(running).stream()
                        .map(each ->
                                new RunningView(each.id(), each.name(), each.state(), each.percent(), each.tally()))
                        .toList());
    }
}
