package io.registrysync.store;

import io.registrysync.store.Unit.State;
import io.registrysync.sync.ImageResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Units: who does which one, and how it ended. A claim and its end are told apart by the attempt, so that somebody who
 * was taken for dead cannot end what another one does now.
 */
public final class UnitStore {
    private final Database database;
    private final InstantSource clock;
    private final UnitClaims claims;

    UnitStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.claims = new UnitClaims(database, clock);
    }

    // ---- doing ----------------------------------------------------------------------------------------------------

    /**
     * Takes the next unit for a lane: first one that the lane had when its node died, else one that waits and whose
     * registries have room.
     *
     * @return empty where there is none now
     */
    public Optional<Unit> claim(long execution, String lane, String node) {
        return claims.claim(execution, lane, node);
    }

    /** Gives a claimed unit back, undone. */
    public void release(Unit unit) {
        database.run(handle -> handle.createUpdate("""
                        UPDATE sync_execution_unit SET state = CASE
                            WHEN (SELECT stop_requested_at FROM sync_execution WHERE id = execution_id) IS NULL
                            THEN 'PENDING' ELSE 'CANCELLED' END, lane = NULL
                        WHERE id = :id AND attempt = :attempt AND state = 'RUNNING'""")
                .bind("id", unit.id())
                .bind("attempt", unit.attempt())
                .execute());
    }

    /**
     * Ends a claimed unit.
     *
     * @param message why it failed as a whole; empty where it did not
     * @return whether this attempt still counted
     */
    public boolean finish(Unit unit, State state, String message, Tally tally, List<ImageOutcome> images) {
        return database.change(handle -> {
            int counted = tally.bind(handle.createUpdate(
                            """
                            UPDATE sync_execution_unit SET state = :state, message = :message, finished_at = :now,\s""" + Tally.ASSIGNMENTS + " WHERE id = :id AND attempt = :attempt AND state = 'RUNNING'"))
                    .bind("state", state.name())
                    .bind("message", message)
                    .bind("now", clock.millis())
                    .bind("id", unit.id())
                    .bind("attempt", unit.attempt())
                    .execute();
            if (counted == 0) {
                return false;
            }
            insertImages(handle, unit.id(), images);
            return true;
        });
    }

    private static void insertImages(Handle handle, long unit, List<ImageOutcome> images) {
        if (images.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO sync_unit_tag (unit_id, number, source, target, status, digest, written, reason, hint, side, kind)
                VALUES (:unit, :number, :source, :target, :status, :digest, :written, :reason, :hint, :side, :kind)""");
        for (int number = 0; number < images.size(); number++) {
            ImageOutcome image = images.get(number);
            batch.bind("unit", unit)
                    .bind("number", number)
                    .bind("source", image.source())
                    .bind("target", image.target())
                    .bind("status", image.status().name())
                    .bind("digest", image.digest().orElse(null))
                    .bind("written", image.written().orElse(null))
                    .bind("reason", image.reason())
                    .bind("hint", image.hint())
                    .bind("side", image.side().orElse(null))
                    .bind("kind", image.kind().orElse(null))
                    .add();
        }
        batch.execute();
    }

    static void insert(Handle handle, long execution, List<Unit.Draft> units) {
        if (units.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO sync_execution_unit (execution_id, source, targets, part, registries, state, attempt, message,\s"""
                + Tally.COLUMNS
                + ") VALUES (:execution, :source, :targets, :part, :registries, :state, 0, :message, "
                + Tally.VALUES + ")");
        for (Unit.Draft unit : units) {
            boolean failed = !unit.failure().isEmpty();
            Tally.NONE
                    .bind(batch)
                    .bind("execution", execution)
                    .bind("source", unit.source())
                    .bind("targets", unit.targets())
                    .bind("part", unit.part())
                    .bind(
                            "registries",
                            unit.registries().stream()
                                    .sorted()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")))
                    .bind("state", failed ? State.FAILED.name() : State.PENDING.name())
                    .bind("message", unit.failure())
                    .add();
        }
        batch.execute();
    }

    static void cancelPending(Handle handle, long execution, long now) {
        handle.createUpdate("""
                        UPDATE sync_execution_unit SET state = 'CANCELLED', finished_at = :now
                        WHERE execution_id = :execution AND state = 'PENDING'""").bind("now", now).bind("execution", execution).execute();
    }

    // ---- looking --------------------------------------------------------------------------------------------------

    /** How many units of an execution are in which state. */
    public Map<State, Long> counts(long execution) {
        return database.read(handle -> handle
                .createQuery(
                        "SELECT state, COUNT(*) AS n FROM sync_execution_unit WHERE execution_id = :id GROUP BY state")
                .bind("id", execution)
                .map((row, context) -> Map.entry(State.valueOf(row.getString("state")), row.getLong("n")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * Units of an execution, in their order.
     *
     * @param states none for all
     */
    public Page<Unit> list(long execution, List<State> states, Page.Slice slice) {
        PagedQuery<Unit> query = new PagedQuery<>(
                        UnitRows.COLUMNS, "sync_execution_unit", "id", (row, context) -> UnitRows.read(row))
                .where("execution_id = :execution", "execution", execution)
                .whereIn("state", states);
        return database.read(handle -> query.read(handle, slice));
    }

    /** All units of an execution that are not done, for a retry. */
    public List<Unit> undone(long execution) {
        return database.read(handle -> handle.createQuery("SELECT " + UnitRows.COLUMNS + """
                         FROM sync_execution_unit
                        WHERE execution_id = :execution AND state IN ('FAILED', 'CANCELLED') ORDER BY id""")
                .bind("execution", execution)
                .map((row, context) -> UnitRows.read(row))
                .list());
    }

    /**
     * How images of a unit ended, in the order in which they did; {@code statuses} none for all.
     *
     * @throws StoreException where there is no such unit
     */
    public Page<ImageOutcome> images(long unit, Collection<ImageResult.Status> statuses, Page.Slice slice) {
        PagedQuery<ImageOutcome> query = new PagedQuery<>(
                        "*", "sync_unit_tag", "number", (row, context) -> UnitRows.image(row))
                .where("unit_id = :unit", "unit", unit)
                .whereIn("status", statuses);
        return database.read(handle -> {
            UnitRows.get(handle, unit);
            return query.read(handle, slice);
        });
    }

    /** The first images of an execution that failed, with the units that failed as a whole. */
    public List<ImageOutcome> failures(long execution, int limit) {
        return database.read(handle -> {
            List<ImageOutcome> failures = new ArrayList<>(handle.createQuery("""
                            SELECT source, targets, message FROM sync_execution_unit
                            WHERE execution_id = :execution AND state = 'FAILED' AND message <> '' ORDER BY id LIMIT :limit""")
                    .bind("execution", execution)
                    .bind("limit", limit)
                    .map((row, context) -> new ImageOutcome(
                            row.getString("source"),
                            row.getString("targets"),
                            ImageResult.Status.FAILED,
                            Optional.empty(),
                            Optional.empty(),
                            row.getString("message"),
                            "",
                            Optional.empty(),
                            Optional.empty()))
                    .list());
            failures.addAll(handle.createQuery("""
                            SELECT t.* FROM sync_unit_tag t JOIN sync_execution_unit u ON u.id = t.unit_id
                            WHERE u.execution_id = :execution AND u.state = 'FAILED' AND t.status = 'FAILED'
                            ORDER BY t.unit_id, t.number LIMIT :limit""")
                    .bind("execution", execution)
                    .bind("limit", limit - failures.size())
                    .map((row, context) -> UnitRows.image(row))
                    .list());
            return failures;
        });
    }

    /** The images of a unit that failed or were not begun. */
    public List<ImageOutcome> undoneImages(long unit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM sync_unit_tag
                        WHERE unit_id = :unit AND status IN ('FAILED', 'CANCELLED') ORDER BY number""")
                .bind("unit", unit)
                .map((row, context) -> UnitRows.image(row))
                .list());
    }

    /**
     * One of an execution.
     *
     * @throws StoreException where that execution has no such unit
     */
    public Unit get(long execution, long id) {
        return database.read(handle -> {
            Unit unit = UnitRows.get(handle, id);
            if (unit.executionId() != execution) {
                throw StoreException.notFound("unit", id);
            }
            return unit;
        });
    }
}
