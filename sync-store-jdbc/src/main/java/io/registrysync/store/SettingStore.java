package io.registrysync.store;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings of the whole, as texts. What they mean, and what holds where one is missing, is said by whoever uses them. */
public final class SettingStore {
    private final Database database;
    private final InstantSource clock;

    SettingStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** All that are set. */
    public Map<String, String> all() {
        return database.read(handle -> handle
                .createQuery("SELECT name, value FROM sync_settings")
                .map((row, context) -> Map.entry(row.getString("name"), row.getString("value")))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** One of them. */
    public Optional<String> get(String name) {
        return database.read(handle -> handle.createQuery("SELECT value FROM sync_settings WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
    }

    /** Sets some, all or none. */
    public void put(Map<String, String> settings) {
        settings.keySet().forEach(Texts::requireName);
        database.run(handle -> settings.forEach((name, value) -> handle.createUpdate("""
                        INSERT INTO sync_settings (name, value, updated_at) VALUES (:name, :value, :now)
                        ON CONFLICT (name) DO UPDATE SET value = :value, updated_at = :now""")
                .bind("name", name)
                .bind("value", value)
                .bind("now", clock.millis())
                .execute()));
    }

    /** Lets what is usual hold again. */
    public void remove(String name) {
        database.run(handle -> handle.createUpdate("DELETE FROM sync_settings WHERE name = :name")
                .bind("name", name)
                .execute());
    }
}
