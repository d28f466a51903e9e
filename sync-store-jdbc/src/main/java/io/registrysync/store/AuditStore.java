package io.registrysync.store;

import io.registrysync.store.AuditEntry.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What was done, by whom. Entries are added and, when they are old, purged; nothing changes one. */
public final class AuditStore {
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_ADDRESS = 100;
    private static final int LONGEST_ACTION = 60;
    private static final int LONGEST_DETAIL = 10_000;

    private final Database database;
    private final InstantSource clock;

    AuditStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes what happens now. What is too long is cut. */
    public void append(String actor, String address, String action, String subject, Outcome outcome, String detail) {
        database.run(handle -> handle.createUpdate("""
                        INSERT INTO sync_audit (at, actor, address, action, subject, outcome, detail)
                        VALUES (:now, :actor, :address, :action, :subject, :outcome, :detail)""")
                .bind("now", clock.millis())
                .bind("actor", Texts.fit(actor, LONGEST_NAME))
                .bind("address", Texts.fit(address, LONGEST_ADDRESS))
                .bind("action", Texts.fit(action, LONGEST_ACTION))
                .bind("subject", Texts.fit(subject, LONGEST_NAME))
                .bind("outcome", outcome.name())
                .bind("detail", Texts.fit(detail, LONGEST_DETAIL))
                .execute());
    }

    /**
     * Which entries are wanted.
     *
     * @param actor   exactly; empty for all
     * @param action  how it begins; empty for all
     * @param subject what it contains, in whatever case; empty for all
     * @param from    then or later
     * @param to      before
     */
    public record Filter(
            String actor,
            String action,
            String subject,
            Optional<Outcome> outcome,
            Optional<Instant> from,
            Optional<Instant> to) {
        /** All of them. */
        public static final Filter ALL = new Filter("", "", "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The latest first. */
    public Page<AuditEntry> list(Filter filter, Page.Slice slice) {
        PagedQuery<AuditEntry> query = new PagedQuery<>(
                        "*", "sync_audit", "at DESC, id DESC", (row, context) -> entry(row))
                .where("actor = :actor", "actor", filter.actor())
                .where("SUBSTR(action, 1, LENGTH(:action)) = :action", "action", filter.action())
                .whereContains("subject", filter.subject())
                .where("outcome = :outcome", "outcome", filter.outcome().map(Outcome::name))
                .where("at >= :from", "from", filter.from().map(Instant::toEpochMilli))
                .where("at < :to", "to", filter.to().map(Instant::toEpochMilli));
        return database.read(handle -> query.read(handle, slice));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                Columns.time(row, "at"),
                row.getString("actor"),
                row.getString("address"),
                row.getString("action"),
                row.getString("subject"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("detail"));
    }
}
