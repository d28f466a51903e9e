package io.registrysync.spring.web;

import io.registrysync.engine.LiveUpdate;
import io.registrysync.engine.SyncEngine;
import io.registrysync.store.Execution;
import io.registrysync.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows executions with what is known of those that run, by one more query for all of them. */
class ExecutionViews {
    private final SyncEngine engine;
    private final Store store;
    private final InstantSource clock = InstantSource.system();

    ExecutionViews(SyncEngine engine, Store store) {
        this.engine = engine;
        this.store = store;
    }

    List<ExecutionView> of(List<Execution> executions) {
        List<Long> running = executions.stream()
                .filter(execution -> !execution.state().isFinal())
                .map(Execution::id)
                .toList();
        Map<Long, LiveUpdate> now = engine.live().now(running);
        return executions.stream()
                .map(execution -> ExecutionView.of(execution, Optional.ofNullable(now.get(execution.id())), clock))
                .toList();
    }

    /** With its units, also where it is over. */
    ExecutionView get(long id) {
        Execution execution = store.executions().get(id);
        return ExecutionView.of(
                execution, Optional.ofNullable(engine.live().now(List.of(id)).get(id)), clock);
    }
}
