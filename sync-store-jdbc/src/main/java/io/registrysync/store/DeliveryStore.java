package io.registrysync.store;

import io.registrysync.store.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The outbox: what is to be told, and what came of it. */
public final class DeliveryStore {
    private static final String COLUMNS =
            "id, channel_id, execution_id, state, tries, next_try_at, answer, created_at, finished_at";

    private final Database database;
    private final InstantSource clock;

    DeliveryStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Puts messages into the outbox. */
    public void add(List<Delivery.Draft> messages) {
        database.run(handle -> insert(handle, messages));
    }

    void insert(Handle handle, List<Delivery.Draft> messages) {
        for (Delivery.Draft message : messages) {
            handle.createUpdate("""
                            INSERT INTO sync_delivery (channel_id, execution_id, state, tries, next_try_at, answer,
                              created_at)
                            VALUES (:channel, :execution, 'PENDING', 0, :now, '', :now)""")
                    .bind("channel", message.channelId())
                    .bind("execution", message.executionId())
                    .bind("now", clock.millis())
                    .execute();
        }
    }

    /**
     * Takes a message whose time has come. Nobody else takes it before {@code lease} is over; who has it has to say what
     * came of it before.
     */
    public Optional<Delivery> take(Duration lease) {
        return database.change(handle -> {
            long now = clock.millis();
            Optional<Delivery> due = handle.createQuery("SELECT " + COLUMNS
                            + " FROM sync_delivery WHERE next_try_at <= :now ORDER BY next_try_at, id LIMIT 1"
                            + database.dialect().skippingLock())
                    .bind("now", now)
                    .map((row, context) -> delivery(row))
                    .findOne();
            due.ifPresent(taken -> handle.createUpdate(
                            "UPDATE sync_delivery SET tries = tries + 1, next_try_at = :until WHERE id = :id")
                    .bind("until", now + lease.toMillis())
                    .bind("id", taken.id())
                    .execute());
            return due.map(taken -> get(handle, taken.id()));
        });
    }

    /** The channel has it. */
    public void sent(Delivery delivery, String answer) {
        end(delivery, State.SENT, answer);
    }

    /** It will not be tried again. */
    public void failed(Delivery delivery, String answer) {
        end(delivery, State.FAILED, answer);
    }

    private void end(Delivery delivery, State state, String answer) {
        database.run(handle -> handle.createUpdate("""
                        UPDATE sync_delivery SET state = :state, answer = :answer, next_try_at = NULL, finished_at = :now
                        WHERE id = :id AND tries = :tries AND state = 'PENDING'""")
                .bind("state", state.name())
                .bind("answer", answer)
                .bind("now", clock.millis())
                .bind("id", delivery.id())
                .bind("tries", delivery.tries())
                .execute());
    }

    /** It is tried again then. */
    public void later(Delivery delivery, Instant next, String answer) {
        database.run(handle -> handle.createUpdate("""
                        UPDATE sync_delivery SET answer = :answer, next_try_at = :next
                        WHERE id = :id AND tries = :tries AND state = 'PENDING'""")
                .bind("answer", answer)
                .bind("next", next.toEpochMilli())
                .bind("id", delivery.id())
                .bind("tries", delivery.tries())
                .execute());
    }

    /** Which messages are wanted; {@code states} none for all. */
    public record Filter(List<State> states, Optional<Long> channel, Optional<Long> execution) {
        /** All of them. */
        public static final Filter ALL = new Filter(List.of(), Optional.empty(), Optional.empty());

        /** Freezes the list. */
        public Filter {
            states = List.copyOf(states);
        }
    }

    /** The latest first. */
    public Page<Delivery> list(Filter filter, Page.Slice slice) {
        PagedQuery<Delivery> query = new PagedQuery<>(
                        COLUMNS, "sync_delivery", "id DESC", (row, context) -> delivery(row))
                .whereIn("state", filter.states())
                .where("channel_id = :channel", "channel", filter.channel())
                .where("execution_id = :execution", "execution", filter.execution());
        return database.read(handle -> query.read(handle, slice));
    }

    private static Delivery get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_delivery WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> delivery(row))
                .one();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                row.getLong("channel_id"),
                row.getLong("execution_id"),
                State.valueOf(row.getString("state")),
                row.getInt("tries"),
                Columns.maybeTime(row, "next_try_at"),
                row.getString("answer"),
                Columns.time(row, "created_at"),
                Columns.maybeTime(row, "finished_at"));
    }
}
