package io.registrysync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Sessions, for all nodes. Only hashes of their tokens are kept: who reads the database cannot use them. */
public final class SessionStore {
    private static final int LONGEST_ADDRESS = 100;
    private static final int LONGEST_AGENT = 500;
    private static final String COLUMNS = """
            s.id, s.user_id, s.created_at, s.seen_at, s.ends_at, s.remember_series, s.address, s.user_agent""";
    private static final String OF_ACTIVE =
            " FROM sync_session s JOIN sync_user u ON u.id = s.user_id WHERE u.active = TRUE";

    /** A session in use is used often, and each write has a price. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    /** How long requests that were under way when the remembered token changed may still come with the one before. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;

    SessionStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How long a session lasts.
     *
     * @param idle     since it was last used
     * @param absolute since it began
     */
    public record Limits(Duration idle, Duration absolute) {}

    /**
     * What a browser is remembered by.
     *
     * @param series stays the same; a hash
     * @param hash   of the token that changes with each use
     */
    public record Remembered(String series, String hash) {}

    /**
     * Begins one. What is too long is cut. Deletes those that are of no more use.
     *
     * @param hash      of the session's token
     * @param remember  absent where the session is not to outlive its limits
     * @param remembers how long the browser is remembered
     * @return its id
     */
    public long open(
            long userId,
            String hash,
            Limits limits,
            Optional<Remembered> remember,
            Duration remembers,
            String address,
            String userAgent) {
        long now = clock.millis();
        return database.change(handle -> {
            handle.createUpdate("DELETE FROM sync_session WHERE expires_at <= :now AND remember_until <= :now")
                    .bind("now", now)
                    .execute();
            return handle.createUpdate("""
                            INSERT INTO sync_session (user_id, hash, address, user_agent, created_at, seen_at, expires_at,
                              ends_at, remember_series, remember_hash, remember_until)
                            VALUES (:user, :hash, :address, :agent, :now, :now, :expires, :ends, :series, :remember, :until)""")
                    .bind("user", userId)
                    .bind("hash", hash)
                    .bind("address", Texts.fit(address, LONGEST_ADDRESS))
                    .bind("agent", Texts.fit(userAgent, LONGEST_AGENT))
                    .bind("now", now)
                    .bind("expires", now + shorter(limits))
                    .bind("ends", now + limits.absolute().toMillis())
                    .bind("series", remember.map(Remembered::series).orElse(null))
                    .bind("remember", remember.map(Remembered::hash).orElse(null))
                    .bind("until", remember.isPresent() ? now + remembers.toMillis() : 0)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
        });
    }

    private static long shorter(Limits limits) {
        return Math.min(limits.idle().toMillis(), limits.absolute().toMillis());
    }

    /** The session with this hash, if it has not ended and its user is active. */
    public Optional<Session> find(String hash) {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + OF_ACTIVE + " AND s.hash = :hash AND s.expires_at > :now")
                .bind("hash", hash)
                .bind("now", clock.millis())
                .map((row, context) -> session(row))
                .findOne());
    }

    /** The same, and notes that it was used. */
    public Optional<Session> use(String hash, Limits limits) {
        long now = clock.millis();
        Optional<Session> found = find(hash);
        found.filter(session -> now - session.seenAt().toEpochMilli() >= NOTED.toMillis())
                .ifPresent(session -> database.run(handle -> handle.createUpdate(
                                "UPDATE sync_session SET seen_at = :now, expires_at = :expires WHERE id = :id")
                        .bind("now", now)
                        .bind(
                                "expires",
                                Math.min(
                                        now + limits.idle().toMillis(),
                                        session.endsAt().toEpochMilli()))
                        .bind("id", session.id())
                        .execute()));
        return found;
    }

    /** What came of a remembered token. */
    public enum Renewal {
        /** The session has begun again; both tokens are new. */
        RENEWED,
        /** Another request of the same browser has just renewed it. Nothing has changed; the request may pass. */
        OVERLAPPED,
        /** Nobody is remembered by that. */
        UNKNOWN,
        /** The token was used before: two have it. All sessions of the user have ended. */
        STOLEN
    }

    /**
     * What came of it, and whose it is.
     *
     * @param session absent where nobody is known
     */
    public record Renewed(Renewal renewal, Optional<Session> session) {}

    /**
     * Begins a session again for a browser that is remembered.
     *
     * @param shown    what the browser came with
     * @param nextHash of the token that takes its place
     * @param hash     of the session's new token
     */
    public Renewed renew(
            Remembered shown, String nextHash, String hash, Limits limits, String address, String userAgent) {
        long now = clock.millis();
        return database.change(handle -> {
            Optional<Known> known = known(handle, shown.series(), now);
            if (known.isEmpty()) {
                return new Renewed(Renewal.UNKNOWN, Optional.empty());
            }
            Known row = known.get();
            Renewal renewal = Renewal.STOLEN;
            if (row.hash().equals(shown.hash())) {
                int changed = handle.createUpdate("""
                                UPDATE sync_session SET hash = :hash, address = :address, user_agent = :agent, seen_at = :now,
                                  expires_at = :expires, ends_at = :ends, remember_previous = remember_hash,
                                  remember_hash = :next, remember_changed_at = :now
                                WHERE id = :id AND remember_hash = :shown""")
                        .bind("hash", hash)
                        .bind("address", Texts.fit(address, LONGEST_ADDRESS))
                        .bind("agent", Texts.fit(userAgent, LONGEST_AGENT))
                        .bind("now", now)
                        .bind("expires", now + shorter(limits))
                        .bind("ends", now + limits.absolute().toMillis())
                        .bind("next", nextHash)
                        .bind("id", row.session().id())
                        .bind("shown", shown.hash())
                        .execute();
                renewal = changed == 1 ? Renewal.RENEWED : Renewal.OVERLAPPED;
            } else if (row.previous().equals(Optional.of(shown.hash())) && now - row.changedAt() < OVERLAP.toMillis()) {
                renewal = Renewal.OVERLAPPED;
            } else {
                end(handle, row.session().userId(), 0);
            }
            return new Renewed(renewal, known.map(Known::session));
        });
    }

    private record Known(Session session, String hash, Optional<String> previous, long changedAt) {}

    private static Optional<Known> known(Handle handle, String series, long now) {
        return handle.createQuery("SELECT " + COLUMNS + ", s.remember_hash, s.remember_previous, s.remember_changed_at"
                        + OF_ACTIVE + " AND s.remember_series = :series AND s.remember_until > :now")
                .bind("series", series)
                .bind("now", now)
                .map((row, context) -> new Known(
                        session(row),
                        row.getString("remember_hash"),
                        Columns.text(row, "remember_previous"),
                        row.getLong("remember_changed_at")))
                .findOne();
    }

    /** Those of a user that have not ended, the oldest first. */
    public List<Session> list(long userId) {
        return list(" AND s.user_id = :user", userId);
    }

    /** All that have not ended, the oldest first. */
    public List<Session> list() {
        return list("", 0);
    }

    private List<Session> list(String condition, long userId) {
        long now = clock.millis();
        return database.read(handle -> {
            var query = handle.createQuery("SELECT " + COLUMNS + OF_ACTIVE
                            + " AND (s.expires_at > :now OR s.remember_until > :now)" + condition + " ORDER BY s.id")
                    .bind("now", now);
            if (!condition.isEmpty()) {
                query.bind("user", userId);
            }
            return query.map((row, context) -> session(row)).list();
        });
    }

    /**
     * What still lets its bearer in.
     *
     * @param sessions the ids of sessions
     * @param tokens   the ids of API tokens
     */
    public record Bearers(Set<Long> sessions, Set<Long> tokens) {
        /** Freezes the sets. */
        public Bearers {
            sessions = Set.copyOf(sessions);
            tokens = Set.copyOf(tokens);
        }
    }

    /**
     * Those of {@code known} that have not ended since, whose users are active and need not change their password. One
     * question, however many there are; it does not count as a use.
     */
    public Bearers stillIn(Bearers known) {
        long now = clock.millis();
        Set<Long> sessions = new HashSet<>();
        Set<Long> tokens = new HashSet<>();
        database.read(handle -> handle.createQuery("""
                        SELECT 'SESSION' AS kind, s.id AS id FROM sync_session s JOIN sync_user u ON u.id = s.user_id
                        WHERE u.active = TRUE AND u.must_change_password = FALSE AND s.expires_at > :now
                        UNION ALL
                        SELECT 'TOKEN' AS kind, t.id AS id FROM sync_api_token t JOIN sync_user u ON u.id = t.user_id
                        WHERE u.active = TRUE AND u.must_change_password = FALSE
                          AND (t.expires_at IS NULL OR t.expires_at > :now)""")
                .bind("now", now)
                .map((row, context) ->
                        (row.getString("kind").equals("SESSION") ? sessions : tokens).add(row.getLong("id")))
                .list());
        sessions.retainAll(known.sessions());
        tokens.retainAll(known.tokens());
        return new Bearers(sessions, tokens);
    }

    /** Ends one, if it is still there. Its browser is forgotten too. */
    public void end(long id) {
        database.run(handle -> handle.createUpdate("DELETE FROM sync_session WHERE id = :id")
                .bind("id", id)
                .execute());
    }

    /**
     * Ends those of a user.
     *
     * @param except the id of one that stays; 0 for none
     */
    public void endAll(long userId, long except) {
        database.run(handle -> end(handle, userId, except));
    }

    private static void end(Handle handle, long userId, long except) {
        handle.createUpdate("DELETE FROM sync_session WHERE user_id = :user AND id <> :except")
                .bind("user", userId)
                .bind("except", except)
                .execute();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getLong("id"),
                row.getLong("user_id"),
                Columns.time(row, "created_at"),
                Columns.time(row, "seen_at"),
                Columns.time(row, "ends_at"),
                row.getString("remember_series") != null,
                row.getString("address"),
                row.getString("user_agent"));
    }
}
