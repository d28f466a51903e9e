package io.registrysync.store;

import io.registrysync.spec.SyncSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * A run of a task, or of a sync that was not stored.
 *
 * @param taskId          absent where there was no task, or it was deleted
 * @param name            of the task when the run was asked for
 * @param plannedAt       the time of the schedule
 * @param requestedBy     who asked for it; empty for the schedule
 * @param retryOf         the execution whose failures this one repeats
 * @param specText        the sync as it was then, see {@link #spec()}
 * @param prepared        whether its units are known
 * @param stopRequestedAt since when it is to stop
 * @param message         what there is to say of the whole; empty for nothing
 * @param tally           sums over its units; final only when the execution is
 */
public record Execution(
        long id,
        Optional<Long> taskId,
        String name,
        Trigger trigger,
        Optional<Instant> plannedAt,
        String requestedBy,
        Optional<Long> retryOf,
        String specText,
        int priority,
        int parallelism,
        State state,
        Reason reason,
        String message,
        boolean prepared,
        Optional<Instant> stopRequestedAt,
        Optional<String> stopRequestedBy,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Tally tally) {
    /** Why it began. */
    public enum Trigger {
        /** Its time had come. */
        SCHEDULE,
        /** Somebody wanted it. */
        MANUAL,
        /** Somebody wanted the failures of another one repeated. */
        RETRY
    }

    /** Where it is. */
    public enum State {
        /** It waits for the run before. */
        QUEUED,
        /** It is under way. */
        RUNNING,
        /** Everything was done. */
        SUCCEEDED,
        /** Something was not done; {@link Reason} says why. */
        FAILED,
        /** It was its time, but the task was running. */
        SKIPPED;

        /** Whether nothing will change any more. */
        public boolean isFinal() {
            return this != QUEUED && this != RUNNING;
        }
    }

    /** Why it ended as it did. */
    public enum Reason {
        /** There is nothing more to say. */
        NONE,
        /** Images could not be copied. */
        IMAGES,
        /** It could not begin: the message says why. */
        ERROR,
        /** Somebody stopped it. */
        STOPPED,
        /** The task was still running. */
        OVERLAP
    }

    /** What it does. */
    public SyncSpec spec() {
        return TaskSpecs.parse(specText);
    }

    /** Whether it failed, but not in everything. */
    public boolean isPartial() {
        return state == State.FAILED && tally.images().copied() + tally.images().unchanged() > 0;
    }
}
