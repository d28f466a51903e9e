package io.registrysync.store;

import io.registrysync.store.AuditEntry.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

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

        private String where() {
            List<String> conditions = new ArrayList<>(List.of("1 = 1"));
            if (!actor.isEmpty()) {
                conditions.add("actor = :actor");
            }
            if (!action.isEmpty()) {
                conditions.add("SUBSTR(action, 1, :action_length) = :action");
            }
            if (!subject.isBlank()) {
                conditions.add("LOWER(subject) LIKE :subject ESCAPE '!'");
            }
            outcome.ifPresent(wanted -> conditions.add("outcome = :outcome"));
            from.ifPresent(time -> conditions.add("at >= :from"));
            to.ifPresent(time -> conditions.add("at < :to"));
            return String.join(" AND ", conditions);
        }

        private Query bind(Query query) {
            if (!actor.isEmpty()) {
                query.bind("actor", actor);
            }
            if (!action.isEmpty()) {
                query.bind("action", action).bind("action_length", action.codePointCount(0, action.length()));
            }
            if (!subject.isBlank()) {
                query.bind("subject", Texts.contained(subject));
            }
            outcome.ifPresent(wanted -> query.bind("outcome", wanted.name()));
            from.ifPresent(time -> query.bind("from", time.toEpochMilli()));
            to.ifPresent(time -> query.bind("to", time.toEpochMilli()));
            return query;
        }
    }

    /** The latest first. */
    public Page<AuditEntry> list(Filter filter, Page.Slice slice) {
        return database.read(handle -> {
            long total = filter.bind(handle.createQuery("SELECT COUNT(*) FROM sync_audit WHERE " + filter.where()))
                    .mapTo(Long.class)
                    .one();
            List<AuditEntry> items = filter.bind(handle.createQuery("SELECT * FROM sync_audit WHERE " + filter.where()
                            + " ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset"))
                    .bind("limit", slice.limit())
                    .bind("offset", slice.offset())
                    .map((row, context) -> entry(row))
                    .list();
            return new Page<>(items, total);
        });
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
