package io.registrysync.store;

import io.registrysync.store.Execution.Reason;
import io.registrysync.store.Execution.State;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** How executions end: once, with the sums over their units, and with what is to be told of it. */
final class ExecutionEndings {
    private final Database database;
    private final DeliveryStore deliveries;
    private final InstantSource clock;

    ExecutionEndings(Database database, DeliveryStore deliveries, InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** See {@link ExecutionStore#close}. */
    Optional<Execution> close(long id, Function<Execution, List<Delivery.Draft>> messages) {
        return database.change(handle -> {
            Optional<Execution> open = handle.createQuery("SELECT " + ExecutionRows.COLUMNS
                            + " FROM sync_execution WHERE id = :id AND state IN ('QUEUED', 'RUNNING')"
                            + database.dialect().lock())
                    .bind("id", id)
                    .map((row, context) -> ExecutionRows.read(row))
                    .findOne();
            if (open.isEmpty() || !isOver(handle, open.get())) {
                return Optional.empty();
            }
            Tally tally = handle.createQuery(
                            "SELECT " + Tally.SUMS + " FROM sync_execution_unit WHERE execution_id = :id")
                    .bind("id", id)
                    .map((row, context) -> Tally.read(row))
                    .one();
            boolean failed = handle.createQuery(
                                    "SELECT COUNT(*) FROM sync_execution_unit WHERE execution_id = :id AND state = 'FAILED'")
                            .bind("id", id)
                            .mapTo(Long.class)
                            .one()
                    > 0;
            Reason reason =
                    open.get().stopRequestedAt().isPresent() ? Reason.STOPPED : failed ? Reason.IMAGES : Reason.NONE;
            return Optional.of(end(handle, id, reason, open.get().message(), tally, messages));
        });
    }

    private static boolean isOver(Handle handle, Execution execution) {
        if (!execution.prepared() || execution.state() == State.QUEUED) {
            return execution.stopRequestedAt().isPresent();
        }
        return handle.createQuery("""
                                SELECT COUNT(*) FROM sync_execution_unit
                                WHERE execution_id = :id AND state IN ('PENDING', 'RUNNING')""")
                        .bind("id", execution.id())
                        .mapTo(Long.class)
                        .one()
                == 0;
    }

    /** See {@link ExecutionStore#fail}. */
    Optional<Execution> fail(long id, String message, Function<Execution, List<Delivery.Draft>> messages) {
        return database.change(handle -> {
            Execution execution = ExecutionRows.get(handle, id);
            return execution.state().isFinal()
                    ? Optional.empty()
                    : Optional.of(end(handle, id, Reason.ERROR, message, execution.tally(), messages));
        });
    }

    private Execution end(
            Handle handle,
            long id,
            Reason reason,
            String message,
            Tally tally,
            Function<Execution, List<Delivery.Draft>> messages) {
        State state = reason == Reason.NONE ? State.SUCCEEDED : State.FAILED;
        tally.bind(handle.createUpdate("""
                        UPDATE sync_execution SET state = :state, reason = :reason, message = :message,
                          finished_at = :now, started_at = COALESCE(started_at, :now),\s""" + Tally.ASSIGNMENTS + " WHERE id = :id"))
                .bind("state", state.name())
                .bind("reason", reason.name())
                .bind("message", message)
                .bind("now", clock.millis())
                .bind("id", id)
                .execute();
        handle.createUpdate("DELETE FROM sync_execution_progress WHERE execution_id = :id")
                .bind("id", id)
                .execute();
        Execution ended = ExecutionRows.get(handle, id);
        deliveries.insert(handle, messages.apply(ended));
        return ended;
    }
}
