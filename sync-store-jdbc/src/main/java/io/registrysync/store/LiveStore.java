package io.registrysync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What nodes say of the executions that they work on, and what watchers of all nodes read of it. */
public final class LiveStore {
    /** The most chunks of a log that are read at once. */
    private static final int CHUNKS = 20;

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
     * @param units   how many are in which state
     * @param reports of the nodes that work on it, or did
     * @param chunk   number of the last chunk of {@code lines}, or the one that was given
     * @param lines   of the log, after the chunk that was given; of no more than 20 chunks
     */
    public record News(
            long execution,
            Execution.State state,
            Execution.Reason reason,
            Tally tally,
            Map<Unit.State, Long> units,
            List<Report> reports,
            long chunk,
            List<LogStore.Numbered> lines) {
        /** Freezes what it holds. */
        public News {
            units = Map.copyOf(units);
            reports = List.copyOf(reports);
            lines = List.copyOf(lines);
        }
    }

    /**
     * How far somebody who watches is.
     *
     * @param chunk the last one of the log that is known; 0 for none, {@link #NO_LINES} where lines are not wanted
     */
    public record Position(long execution, long chunk) {
        /** Behind every line. */
        public static final long NO_LINES = Long.MAX_VALUE - CHUNKS;
    }

    /** What is new for several watchers, by one query. Executions that do not exist are left out. */
    public Map<Position, News> news(Set<Position> positions) {
        if (positions.isEmpty()) {
            return Map.of();
        }
        List<Position> wanted = List.copyOf(positions);
        Set<Long> executions = wanted.stream().map(Position::execution).collect(Collectors.toSet());
        // Numbers have no gaps, so this takes the chunks that come next, and no more of a long log than can be carried.
        String logs = IntStream.range(0, wanted.size())
                .mapToObj(i -> "(execution_id = :e" + i + " AND number > :n" + i + " AND number <= :n" + i + " + "
                        + CHUNKS + ")")
                .collect(Collectors.joining(" OR "));
        Map<Long, Draft> drafts = new LinkedHashMap<>();
        executions.forEach(execution -> drafts.put(execution, new Draft(execution)));
        database.read(handle -> {
            // The part with bytes comes first, because PostgreSQL takes the types from it.
            var query = handle.createQuery(
                    "SELECT 2 AS kind, execution_id, number, first_line AS at, '' AS a, '' AS b, data"
                            + " FROM sync_log_chunk WHERE " + logs
                            + " UNION ALL SELECT 0, id, 0, 0, state, reason || ' ' || " + Tally.TEXT
                            + ", NULL FROM sync_execution WHERE id IN (<ids>)"
                            + " UNION ALL SELECT 1, execution_id, 0, updated_at, node, data, NULL FROM sync_execution_progress"
                            + " WHERE execution_id IN (<ids>)"
                            + " UNION ALL SELECT 3, execution_id, 0, COUNT(*), state, '', NULL FROM sync_execution_unit"
                            + " WHERE execution_id IN (<ids>) GROUP BY execution_id, state ORDER BY 1, 2, 3");
            query.bindList("ids", new ArrayList<>(executions));
            for (int i = 0; i < wanted.size(); i++) {
                query.bind("e" + i, wanted.get(i).execution())
                        .bind("n" + i, wanted.get(i).chunk());
            }
            return query.map((row, context) -> row(row, drafts)).list();
        });
        Map<Position, News> news = new LinkedHashMap<>();
        for (Position position : wanted) {
            Optional.ofNullable(drafts.get(position.execution()))
                    .flatMap(draft -> draft.news(position.chunk()))
                    .ifPresent(found -> news.put(position, found));
        }
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
        private final Map<Unit.State, Long> units = new EnumMap<>(Unit.State.class);
        private Optional<Execution.State> state = Optional.empty();
        private Execution.Reason reason = Execution.Reason.NONE;
        private Tally tally = Tally.NONE;

        Draft(long execution) {
            this.execution = execution;
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
                case 3 -> units.put(Unit.State.valueOf(row.getString("a")), row.getLong("at"));
                default -> {
                    long chunk = row.getLong("number");
                    long number = row.getLong("at");
                    for (LogLine line : LogChunk.read(row.getBytes("data"))) {
                        lines.add(new LogStore.Numbered(number++, chunk, line));
                    }
                }
            }
        }

        Optional<News> news(long after) {
            List<LogStore.Numbered> next = lines.stream()
                    .filter(line -> line.chunk() > after && line.chunk() <= after + CHUNKS)
                    .toList();
            long chunk = next.isEmpty() ? after : next.get(next.size() - 1).chunk();
            return state.map(known -> new News(execution, known, reason, tally, units, reports, chunk, next));
        }
    }
}
