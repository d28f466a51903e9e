package io.registrysync.store;

import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.ExecutionStore.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/** Looks for executions: page by page, the latest of tasks, and the one before another. */
final class ExecutionQueries {
    private final Database database;

    ExecutionQueries(Database database) {
        this.database = database;
    }

    /** See {@link ExecutionStore#list}. */
    Page<Execution> list(Filter filter, Page.Slice slice) {
        return database.read(handle -> {
            long total = bind(filter, handle.createQuery("SELECT COUNT(*) FROM sync_execution WHERE " + where(filter)))
                    .mapTo(Long.class)
                    .one();
            List<Execution> items = bind(
                            filter,
                            handle.createQuery("SELECT " + ExecutionRows.COLUMNS + " FROM sync_execution WHERE "
                                    + where(filter) + " ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset"))
                    .bind("limit", slice.limit())
                    .bind("offset", slice.offset())
                    .map((row, context) -> ExecutionRows.read(row))
                    .list();
            return new Page<>(items, total);
        });
    }

    private static String where(Filter filter) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        if (!filter.states().isEmpty()) {
            conditions.add("state IN (<states>)");
        }
        if (!filter.reasons().isEmpty()) {
            conditions.add("reason IN (<reasons>)");
        }
        filter.taskId().ifPresent(id -> conditions.add("task_id = :task"));
        if (!filter.text().isBlank()) {
            conditions.add("LOWER(name) LIKE :text ESCAPE '!'");
        }
        filter.from().ifPresent(time -> conditions.add("created_at >= :from"));
        filter.to().ifPresent(time -> conditions.add("created_at < :to"));
        return String.join(" AND ", conditions);
    }

    private static Query bind(Filter filter, Query query) {
        if (!filter.states().isEmpty()) {
            query.bindList("states", filter.states().stream().map(State::name).toList());
        }
        if (!filter.reasons().isEmpty()) {
            query.bindList(
                    "reasons", filter.reasons().stream().map(Reason::name).toList());
        }
        filter.taskId().ifPresent(id -> query.bind("task", id));
        if (!filter.text().isBlank()) {
            query.bind("text", Texts.contained(filter.text()));
        }
        filter.from().ifPresent(time -> query.bind("from", time.toEpochMilli()));
        filter.to().ifPresent(time -> query.bind("to", time.toEpochMilli()));
        return query;
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
                                WHERE id IN (SELECT MAX(id) FROM sync_execution WHERE task_id IN (<tasks>) GROUP BY task_id)""")
                        .bindList("tasks", List.copyOf(tasks))
                        .map((row, context) -> ExecutionRows.read(row))
                        .list())
                .stream()
                .collect(Collectors.toMap(execution -> execution.taskId().orElseThrow(), Function.identity()));
    }
}
