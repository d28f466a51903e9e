package io.registrysync.spring.web;

import io.registrysync.engine.LiveUpdate;
import io.registrysync.store.Execution;
import io.registrysync.store.Tally;
import io.registrysync.store.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * An execution as it is shown.
 *
 * @param partial        whether it failed, but not in everything
 * @param stopRequested  whether it is to stop, or was stopped
 * @param durationMillis until now, where it is not over; absent where it has not begun
 * @param percent        how much is done; 100 only where all was
 * @param units          how many are in which state; empty in lists for those that are over
 */
record ExecutionView(
        long id,
        Optional<Long> taskId,
        String name,
        Execution.Trigger trigger,
        Optional<Instant> plannedAt,
        String requestedBy,
        Optional<Long> retryOf,
        Execution.State state,
        Execution.Reason reason,
        boolean partial,
        String message,
        int priority,
        int parallelism,
        boolean stopRequested,
        Optional<String> stopRequestedBy,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Long> durationMillis,
        int percent,
        Tally tally,
        Map<Unit.State, Long> units) {
    /** {@code now} is what is known of it while it runs. */
    static ExecutionView of(Execution execution, Optional<LiveUpdate> now, InstantSource clock) {
        Optional<LiveUpdate> running = now.filter(unused -> !execution.state().isFinal());
        Tally tally = running.map(LiveUpdate::tally).orElse(execution.tally());
        return new ExecutionView(
                execution.id(),
                execution.taskId(),
                execution.name(),
                execution.trigger(),
                execution.plannedAt(),
                execution.requestedBy(),
                execution.retryOf(),
                execution.state(),
                execution.reason(),
                execution.isPartial(),
                execution.message(),
                execution.priority(),
                execution.parallelism(),
                execution.stopRequestedAt().isPresent(),
                execution.stopRequestedBy(),
                execution.createdAt(),
                execution.startedAt(),
                execution.finishedAt(),
                execution
                        .startedAt()
                        .map(start -> Duration.between(
                                        start, execution.finishedAt().orElseGet(clock::instant))
                                .toMillis())
                        .map(millis -> Math.max(0, millis)),
                running.map(LiveUpdate::percent)
                        .orElseGet(() -> LiveUpdate.percent(execution.state(), execution.reason(), tally)),
                tally,
                now.map(LiveUpdate::units).orElse(Map.of()));
    }
}
