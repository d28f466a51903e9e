package io.registrysync.store;

import io.registrysync.store.ExecutionStore.Filter;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks for executions: page by page, the latest of tasks, and the one before another. */
final class ExecutionQueries {
    /** What runs says more of a task than what waits for it to end. */
    private static final Comparator<Execution> NEWS = Comparator.comparing(
                    (Execution execution) -> execution.state() == Execution.State.RUNNING)
            .thenComparing(Execution::id);

    private final Database database;

    ExecutionQueries(Database database) {
        this.database = database;
    }

    /** See {@link ExecutionStore#list}. */
    Page<Execution> list(Filter filter, Page.Slice slice) {
        PagedQuery<Execution> query = new PagedQuery<>(
                        ExecutionRows.COLUMNS,
                        "sync_execution",
                        "created_at DESC, id DESC",
                        (row, context) -> ExecutionRows.read(row))
                .whereIn("state", filter.states())
                .whereIn("reason", filter.reasons())
                .where("task_id = :task", "task", filter.taskId())
                .whereContains("name", "message", filter.text())
                .where("created_at >= :from", "from", filter.from().map(Instant::toEpochMilli))
                .where("created_at < :to", "to", filter.to().map(Instant::toEpochMilli));
        return database.read(handle -> query.read(handle, slice));
    }

    /** See {@link ExecutionStore#before}. */
    Optional<Execution> before(Execution execution) {
        return database.read(handle -> handle.createQuery("SELECT " + ExecutionRows.COLUMNS + """
                         FROM sync_execution
                        WHERE task_id = :task AND id < :id AND state IN ('SUCCEEDED', 'FAILED') AND reason <> 'STOPPED'
                        ORDER BY id DESC LIMIT 1""")
                .bind("task", execution.taskId().orElse(null))
                .bind("id", execution.id())
                .map((row, context) -> ExecutionRows.read(row))
                .findOne());
    }

    /** See {@link ExecutionStore#latest}. */
    Map<Long, Execution> latest(Collection<Long> tasks) {
        if (tasks.isEmpty()) {
            return Map.of();
        }
        return database
                .read(handle -> handle.createQuery("SELECT " + ExecutionRows.COLUMNS + """
                                 FROM sync_execution
                                WHERE id IN (
                                       SELECT (SELECT id
                                                 FROM sync_execution
                                                WHERE task_id = task.id AND state <> 'SKIPPED'
                                                ORDER BY created_at DESC, id DESC LIMIT 1)
                                         FROM sync_task task
                                        WHERE task.id IN (<tasks>)
                                        UNION ALL
                                       SELECT id
                                         FROM sync_execution
                                        WHERE task_id IN (<tasks>) AND state IN ('QUEUED', 'RUNNING'))""")
                        .bindList("tasks", List.copyOf(tasks))
                        .map((row, context) -> ExecutionRows.read(row))
                        .list())
                .stream()
                .collect(Collectors.toMap(
                        execution -> execution.taskId().orElseThrow(),
                        Function.identity(),
                        BinaryOperator.maxBy(NEWS)));
    }
}
