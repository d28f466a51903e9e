package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Registries, and the secrets to enter them. */
public final class RegistryStore {
    private static final String COLUMNS = """
            id, name, type, url, description, username, password IS NOT NULL AS has_password, insecure, ca, token_server,
            proxy, concurrency, requests_per_second, max_units, enabled, version, created_at, updated_at""";

    private final Database database;
    private final Seal seal;
    private final InstantSource clock;

    RegistryStore(Database database, Seal seal, InstantSource clock) {
        this.database = database;
        this.seal = seal;
        this.clock = clock;
    }

    /** All, by name. */
    public List<StoredRegistry> list() {
        return database.read(RegistryStore::list);
    }

    static List<StoredRegistry> list(Handle handle) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_registry ORDER BY name")
                .map((row, context) -> registry(row))
                .list();
    }

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    public StoredRegistry get(long id) {
        return database.read(handle -> get(handle, id));
    }

    /** The one with this name. */
    public Optional<StoredRegistry> named(String name) {
        return database.read(handle -> named(handle, name));
    }

    static Optional<StoredRegistry> named(Handle handle, String name) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_registry WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> registry(row))
                .findOne();
    }

    /** The password or token, for whoever opens the registry; nothing else may have it. */
    public Optional<String> password(long id) {
        return database.read(handle -> sealed(handle, id)).map(text -> seal.open(text, place(id)));
    }

    /**
     * Adds one.
     *
     * @return its id
     * @throws StoreException where the name is taken
     */
    public long add(RegistryEntry entry, SecretChange password) {
        return database.change(handle -> add(handle, entry, password));
    }

    long add(Handle handle, RegistryEntry entry, SecretChange password) {
        requireFree(handle, entry.name(), 0);
        long id = bound(handle.createUpdate("""
                                    INSERT INTO sync_registry (name, type, url, description, username, insecure, ca,
                                      token_server, proxy, concurrency, requests_per_second, max_units, enabled, version,
                                      created_at, updated_at)
                                    VALUES (:name, :type, :url, :description, :username, :insecure, :ca,
                                      :token_server, :proxy, :concurrency, :requests_per_second, :max_units, :enabled, 1,
                                      :now, :now)"""), entry)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        password.secret().ifPresent(secret -> keep(handle, id, secret));
        return id;
    }

    /**
     * Changes one. Its password goes if the registry is another one from now on and the password is not entered again: it
     * must not be shown to a host that somebody else has chosen.
     *
     * @param version of what was read
     * @throws StoreException where it was changed meanwhile, or the new name is taken
     */
    public StoredRegistry update(long id, int version, RegistryEntry entry, SecretChange password) {
        return database.change(handle -> update(handle, id, version, entry, password));
    }

    StoredRegistry update(Handle handle, long id, int version, RegistryEntry entry, SecretChange password) {
        StoredRegistry before = get(handle, id);
        requireFree(handle, entry.name(), id);
        int changed = bound(handle.createUpdate("""
                                    UPDATE sync_registry SET name = :name, type = :type, url = :url,
                                      description = :description, username = :username, insecure = :insecure, ca = :ca,
                                      token_server = :token_server, proxy = :proxy, concurrency = :concurrency,
                                      requests_per_second = :requests_per_second, max_units = :max_units,
                                      enabled = :enabled, version = version + 1, updated_at = :now
                                    WHERE id = :id AND version = :version"""), entry)
                .bind("id", id)
                .bind("version", version)
                .execute();
        if (changed == 0) {
            throw StoreException.changed("registry", id);
        }
        password.secret().ifPresent(secret -> keep(handle, id, secret));
        if (password.secret().isEmpty() && !(password.isKept() && entry.isReachedAs(before.entry()))) {
            handle.createUpdate("UPDATE sync_registry SET password = NULL WHERE id = :id")
                    .bind("id", id)
                    .execute();
        }
        if (!before.name().equals(entry.name())) {
            TaskSpecs.renameRegistry(handle, id, before.name(), entry.name());
        }
        return get(handle, id);
    }

    /** Lets tasks use it, or not for now. */
    public void setEnabled(long id, boolean enabled) {
        database.run(handle -> {
            int changed = handle.createUpdate(
                            "UPDATE sync_registry SET enabled = :enabled, updated_at = :now WHERE id = :id")
                    .bind("enabled", enabled)
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
            if (changed == 0) {
                throw StoreException.notFound("registry", id);
            }
        });
    }

    /**
     * Deletes one.
     *
     * @throws StoreException where a task needs it; the message names the tasks
     */
    public void delete(long id) {
        database.run(handle -> {
            TaskSpecs.requireUnused(handle, "registry", id);
            if (handle.createUpdate("DELETE FROM sync_registry WHERE id = :id")
                            .bind("id", id)
                            .execute()
                    == 0) {
                throw StoreException.notFound("registry", id);
            }
        });
    }

    /** Seals with the current key what another one has sealed. */
    int reseal(Handle handle) {
        // Locked, so that a password that is entered meanwhile is not replaced by the one before.
        List<Long> ids = handle.createQuery("SELECT id FROM sync_registry WHERE password IS NOT NULL ORDER BY id"
                        + database.dialect().lock())
                .mapTo(Long.class)
                .list();
        int changed = 0;
        for (long id : ids) {
            String text = sealed(handle, id).orElseThrow();
            if (!seal.isCurrent(text)) {
                keep(handle, id, seal.open(text, place(id)));
                changed++;
            }
        }
        return changed;
    }

    private void keep(Handle handle, long id, String secret) {
        handle.createUpdate("UPDATE sync_registry SET password = :password WHERE id = :id")
                .bind("password", seal.close(secret, place(id)))
                .bind("id", id)
                .execute();
    }

    static boolean hasPassword(Handle handle, long id) {
        return sealed(handle, id).isPresent();
    }

    private static Optional<String> sealed(Handle handle, long id) {
        return handle.createQuery("SELECT password FROM sync_registry WHERE id = :id AND password IS NOT NULL")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    private static Seal.Place place(long id) {
        return new Seal.Place("registry", id, "password");
    }

    private static void requireFree(Handle handle, String name, long self) {
        handle.createQuery("SELECT id FROM sync_registry WHERE name = :name AND id <> :self")
                .bind("name", name)
                .bind("self", self)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(other -> {
                    throw StoreException.of(Kind.NAME_TAKEN, "another registry is called " + name);
                });
    }

    private static StoredRegistry get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_registry WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> registry(row))
                .findOne()
                .orElseThrow(() -> StoreException.notFound("registry", id));
    }

    private <S extends SqlStatement<S>> S bound(S statement, RegistryEntry entry) {
        return statement
                .bind("name", entry.name())
                .bind("type", entry.type())
                .bind("url", entry.url())
                .bind("description", entry.description())
                .bind("username", entry.username().orElse(null))
                .bind("insecure", entry.insecure())
                .bind("ca", entry.ca().orElse(null))
                .bind("token_server", entry.tokenServer().orElse(null))
                .bind("proxy", entry.proxy().orElse(null))
                .bind("concurrency", entry.concurrency().orElse(null))
                .bind("requests_per_second", entry.requestsPerSecond().orElse(null))
                .bind("max_units", entry.maxUnits().orElse(null))
                .bind("enabled", entry.enabled())
                .bind("now", clock.millis());
    }

    private static StoredRegistry registry(ResultSet row) throws SQLException {
        RegistryEntry entry = new RegistryEntry(
                row.getString("name"),
                row.getString("type"),
                row.getString("url"),
                row.getString("description"),
                Columns.text(row, "username"),
                row.getBoolean("insecure"),
                Columns.text(row, "ca"),
                Columns.text(row, "token_server"),
                Columns.text(row, "proxy"),
                Columns.integer(row, "concurrency"),
                Columns.real(row, "requests_per_second"),
                Columns.integer(row, "max_units"),
                row.getBoolean("enabled"));
        return new StoredRegistry(
                row.getLong("id"),
                row.getInt("version"),
                entry,
                row.getBoolean("has_password"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
