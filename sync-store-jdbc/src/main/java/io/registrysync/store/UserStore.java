package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import io.registrysync.store.User.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Users. There is always one who is active and an administrator, once there was one. */
public final class UserStore {
    private static final String COLUMNS = """
            id, username, display_name, email, role, active, must_change_password, last_login_at, version, created_at,
            updated_at""";

    private final Database database;
    private final InstantSource clock;

    UserStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** All, by name. */
    public List<User> list() {
        return database.read(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM sync_user ORDER BY username_folded")
                        .map((row, context) -> user(row))
                        .list());
    }

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    public User get(long id) {
        return database.read(handle -> get(handle, id));
    }

    /** The one with this user name, in whatever case. */
    public Optional<User> named(String username) {
        return database.read(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM sync_user WHERE username_folded = :name")
                        .bind("name", Texts.folded(username))
                        .map((row, context) -> user(row))
                        .findOne());
    }

    /**
     * The hash of the password, for whoever checks it; nothing else may have it.
     *
     * @throws StoreException where there is no such user
     */
    public String passwordHash(long id) {
        return database.read(handle -> handle.createQuery("SELECT password_hash FROM sync_user WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> StoreException.notFound("user", id)));
    }

    /**
     * Adds one.
     *
     * @param mustChangePassword before anything else
     * @return its id
     * @throws StoreException where the name is taken
     */
    public long add(User.Entry entry, String passwordHash, boolean mustChangePassword) {
        return database.change(handle -> {
            requireFree(handle, entry.username(), 0);
            return handle.createUpdate("""
                            INSERT INTO sync_user (username, username_folded, display_name, email, password_hash, role, active,
                              must_change_password, version, created_at, updated_at)
                            VALUES (:username, :folded, :display_name, :email, :hash, :role, :active, :must_change, 1, :now,
                              :now)""")
                    .bind("username", entry.username())
                    .bind("folded", Texts.folded(entry.username()))
                    .bind("display_name", entry.displayName())
                    .bind("email", entry.email())
                    .bind("hash", passwordHash)
                    .bind("role", entry.role().name())
                    .bind("active", entry.active())
                    .bind("must_change", mustChangePassword)
                    .bind("now", clock.millis())
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
        });
    }

    /**
     * Changes one.
     *
     * @param version of what was read
     * @throws StoreException where it was changed meanwhile, the new name is taken, or no administrator would be left
     */
    public User update(long id, int version, User.Entry entry) {
        return database.change(handle -> {
            long otherAdmins = otherAdmins(handle, id);
            User before = get(handle, id);
            requireFree(handle, entry.username(), id);
            boolean rules = entry.active() && entry.role() == Role.ADMIN;
            if (before.isActiveAdmin() && !rules) {
                requireAdmin(otherAdmins);
            }
            int changed = handle.createUpdate("""
                            UPDATE sync_user SET username = :username, username_folded = :folded,
                              display_name = :display_name, email = :email, role = :role, active = :active,
                              version = version + 1, updated_at = :now
                            WHERE id = :id AND version = :version""")
                    .bind("username", entry.username())
                    .bind("folded", Texts.folded(entry.username()))
                    .bind("display_name", entry.displayName())
                    .bind("email", entry.email())
                    .bind("role", entry.role().name())
                    .bind("active", entry.active())
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .bind("version", version)
                    .execute();
            if (changed == 0) {
                throw StoreException.changed("user", id);
            }
            return get(handle, id);
        });
    }

    /**
     * Deletes one, with its API tokens.
     *
     * @throws StoreException where no administrator would be left
     */
    public void delete(long id) {
        database.run(handle -> {
            long otherAdmins = otherAdmins(handle, id);
            if (get(handle, id).isActiveAdmin()) {
                requireAdmin(otherAdmins);
            }
            handle.createUpdate("DELETE FROM sync_user WHERE id = :id")
                    .bind("id", id)
                    .execute();
        });
    }

    /**
     * How many other administrators there are. None of them stops being one until this transaction ends: two who remove
     * each other at the same moment must not both succeed.
     */
    private long otherAdmins(Handle handle, long id) {
        return handle
                .createQuery("SELECT id FROM sync_user WHERE role = 'ADMIN' AND active = TRUE ORDER BY id"
                        + database.dialect().lock())
                .mapTo(Long.class)
                .stream()
                .filter(admin -> admin != id)
                .count();
    }

    private static void requireAdmin(long otherAdmins) {
        if (otherAdmins == 0) {
            throw StoreException.of(
                    Kind.WRONG_STATE,
                    "this is the last active administrator; make another user an administrator first");
        }
    }

    /**
     * Gives a user another password.
     *
     * @param mustChange before anything else, because somebody else has chosen it
     */
    public void setPassword(long id, String hash, boolean mustChange) {
        database.run(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE sync_user SET password_hash = :hash, must_change_password = :must_change,
                              version = version + 1, updated_at = :now
                            WHERE id = :id""")
                    .bind("hash", hash)
                    .bind("must_change", mustChange)
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
            if (changed == 0) {
                throw StoreException.notFound("user", id);
            }
        });
    }

    /** Hashes the same password in a better way, unless the user has another one by now. */
    public void rehash(long id, String from, String to) {
        database.run(handle -> handle.createUpdate(
                        "UPDATE sync_user SET password_hash = :to WHERE id = :id AND password_hash = :from")
                .bind("from", from)
                .bind("to", to)
                .bind("id", id)
                .execute());
    }

    /** Notes that a user has come in. */
    public void loggedIn(long id) {
        database.run(handle -> handle.createUpdate("UPDATE sync_user SET last_login_at = :now WHERE id = :id")
                .bind("now", clock.millis())
                .bind("id", id)
                .execute());
    }

    private static void requireFree(Handle handle, String username, long self) {
        handle.createQuery("SELECT id FROM sync_user WHERE username_folded = :name AND id <> :self")
                .bind("name", Texts.folded(username))
                .bind("self", self)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(other -> {
                    throw StoreException.of(Kind.NAME_TAKEN, "another user is called " + username);
                });
    }

    private static User get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_user WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> user(row))
                .findOne()
                .orElseThrow(() -> StoreException.notFound("user", id));
    }

    private static User user(ResultSet row) throws SQLException {
        User.Entry entry = new User.Entry(
                row.getString("username"),
                row.getString("display_name"),
                row.getString("email"),
                Role.valueOf(row.getString("role")),
                row.getBoolean("active"));
        return new User(
                row.getLong("id"),
                row.getInt("version"),
                entry,
                row.getBoolean("must_change_password"),
                Columns.maybeTime(row, "last_login_at"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
