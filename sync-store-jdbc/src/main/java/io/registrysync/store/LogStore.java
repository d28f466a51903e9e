package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Logs of executions, in compressed chunks. */
public final class LogStore {
    /** Of so many that write a chunk at the same moment, the last one gives up. */
    private static final int TRIES = 50;

    private final Database database;
    private final InstantSource clock;

    LogStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Appends lines as one chunk; several nodes may do so at once. */
    public void append(long execution, List<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        byte[] data = LogChunk.write(lines);
        for (int tries = 1; ; tries++) {
            try {
                database.run(handle -> handle.createUpdate("""
                                INSERT INTO sync_log_chunk (execution_id, number, first_line, line_count, written_at, data)
                                SELECT :execution, COALESCE(MAX(number), 0) + 1, COALESCE(MAX(first_line + line_count), 1),
                                  :count, :now, :data
                                FROM sync_log_chunk WHERE execution_id = :execution""")
                        .bind("execution", execution)
                        .bind("count", lines.size())
                        .bind("now", clock.millis())
                        .bind("data", data)
                        .execute());
                return;
            } catch (StoreException failure) {
                // Another node had the same number in mind; ours is the next one.
                if (failure.kind() != Kind.NAME_TAKEN || tries == TRIES) {
                    throw failure;
                }
            }
        }
    }

    /** How many lines there are. */
    public long count(long execution) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COALESCE(MAX(first_line + line_count), 1) - 1 FROM sync_log_chunk
                        WHERE execution_id = :execution""")
                .bind("execution", execution)
                .mapTo(Long.class)
                .one());
    }

    /**
     * A line and where it stands.
     *
     * @param number counted from 1
     * @param chunk  the chunk that it is stored in, counted from 1
     */
    public record Numbered(long number, long chunk, LogLine line) {}

    /**
     * Lines in their order.
     *
     * @param from   the first one that may be among them, counted from 1
     * @param limit  the most that are wanted
     * @param wanted which ones
     */
    public List<Numbered> read(long execution, long from, int limit, Predicate<LogLine> wanted) {
        return database.read(handle -> {
            List<Numbered> lines = new ArrayList<>();
            try (var chunks = handle.createQuery("""
                            SELECT number, first_line, data FROM sync_log_chunk
                            WHERE execution_id = :execution AND first_line + line_count > :from ORDER BY number""")
                    .bind("execution", execution)
                    .bind("from", from)
                    .setFetchSize(20)
                    .map((row, context) -> new Chunk(
                            row.getLong("number"), row.getLong("first_line"), LogChunk.read(row.getBytes("data"))))
                    .iterator()) {
                while (chunks.hasNext() && lines.size() < limit) {
                    add(chunks.next(), from, limit, wanted, lines);
                }
            }
            return lines;
        });
    }

    private record Chunk(long number, long firstLine, List<LogLine> lines) {}

    private static void add(Chunk chunk, long from, int limit, Predicate<LogLine> wanted, List<Numbered> lines) {
        long number = chunk.firstLine();
        Iterator<LogLine> all = chunk.lines().iterator();
        while (all.hasNext() && lines.size() < limit) {
            LogLine line = all.next();
            if (number >= from && wanted.test(line)) {
                lines.add(new Numbered(number, chunk.number(), line));
            }
            number++;
        }
    }
}
