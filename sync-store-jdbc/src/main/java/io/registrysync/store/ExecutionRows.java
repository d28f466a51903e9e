package io.registrysync.store;

import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import io.registrysync.store.Execution.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** Rows of executions, read within a transaction that somebody else has begun. */
final class ExecutionRows {
    static final String COLUMNS = """
            id, task_id, name, trigger, planned_at, requested_by, retry_of, spec, priority, parallelism, state, reason,
            message, prepared, stop_requested_at, stop_requested_by, created_at, started_at, finished_at,\s""" + Tally.COLUMNS;

    private ExecutionRows() {}

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    static Execution get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_execution WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne()
                .orElseThrow(() -> StoreException.notFound("execution", id));
    }

    static Execution read(ResultSet row) throws SQLException {
        return new Execution(
                row.getLong("id"),
                Columns.number(row, "task_id"),
                row.getString("name"),
                Trigger.valueOf(row.getString("trigger")),
                Columns.maybeTime(row, "planned_at"),
                row.getString("requested_by"),
                Columns.number(row, "retry_of"),
                row.getString("spec"),
                row.getInt("priority"),
                row.getInt("parallelism"),
                State.valueOf(row.getString("state")),
                Reason.valueOf(row.getString("reason")),
                row.getString("message"),
                row.getBoolean("prepared"),
                Columns.maybeTime(row, "stop_requested_at"),
                Columns.text(row, "stop_requested_by"),
                Columns.time(row, "created_at"),
                Columns.maybeTime(row, "started_at"),
                Columns.maybeTime(row, "finished_at"),
                Tally.read(row));
    }
}
