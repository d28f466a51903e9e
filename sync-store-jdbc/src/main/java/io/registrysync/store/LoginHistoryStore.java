package io.registrysync.store;

import io.registrysync.store.Login.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Who came in, and who wanted to. */
public final class LoginHistoryStore {
    private static final int LONGEST_ADDRESS = 100;
    private static final int LONGEST_AGENT = 500;

    private final Database database;
    private final InstantSource clock;

    LoginHistoryStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Notes what happened now. What is too long is cut. */
    public void append(String username, String address, String userAgent, Outcome outcome) {
        database.run(handle -> handle.createUpdate("""
                        INSERT INTO sync_login_history (username, at, address, user_agent, outcome)
                        VALUES (:username, :now, :address, :agent, :outcome)""")
                .bind("username", Texts.folded(username))
                .bind("now", clock.millis())
                .bind("address", Texts.fit(address, LONGEST_ADDRESS))
                .bind("agent", Texts.fit(userAgent, LONGEST_AGENT))
                .bind("outcome", outcome.name())
                .execute());
    }

    /**
     * Failures in a row.
     *
     * @param last when the last one was
     */
    public record Failures(long count, Optional<Instant> last) {}

    /** How often a user name has failed since then, and since it last succeeded. */
    public Failures ofUser(String username, Instant since) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) AS n, MAX(at) AS last FROM sync_login_history
                        WHERE username = :username AND at >= :since AND outcome = 'FAILED' AND id > COALESCE((
                          SELECT MAX(id) FROM sync_login_history
                          WHERE username = :username AND at >= :since AND outcome = 'SUCCEEDED'), 0)""")
                .bind("username", Texts.folded(username))
                .bind("since", since.toEpochMilli())
                .map((row, context) -> failures(row))
                .one());
    }

    /** How often an address has failed since then; that it succeeds for one user does not excuse it for others. */
    public Failures ofAddress(String address, Instant since) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) AS n, MAX(at) AS last FROM sync_login_history
                        WHERE address = :address AND at >= :since AND outcome = 'FAILED'""")
                .bind("address", Texts.fit(address, LONGEST_ADDRESS))
                .bind("since", since.toEpochMilli())
                .map((row, context) -> failures(row))
                .one());
    }

    /**
     * Which entries are wanted.
     *
     * @param username what it contains, in whatever case; empty for all
     * @param address  what it contains; empty for all
     */
    public record Filter(String username, String address, Optional<Outcome> outcome) {
        /** All of them. */
        public static final Filter ALL = new Filter("", "", Optional.empty());
    }

    /** The latest first. */
    public Page<Login> list(Filter filter, Page.Slice slice) {
        PagedQuery<Login> query = new PagedQuery<>(
                        "*", "sync_login_history", "at DESC, id DESC", (row, context) -> login(row))
                .whereContains("username", filter.username())
                .whereContains("address", filter.address())
                .where("outcome = :outcome", "outcome", filter.outcome().map(Outcome::name));
        return database.read(handle -> query.read(handle, slice));
    }

    private static Failures failures(ResultSet row) throws SQLException {
        return new Failures(row.getLong("n"), Columns.maybeTime(row, "last"));
    }

    private static Login login(ResultSet row) throws SQLException {
        return new Login(
                row.getLong("id"),
                Columns.time(row, "at"),
                row.getString("username"),
                row.getString("address"),
                row.getString("user_agent"),
                Outcome.valueOf(row.getString("outcome")));
    }
}
