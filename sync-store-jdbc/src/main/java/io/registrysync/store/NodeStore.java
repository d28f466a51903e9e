package io.registrysync.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The processes that work, as far as they say so. */
public final class NodeStore {
    private final Database database;
    private final InstantSource clock;

    NodeStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Says that a node lives. */
    public void beat(Node node) {
        database.run(handle -> handle.createUpdate("""
                        INSERT INTO sync_node (name, version, threads, started_at, seen_at)
                        VALUES (:name, :version, :threads, :started, :now)
                        ON CONFLICT (name) DO UPDATE SET version = :version, threads = :threads, started_at = :started,
                          seen_at = :now""")
                .bind("name", node.name())
                .bind("version", node.version())
                .bind("threads", node.threads())
                .bind("started", node.startedAt().toEpochMilli())
                .bind("now", clock.millis())
                .execute());
    }

    /** All that have been seen lately, by name. */
    public List<Node> list(Duration lately) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM sync_node WHERE seen_at >= :since ORDER BY name")
                .bind("since", clock.millis() - lately.toMillis())
                .map((row, context) -> new Node(
                        row.getString("name"),
                        row.getString("version"),
                        row.getInt("threads"),
                        Columns.time(row, "started_at"),
                        Columns.time(row, "seen_at")))
                .list());
    }

    /** It has ended in order. */
    public void leave(String node) {
        database.run(handle -> handle.createUpdate("DELETE FROM sync_node WHERE name = :name")
                .bind("name", node)
                .execute());
    }
}
