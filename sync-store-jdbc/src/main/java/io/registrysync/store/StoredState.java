package io.registrysync.store;

import io.registrysync.sync.SyncState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered to ask registries less, for all nodes. Nothing waits for it: entries are written a little later and
 * together, and while the database is away nothing is known and what does not fit into memory is lost.
 */
final class StoredState implements SyncState, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredState.class);

    private static final int MOST_WAITING = 20_000;
    private static final int ROWS = 500;
    private static final int LONGEST = 1000;
    /** PostgreSQL cannot index a longer key than 2,700 bytes. */
    private static final int LONGEST_STORED_KEY = 400;

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final Duration REFRESHED = Duration.ofDays(1);

    private final Database database;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor writer;
    private final Map<Key, String> waiting = new HashMap<>();
    private boolean isWriteDue;
    private boolean isClosed;
    private volatile long awayUntil;

    private record Key(String topic, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic == 0 ? name.compareTo(other.name) : byTopic;
        }
    }

    private record Entry(String value, long usedAt) {}

    StoredState(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.writer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "registry-sync-state");
            thread.setDaemon(true);
            return thread;
        });
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Optional<String> recall(Topic topic, String name) {
        if (!isKeepable(name)) {
            return Optional.empty();
        }
        Key key = key(topic, name);
        synchronized (this) {
            String late = waiting.get(key);
            if (late != null) {
                return Optional.of(late);
            }
        }
        // While the database is away each question would wait as long as a connection may take.
        if (clock.millis() < awayUntil) {
            return Optional.empty();
        }
        try {
            Optional<Entry> entry = read(key);
            entry.filter(old -> clock.millis() - old.usedAt() >= REFRESHED.toMillis())
                    .ifPresent(old -> put(key, old.value(), false));
            return entry.map(Entry::value);
        } catch (RuntimeException failed) {
            away(failed);
            return Optional.empty();
        }
    }

    @Override
    public void remember(Topic topic, String name, String value) {
        if (isKeepable(name) && isKeepable(value)) {
            put(key(topic, name), value, true);
        }
    }

    private synchronized void put(Key key, String value, boolean isNews) {
        boolean isFull = waiting.size() >= MOST_WAITING && !waiting.containsKey(key);
        if (isClosed || isFull) {
            return;
        }
        if (isNews) {
            waiting.put(key, value);
        } else {
            waiting.putIfAbsent(key, value);
        }
        writeLater(LATE);
    }

    private synchronized void writeLater(Duration delay) {
        if (!isWriteDue && !isClosed) {
            isWriteDue = true;
            ScheduledFuture<?> unused = writer.schedule(this::writeDue, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void writeDue() {
        synchronized (this) {
            isWriteDue = false;
        }
        boolean written = write();
        synchronized (this) {
            if (!waiting.isEmpty()) {
                writeLater(written ? LATE : AWAY);
            }
        }
    }

    /** Writes what waits now. It stays until it is written, so that {@link #recall} finds it. */
    private boolean write() {
        List<Map.Entry<Key, String>> entries;
        synchronized (this) {
            entries = new ArrayList<>();
            waiting.forEach((key, value) -> entries.add(Map.entry(key, value)));
        }
        // Two nodes that lock the same rows in the same order do not wait for each other in a circle.
        entries.sort(Map.Entry.comparingByKey());
        try {
            for (int from = 0; from < entries.size(); from += ROWS) {
                List<Map.Entry<Key, String>> some = entries.subList(from, Math.min(from + ROWS, entries.size()));
                write(some);
                synchronized (this) {
                    some.forEach(entry -> waiting.remove(entry.getKey(), entry.getValue()));
                }
            }
            return true;
        } catch (RuntimeException failed) {
            away(failed);
            return false;
        }
    }

    private void write(List<Map.Entry<Key, String>> entries) {
        long now = clock.millis();
        database.run(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO sync_state (topic, name, value, used_at) VALUES (:topic, :name, :value, :now)
                    ON CONFLICT (topic, name) DO UPDATE SET value = excluded.value, used_at = excluded.used_at""");
            for (Map.Entry<Key, String> entry : entries) {
                batch.bind("topic", entry.getKey().topic())
                        .bind("name", entry.getKey().name())
                        .bind("value", entry.getValue())
                        .bind("now", now)
                        .add();
            }
            batch.execute();
        });
    }

    private Optional<Entry> read(Key key) {
        return database.read(handle -> handle.createQuery(
                        "SELECT value, used_at FROM sync_state WHERE topic = :topic AND name = :name")
                .bind("topic", key.topic())
                .bind("name", key.name())
                .map((row, context) -> new Entry(row.getString("value"), row.getLong("used_at")))
                .findOne());
    }

    private void away(RuntimeException failure) {
        long now = clock.millis();
        if (now >= awayUntil) {
            LOG.warn(
                    "registries are asked more than needed, because what is known of them is away: {}",
                    failure.getMessage());
        }
        awayUntil = now + AWAY.toMillis();
    }

    private static boolean isKeepable(String text) {
        return text.length() <= LONGEST && text.indexOf('\0') < 0;
    }

    private static Key key(Topic topic, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return new Key(topic.name(), bytes.length <= LONGEST_STORED_KEY ? name : "sha256:" + sha256(bytes));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes what waits; what is remembered later is lost. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        writer.shutdown();
        try {
            if (writer.awaitTermination(AWAY.toSeconds(), TimeUnit.SECONDS)) {
                write();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
