package io.registrysync.store;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Deletes executions from below: what hangs on them first, so that no statement has to take all of it at once. */
final class PurgedExecutions {
    private static final int EXECUTIONS = 200;
    private static final int CHUNKS = 300;
    private static final int UNITS = 500;
    private static final int IMAGES = 3_000;
    private static final String OVER = " state NOT IN ('QUEUED', 'RUNNING')";

    private final Database database;
    private final Pieces pieces;

    PurgedExecutions(Database database, Pieces pieces) {
        this.database = database;
        this.pieces = pieces;
    }

    /** Deletes those that were created before, and those beyond the latest of each task. */
    long purge(long before, int perTask) {
        long purged = 0;
        List<Long> old = old(before);
        while (!old.isEmpty() && !pieces.isStopped()) {
            purged += delete(old);
            old = old(before);
        }
        for (long task : pieces.isStopped() ? List.<Long>of() : crowded(perTask)) {
            List<Long> surplus = surplus(task, perTask);
            while (!surplus.isEmpty() && !pieces.isStopped()) {
                purged += delete(surplus);
                surplus = surplus(task, perTask);
            }
        }
        return purged;
    }

    private List<Long> old(long before) {
        return database.read(handle -> handle.createQuery("SELECT id FROM sync_execution WHERE created_at < :before AND"
                        + OVER + " ORDER BY created_at, id LIMIT " + EXECUTIONS)
                .bind("before", before)
                .mapTo(Long.class)
                .list());
    }

    private List<Long> crowded(int perTask) {
        return database.read(handle ->
                handle.createQuery("""
                        SELECT task_id FROM sync_execution WHERE task_id IS NOT NULL
                        GROUP BY task_id HAVING COUNT(*) > :most ORDER BY task_id""").bind("most", perTask).mapTo(Long.class).list());
    }

    private List<Long> surplus(long task, int perTask) {
        return database.read(handle -> handle.createQuery("SELECT id FROM sync_execution WHERE task_id = :task AND"
                        + OVER + " ORDER BY created_at DESC, id DESC LIMIT " + EXECUTIONS + " OFFSET :most")
                .bind("task", task)
                .bind("most", perTask)
                .mapTo(Long.class)
                .list());
    }

    private long delete(List<Long> executions) {
        pieces.whole(handle -> deleteChunks(handle, executions));
        pieces.whole(handle -> deleteUnits(handle, executions));
        if (pieces.isStopped()) {
            return 0;
        }
        return pieces.one(handle -> handle.createUpdate("DELETE FROM sync_execution WHERE id IN (<ids>) AND" + OVER)
                .bindList("ids", executions)
                .execute());
    }

    private record Chunk(long execution, long number) {}

    private static long deleteChunks(Handle handle, List<Long> executions) {
        List<Chunk> chunks = handle.createQuery(
                        "SELECT execution_id, number FROM sync_log_chunk WHERE execution_id IN (<ids>) LIMIT " + CHUNKS)
                .bindList("ids", executions)
                .map((row, context) -> new Chunk(row.getLong("execution_id"), row.getLong("number")))
                .list();
        if (!chunks.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(
                    "DELETE FROM sync_log_chunk WHERE execution_id = :execution AND number = :number");
            chunks.forEach(chunk -> batch.bind("execution", chunk.execution())
                    .bind("number", chunk.number())
                    .add());
            batch.execute();
        }
        return chunks.size();
    }

    private record Images(long unit, long count, long first) {}

    private static long deleteUnits(Handle handle, List<Long> executions) {
        List<Images> units = handle.createQuery("SELECT u.id, COUNT(t.number) AS n, COALESCE(MIN(t.number), 0) AS first"
                        + " FROM (SELECT id FROM sync_execution_unit WHERE execution_id IN (<ids>) LIMIT " + UNITS
                        + ") u LEFT JOIN sync_unit_tag t ON t.unit_id = u.id GROUP BY u.id")
                .bindList("ids", executions)
                .map((row, context) -> new Images(row.getLong("id"), row.getLong("n"), row.getLong("first")))
                .list();
        List<Long> whole = new ArrayList<>();
        long images = 0;
        for (Images unit : units) {
            if (images + unit.count() <= IMAGES) {
                images += unit.count();
                whole.add(unit.unit());
            }
        }
        if (whole.isEmpty() && !units.isEmpty()) {
            Images large = units.get(0);
            return handle.createUpdate("DELETE FROM sync_unit_tag WHERE unit_id = :unit AND number < :end")
                    .bind("unit", large.unit())
                    .bind("end", large.first() + IMAGES)
                    .execute();
        }
        return whole.isEmpty()
                ? 0
                : handle.createUpdate("DELETE FROM sync_execution_unit WHERE id IN (<ids>)")
                        .bindList("ids", whole)
                        .execute();
    }
}
