package io.registrysync.spring.web;

import io.registrysync.store.Execution;
import io.registrysync.store.Task;
import io.registrysync.store.TaskEntry.Overlap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored task.
 *
 * @param spec      as a sync file has it
 * @param nextRunAt when it runs by itself next
 * @param last      what it does now, or did last; skipped runs do not count
 */
record TaskView(
        long id,
        int version,
        String name,
        boolean enabled,
        Map<String, Object> spec,
        int priority,
        int parallelism,
        Overlap overlap,
        Optional<Instant> nextRunAt,
        Instant createdAt,
        Instant updatedAt,
        Optional<Last> last) {
    /** An execution in short. */
    record Last(
            long id,
            Execution.State state,
            Execution.Reason reason,
            boolean partial,
            Instant createdAt,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt) {
        static Last of(Execution execution) {
            return new Last(
                    execution.id(),
                    execution.state(),
                    execution.reason(),
                    execution.isPartial(),
                    execution.createdAt(),
                    execution.startedAt(),
                    execution.finishedAt());
        }
    }

    static TaskView of(Task task, @Nullable Execution last) {
        return new TaskView(
                task.id(),
                task.version(),
                task.name(),
                task.enabled(),
                task.entry().spec().toMap(),
                task.entry().priority(),
                task.entry().parallelism(),
                task.entry().overlap(),
                task.nextRunAt(),
                task.createdAt(),
                task.updatedAt(),
                Optional.ofNullable(last).map(Last::of));
    }
}
