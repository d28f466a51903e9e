package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Channels that messages are sent through, and their secrets. */
public final class ChannelStore {
    private static final String COLUMNS =
            "id, name, type, settings, secret_names, enabled, version, created_at, updated_at";

    private static final Pattern SECRET_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,60}");
    private static final Pattern COMMA = Pattern.compile(",");

    private final Database database;
    private final Seal seal;
    private final InstantSource clock;

    ChannelStore(Database database, Seal seal, InstantSource clock) {
        this.database = database;
        this.seal = seal;
        this.clock = clock;
    }

    /** All, by name. */
    public List<StoredChannel> list() {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM sync_channel ORDER BY name")
                .map((row, context) -> channel(row))
                .list());
    }

    /**
     * One of them.
     *
     * @throws StoreException where there is none
     */
    public StoredChannel get(long id) {
        return database.read(handle -> get(handle, id));
    }

    /** The one with this name. */
    public Optional<StoredChannel> named(String name) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM sync_channel WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> channel(row))
                .findOne());
    }

    /**
     * The secrets by their names, for whoever sends; nothing else may have them.
     *
     * @throws StoreException where there is no such channel, or its secrets cannot be opened
     */
    public Map<String, String> secrets(long id) {
        return database.read(handle -> opened(handle, id));
    }

    /**
     * Adds one.
     *
     * @return its id
     * @throws StoreException           where the name is taken
     * @throws IllegalArgumentException where a secret's name is none
     */
    public long add(ChannelEntry entry, Map<String, String> secrets) {
        return database.change(handle -> {
            requireFree(handle, entry.name(), 0);
            long id = handle.createUpdate("""
                            INSERT INTO sync_channel (name, type, settings, secrets, secret_names, enabled, version,
                              created_at, updated_at)
                            VALUES (:name, :type, :settings, '', '', :enabled, 1, :now, :now)""")
                    .bind("name", entry.name())
                    .bind("type", entry.type())
                    .bind("settings", Texts.json(entry.settings()))
                    .bind("enabled", entry.enabled())
                    .bind("now", clock.millis())
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
            keep(handle, id, secrets);
            return id;
        });
    }

    /**
     * Changes one. Secrets that are not mentioned stay; whether they may, where messages go somewhere else from now on, is
     * for the caller to say, who knows what the settings mean.
     *
     * @param version of what was read
     * @param secrets what becomes of which secret
     * @throws StoreException           where it was changed meanwhile, the new name is taken, or secrets that are to stay
     *     cannot be opened
     * @throws IllegalArgumentException where a secret's name is none
     */
    public StoredChannel update(long id, int version, ChannelEntry entry, Map<String, SecretChange> secrets) {
        return database.change(handle -> {
            StoredChannel before = get(handle, id);
            requireFree(handle, entry.name(), id);
            int changed = handle.createUpdate("""
                            UPDATE sync_channel SET name = :name, type = :type, settings = :settings, enabled = :enabled,
                              version = version + 1, updated_at = :now
                            WHERE id = :id AND version = :version""")
                    .bind("name", entry.name())
                    .bind("type", entry.type())
                    .bind("settings", Texts.json(entry.settings()))
                    .bind("enabled", entry.enabled())
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .bind("version", version)
                    .execute();
            if (changed == 0) {
                throw StoreException.changed("channel", id);
            }
            change(handle, before, secrets);
            if (!before.name().equals(entry.name())) {
                TaskSpecs.renameChannel(handle, id, before.name(), entry.name());
            }
            return get(handle, id);
        });
    }

    private void change(Handle handle, StoredChannel channel, Map<String, SecretChange> changes) {
        if (changes.values().stream().allMatch(SecretChange::isKept)) {
            return;
        }
        Map<String, String> after = new TreeMap<>();
        // With every secret entered anew, those of a lost key are not needed.
        boolean someStay = channel.secretNames().stream()
                .anyMatch(
                        name -> changes.getOrDefault(name, SecretChange.keep()).isKept());
        if (someStay) {
            after.putAll(opened(handle, channel.id()));
        }
        changes.forEach((name, change) -> {
            if (!change.isKept()) {
                after.remove(name);
                change.secret().ifPresent(secret -> after.put(name, secret));
            }
        });
        keep(handle, channel.id(), after);
    }

    /** Lets messages be sent through it, or not for now. */
    public void setEnabled(long id, boolean enabled) {
        database.run(handle -> {
            int changed = handle.createUpdate(
                            "UPDATE sync_channel SET enabled = :enabled, updated_at = :now WHERE id = :id")
                    .bind("enabled", enabled)
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
            if (changed == 0) {
                throw StoreException.notFound("channel", id);
            }
        });
    }

    /**
     * Deletes one, with the messages that went through it or wait for it.
     *
     * @throws StoreException where a task needs it; the message names the tasks
     */
    public void delete(long id) {
        database.run(handle -> {
            TaskSpecs.requireUnused(handle, "channel", id);
            if (handle.createUpdate("DELETE FROM sync_channel WHERE id = :id")
                            .bind("id", id)
                            .execute()
                    == 0) {
                throw StoreException.notFound("channel", id);
            }
        });
    }

    /** Seals with the current key what another one has sealed. */
    int reseal(Handle handle) {
        List<Long> ids = handle.createQuery("SELECT id FROM sync_channel WHERE secrets <> '' ORDER BY id"
                        + database.dialect().lock())
                .mapTo(Long.class)
                .list();
        int changed = 0;
        for (long id : ids) {
            if (!seal.isCurrent(sealed(handle, id))) {
                keep(handle, id, opened(handle, id));
                changed++;
            }
        }
        return changed;
    }

    private void keep(Handle handle, long id, Map<String, String> secrets) {
        for (String name : secrets.keySet()) {
            if (!SECRET_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("the name of a secret has letters and digits");
            }
        }
        handle.createUpdate("UPDATE sync_channel SET secrets = :secrets, secret_names = :names WHERE id = :id")
                .bind("secrets", secrets.isEmpty() ? "" : seal.close(Texts.json(secrets), place(id)))
                .bind("names", secrets.keySet().stream().sorted().collect(Collectors.joining(",")))
                .bind("id", id)
                .execute();
    }

    private Map<String, String> opened(Handle handle, long id) {
        String sealed = sealed(handle, id);
        return sealed.isEmpty() ? Map.of() : Map.copyOf(Texts.parse(seal.open(sealed, place(id))));
    }

    private static String sealed(Handle handle, long id) {
        return handle.createQuery("SELECT secrets FROM sync_channel WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> StoreException.notFound("channel", id));
    }

    private static Seal.Place place(long id) {
        return new Seal.Place("channel", id, "secrets");
    }

    private static void requireFree(Handle handle, String name, long self) {
        handle.createQuery("SELECT id FROM sync_channel WHERE name = :name AND id <> :self")
                .bind("name", name)
                .bind("self", self)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(other -> {
                    throw StoreException.of(Kind.NAME_TAKEN, "another channel is called " + name);
                });
    }

    private static StoredChannel get(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sync_channel WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> channel(row))
                .findOne()
                .orElseThrow(() -> StoreException.notFound("channel", id));
    }

    private static StoredChannel channel(ResultSet row) throws SQLException {
        ChannelEntry entry = new ChannelEntry(
                row.getString("name"),
                row.getString("type"),
                Texts.parse(row.getString("settings")),
                row.getBoolean("enabled"));
        Set<String> names = COMMA.splitAsStream(row.getString("secret_names"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        return new StoredChannel(
                row.getLong("id"),
                row.getInt("version"),
                entry,
                names,
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"));
    }
}
