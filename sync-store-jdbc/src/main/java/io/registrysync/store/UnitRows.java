package io.registrysync.store;

import io.registrysync.store.Unit.State;
import io.registrysync.sync.ImageResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Rows of units and of their images, read within a transaction that somebody else has begun. */
final class UnitRows {
    static final String COLUMNS = """
            id, execution_id, source, targets, part, registries, state, attempt, lane, node, message, started_at,
            finished_at,\s""" + Tally.COLUMNS;

    private static final Pattern COMMA = Pattern.compile(",");

    private UnitRows() {}

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    static Unit get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_execution_unit WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne()
                .orElseThrow(() -> StoreException.notFound("unit", id));
    }

    static Unit read(ResultSet row) throws SQLException {
        return new Unit(
                row.getLong("id"),
                row.getLong("execution_id"),
                row.getString("source"),
                row.getString("targets"),
                row.getString("part"),
                registries(row.getString("registries")),
                State.valueOf(row.getString("state")),
                row.getInt("attempt"),
                Columns.text(row, "lane"),
                Columns.text(row, "node"),
                row.getString("message"),
                Columns.maybeTime(row, "started_at"),
                Columns.maybeTime(row, "finished_at"),
                Tally.read(row));
    }

    static ImageOutcome image(ResultSet row) throws SQLException {
        return new ImageOutcome(
                row.getString("source"),
                row.getString("target"),
                ImageResult.Status.valueOf(row.getString("status")),
                Columns.text(row, "digest"),
                Columns.text(row, "written"),
                row.getString("reason"),
                row.getString("hint"),
                Columns.text(row, "side"),
                Columns.text(row, "kind"));
    }

    /** The ids of the registries that a unit touches, which stand in one column. */
    static Set<Long> registries(String text) {
        return COMMA.splitAsStream(text)
                .filter(id -> !id.isEmpty())
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }
}
