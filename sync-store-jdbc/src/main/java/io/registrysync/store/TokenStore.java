package io.registrysync.store;

import io.registrysync.store.User.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** API tokens. Only their hashes are kept: who reads the database cannot use them. */
public final class TokenStore {
    private static final String SELECT = """
            SELECT t.id, t.user_id, t.name, t.role, t.created_at, t.expires_at, t.last_used_at, u.role AS user_role
            FROM sync_api_token t JOIN sync_user u ON u.id = t.user_id""";

    /** A token in use is used often, and each write has a price. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;

    TokenStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Adds one.
     *
     * @param hash of the token, at most 100 characters
     * @return its id
     * @throws StoreException where there is no such user
     */
    public long add(long userId, String name, String hash, Role role, Optional<Instant> expiresAt) {
        Texts.requireName(name);
        return database.change(handle -> {
            requireUser(handle, userId);
            return handle.createUpdate("""
                            INSERT INTO sync_api_token (user_id, name, hash, role, created_at, expires_at)
                            VALUES (:user, :name, :hash, :role, :now, :expires)""")
                    .bind("user", userId)
                    .bind("name", name)
                    .bind("hash", hash)
                    .bind("role", role.name())
                    .bind("now", clock.millis())
                    .bind("expires", Columns.millis(expiresAt))
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
        });
    }

    private static void requireUser(Handle handle, long id) {
        boolean isThere = handle.createQuery("SELECT id FROM sync_user WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
        if (!isThere) {
            throw StoreException.notFound("user", id);
        }
    }

    /** The token with this hash, if it may be used: it has not expired and its user is active. Notes that it was used. */
    public Optional<ApiToken> use(String hash) {
        long now = clock.millis();
        Optional<ApiToken> found = database.read(handle -> handle.createQuery(SELECT
                        + " WHERE t.hash = :hash AND u.active = TRUE AND (t.expires_at IS NULL OR t.expires_at > :now)")
                .bind("hash", hash)
                .bind("now", now)
                .map((row, context) -> token(row))
                .findOne());
        found.filter(token -> token.lastUsedAt()
                        .map(last -> now - last.toEpochMilli() >= NOTED.toMillis())
                        .orElse(true))
                .ifPresent(token -> database.run(
                        handle -> handle.createUpdate("UPDATE sync_api_token SET last_used_at = :now WHERE id = :id")
                                .bind("now", now)
                                .bind("id", token.id())
                                .execute()));
        return found;
    }

    /** Those of a user, the oldest first. */
    public List<ApiToken> list(long userId) {
        return database.read(handle -> handle.createQuery(SELECT + " WHERE t.user_id = :user ORDER BY t.id")
                .bind("user", userId)
                .map((row, context) -> token(row))
                .list());
    }

    /** All, the oldest first. */
    public List<ApiToken> list() {
        return database.read(handle -> handle.createQuery(SELECT + " ORDER BY t.id")
                .map((row, context) -> token(row))
                .list());
    }

    /**
     * Deletes one. It is of no use from now on.
     *
     * @throws StoreException where there is none
     */
    public void delete(long id) {
        database.run(handle -> {
            if (handle.createUpdate("DELETE FROM sync_api_token WHERE id = :id")
                            .bind("id", id)
                            .execute()
                    == 0) {
                throw StoreException.notFound("API token", id);
            }
        });
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        Role own = Role.valueOf(row.getString("role"));
        Role user = Role.valueOf(row.getString("user_role"));
        return new ApiToken(
                row.getLong("id"),
                row.getLong("user_id"),
                row.getString("name"),
                own.compareTo(user) >= 0 ? own : user,
                Columns.time(row, "created_at"),
                Columns.maybeTime(row, "expires_at"),
                Columns.maybeTime(row, "last_used_at"));
    }
}
