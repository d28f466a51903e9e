package io.registrysync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What nodes say of the executions that they work on, and what watchers of all nodes read of it. */
public final class LiveStore {
    private final Database database;
    private final InstantSource clock;

    LiveStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Says how far a node is with an execution; what it said before is replaced. */
    public void report(long execution, String node, String data) {
        database.run(handle -> handle.createUpdate("""
                        INSERT INTO sync_execution_progress (execution_id, node, updated_at, data)
                        SELECT id, :node, :now, :data FROM sync_execution WHERE id = :execution AND state = 'RUNNING'
                        ON CONFLICT (execution_id, node) DO UPDATE SET updated_at = :now, data = :data""")
                .bind("execution", execution)
                .bind("node", node)
                .bind("now", clock.millis())
                .bind("data", data)
                .execute());
    }

    /**
     * What a node says.
     *
     * @param data in the words of the node
     */
    public record Report(String node, Instant updatedAt, String data) {}

    /**
     * What is new of an execution.
     *
     * @param state   where it is
     * @param reason  why it ended
     * @param tally   what was done, where it is over
     * @param reports of the nodes that work on it, or did
     * @param chunk   number of the last chunk of {@code lines}, or the one that was given
     * @param lines   of the log, after the chunk that was given
     */
    public record News(
            long execution,
            Execution.State state,
            Execution.Reason reason,
            Tally tally,
            List<Report> reports,
            long chunk,
            List<LogStore.Numbered> lines) {
        /** Freezes the lists. */
        public News {
            reports = List.copyOf(reports);
            lines = List.copyOf(lines);
        }
    }

    /**
     * What is new of several executions, by one query.
     *
     * @param seen for each execution the last chunk of its log that is known; 0 for none
     */
    public Map<Long, News> news(Map<Long, Long> seen) {
        if (seen.isEmpty()) {
            return Map.of();
        }
        Map<Long, Draft> drafts = new LinkedHashMap<>();
        seen.forEach((execution, chunk) -> drafts.put(execution, new Draft(execution, chunk)));
        StringBuilder logs = new StringBuilder("1 = 0");
        for (int i = 0; i < seen.size(); i++) {
            logs.append(" OR (execution_id = :e" + i + " AND number > :n" + i + ")");
        }
        database.read(handle -> {
            // The part with bytes comes first, because PostgreSQL takes the types from it.
            var query = handle.createQuery(
                    "SELECT 2 AS kind, execution_id, number, first_line AS at, '' AS a, '' AS b, data"
                            + " FROM sync_log_chunk WHERE " + logs
                            + " UNION ALL SELECT 0, id, 0, 0, state, reason || ' ' || " + Tally.TEXT
                            + ", NULL FROM sync_execution WHERE id IN (<ids>)"
                            + " UNION ALL SELECT 1, execution_id, 0, updated_at, node, data, NULL FROM sync_execution_progress"
                            + " WHERE execution_id IN (<ids>) ORDER BY 1, 2, 3");
            query.bindList("ids", new ArrayList<>(seen.keySet()));
            int i = 0;
            for (Map.Entry<Long, Long> each : seen.entrySet()) {
                query.bind("e" + i, each.getKey()).bind("n" + i, each.getValue());
                i++;
            }
            return query.map((row, context) -> row(row, drafts)).list();
        });
        Map<Long, News> news = new LinkedHashMap<>();
        drafts.forEach((execution, draft) -> draft.news().ifPresent(found -> news.put(execution, found)));
        return news;
    }

    private static boolean row(ResultSet row, Map<Long, Draft> drafts) throws SQLException {
        Draft draft = drafts.get(row.getLong("execution_id"));
        if (draft != null) {
            draft.add(row);
        }
        return true;
    }

    private static final class Draft {
        private final long execution;
        private final List<Report> reports = new ArrayList<>();
        private final List<LogStore.Numbered> lines = new ArrayList<>();
        private long chunk;
        private Optional<Execution.State> state = Optional.empty();
        private Execution.Reason reason = Execution.Reason.NONE;
        private Tally tally = Tally.NONE;

        Draft(long execution, long chunk) {
            this.execution = execution;
            this.chunk = chunk;
        }

        void add(ResultSet row) throws SQLException {
            switch (row.getInt("kind")) {
                case 0 -> {
                    state = Optional.of(Execution.State.valueOf(row.getString("a")));
                    String[] ending = row.getString("b").split(" ", 2);
                    reason = Execution.Reason.valueOf(ending[0]);
                    tally = Tally.parse(ending[1]);
                }
                case 1 -> reports.add(new Report(row.getString("a"), Columns.time(row, "at"), row.getString("b")));
                default -> {
                    chunk = row.getLong("number");
                    long number = row.getLong("at");
                    for (LogLine line : LogChunk.read(row.getBytes("data"))) {
                        lines.add(new LogStore.Numbered(number++, chunk, line));
                    }
                }
            }
        }

        Optional<News> news() {
            return state.map(known -> new News(execution, known, reason, tally, reports, chunk, lines));
        }
    }
}
