package io.registrysync.store;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Who gets which unit: one that the lane had, else the next one whose registries have room. */
final class UnitClaims {
    private final Database database;
    private final InstantSource clock;

    UnitClaims(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** See {@link UnitStore#claim}. */
    Optional<Unit> claim(long execution, String lane, String node) {
        return database.change(handle -> {
            Optional<Long> id = own(handle, execution, lane);
            if (id.isEmpty()) {
                id = waiting(handle, execution);
            }
            return id.filter(taken -> take(handle, taken, lane, node)).map(taken -> UnitRows.get(handle, taken));
        });
    }

    private static Optional<Long> own(Handle handle, long execution, String lane) {
        return handle.createQuery("""
                        SELECT id FROM sync_execution_unit
                        WHERE execution_id = :execution AND state = 'RUNNING' AND lane = :lane LIMIT 1""")
                .bind("execution", execution)
                .bind("lane", lane)
                .mapTo(Long.class)
                .findOne();
    }

    private Optional<Long> waiting(Handle handle, long execution) {
        Map<Long, Integer> limits = limits(handle);
        if (!limits.isEmpty()) {
            Set<Long> full = full(handle, limits);
            return handle
                    .createQuery("""
                            SELECT MIN(id) AS id, registries FROM sync_execution_unit
                            WHERE execution_id = :execution AND state = 'PENDING' GROUP BY registries ORDER BY 1""")
                    .bind("execution", execution)
                    .map((row, context) ->
                            Map.entry(row.getLong("id"), UnitRows.registries(row.getString("registries"))))
                    .stream()
                    .filter(candidate -> candidate.getValue().stream().noneMatch(full::contains))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
        return handle.createQuery("""
                        SELECT id FROM sync_execution_unit
                        WHERE execution_id = :execution AND state = 'PENDING' ORDER BY id LIMIT 1""" + database.dialect().skippingLock())
                .bind("execution", execution)
                .mapTo(Long.class)
                .findOne();
    }

    /** The limits of registries; nobody else takes a unit by them until this transaction ends. */
    private Map<Long, Integer> limits(Handle handle) {
        return handle
                .createQuery("SELECT id, max_units FROM sync_registry WHERE max_units IS NOT NULL ORDER BY id"
                        + database.dialect().lock())
                .map((row, context) -> Map.entry(row.getLong("id"), row.getInt("max_units")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Registries that as many units touch as they may. Counted from what runs, so that nothing leaks. */
    private static Set<Long> full(Handle handle, Map<Long, Integer> limits) {
        Map<Long, Integer> running = new HashMap<>();
        handle
                .createQuery("SELECT registries FROM sync_execution_unit WHERE state = 'RUNNING'")
                .mapTo(String.class)
                .stream()
                .flatMap(registries -> UnitRows.registries(registries).stream())
                .forEach(registry -> running.merge(registry, 1, Integer::sum));
        return limits.entrySet().stream()
                .filter(limit -> running.getOrDefault(limit.getKey(), 0) >= limit.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean take(Handle handle, long unit, String lane, String node) {
        return handle.createUpdate("""
                                UPDATE sync_execution_unit SET state = 'RUNNING', attempt = attempt + 1, lane = :lane,
                                  node = :node, started_at = COALESCE(started_at, :now)
                                WHERE id = :id AND (state = 'PENDING' OR lane = :lane)""")
                        .bind("lane", lane)
                        .bind("node", node)
                        .bind("now", clock.millis())
                        .bind("id", unit)
                        .execute()
                == 1;
    }
}
