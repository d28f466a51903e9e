package io.registrysync.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * How many bytes executions sent, by the time. Nodes say so each for itself, and it is added up. The longer an execution
 * runs, the longer are the intervals, so that one of a day has some hundred of them.
 */
public final class ThroughputStore {
    /**
     * Intervals of 2 seconds, after 2 minutes of 10 seconds, after 20 minutes of one minute, and after 4 hours of ten.
     * Each begins where a shorter one ends. Clocks of nodes may differ: nothing was sent before the begin.
     */
    private static final String ADD = """
            INSERT INTO sync_execution_throughput (execution_id, at, seconds, bytes)
            SELECT id, begin + elapsed / (seconds * 1000) * (seconds * 1000), seconds, :bytes
              FROM (SELECT id, begin, elapsed,
                           CASE WHEN elapsed < 120000 THEN 2
                                WHEN elapsed < 1200000 THEN 10
                                WHEN elapsed < 14400000 THEN 60
                                ELSE 600 END AS seconds
                      FROM (SELECT id, begin, CASE WHEN :at < begin THEN 0 ELSE :at - begin END AS elapsed
                              FROM (SELECT id, COALESCE(started_at, created_at) AS begin
                                      FROM sync_execution
                                     WHERE id = :execution) run) sent) measured
             WHERE true
            ON CONFLICT (execution_id, at) DO UPDATE
               SET bytes = sync_execution_throughput.bytes + excluded.bytes""";

    private final Database database;

    ThroughputStore(Database database) {
        this.database = database;
    }

    /**
     * What was sent in an interval, on the average as fast all through it.
     *
     * @param at      where the interval begins
     * @param seconds how long it is
     */
    public record Sample(Instant at, int seconds, long bytes) {}

    /** Adds bytes that were sent, by when; those of an execution that is gone are forgotten. */
    public void add(long execution, Map<Instant, Long> sent) {
        if (sent.isEmpty()) {
            return;
        }
        database.run(handle -> {
            PreparedBatch batch = handle.prepareBatch(ADD);
            sent.forEach((at, bytes) -> batch.bind("execution", execution)
                    .bind("at", at.toEpochMilli())
                    .bind("bytes", bytes)
                    .add());
            batch.execute();
        });
    }

    /** In the order of the time, without the intervals in which nothing was sent. */
    public List<Sample> of(long execution) {
        return database.read(handle -> handle.createQuery(
                        "SELECT at, seconds, bytes FROM sync_execution_throughput WHERE execution_id = :id ORDER BY at")
                .bind("id", execution)
                .map((row, context) -> new Sample(Columns.time(row, "at"), row.getInt("seconds"), row.getLong("bytes")))
                .list());
    }
}
