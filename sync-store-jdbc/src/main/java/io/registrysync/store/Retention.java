package io.registrysync.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/** Deletes what is old, piece by piece, so that nobody who writes has to wait long. */
public final class Retention {
    private static final int ROWS = 5_000;
    private static final Duration PAUSE = Duration.ofMillis(30);

    private final Database database;
    private final InstantSource clock;

    Retention(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How long what is kept. Executions that are not over are kept in any case.
     *
     * @param executions        with all that belongs to them, since they were created
     * @param executionsPerTask the latest of each task that are kept within that time
     * @param deliveries        since they were sent or given up
     * @param logins            the history of logins
     * @param audit             what was done by whom
     * @param state             what is remembered of registries, since it was last of use
     * @param nodes             since they were last seen
     */
    public record Policy(
            Duration executions,
            int executionsPerTask,
            Duration deliveries,
            Duration logins,
            Duration audit,
            Duration state,
            Duration nodes) {
        /** What holds unless somebody says otherwise. */
        public static final Policy USUAL = new Policy(
                Duration.ofDays(90),
                500,
                Duration.ofDays(30),
                Duration.ofDays(180),
                Duration.ofDays(365),
                Duration.ofDays(60),
                Duration.ofDays(1));

        /**
         * Checks that something is kept.
         *
         * @throws IllegalArgumentException where nothing would be
         */
        public Policy {
            for (Duration time : List.of(executions, deliveries, logins, audit, state, nodes)) {
                if (time.isNegative() || time.isZero()) {
                    throw new IllegalArgumentException("a time that something is kept is above 0");
                }
            }
            if (executionsPerTask < 1) {
                throw new IllegalArgumentException("of each task 1 execution is kept, or more");
            }
        }
    }

    /** How many of each there were to delete. */
    public record Purged(long executions, long deliveries, long logins, long audit, long state, long nodes) {}

    /**
     * Deletes what is older than it may be. Several nodes may do so at once, which is of no use.
     *
     * @param stop is asked before each piece; what is done by then stays done
     */
    public Purged purge(Policy policy, BooleanSupplier stop) {
        Pieces pieces = new Pieces(database, stop, database.dialect() == Dialect.SQLITE ? PAUSE : Duration.ZERO);
        long executions =
                new PurgedExecutions(database, pieces).purge(before(policy.executions()), policy.executionsPerTask());
        return new Purged(
                executions,
                pieces.whole(rows("sync_delivery", "id", "finished_at", before(policy.deliveries()))),
                pieces.whole(rows("sync_login_history", "id", "at", before(policy.logins()))),
                pieces.whole(rows("sync_audit", "id", "at", before(policy.audit()))),
                pieces.whole(rows("sync_state", "topic, name", "used_at", before(policy.state()))),
                pieces.whole(rows("sync_node", "name", "seen_at", before(policy.nodes()))));
    }

    private long before(Duration age) {
        return clock.millis() - age.toMillis();
    }

    private static ToLongFunction<Handle> rows(String table, String key, String time, long before) {
        String sql = "DELETE FROM " + table + " WHERE (" + key + ") IN (SELECT " + key + " FROM " + table + " WHERE "
                + time + " < :before LIMIT " + ROWS + ")";
        return handle -> handle.createUpdate(sql).bind("before", before).execute();
    }
}
