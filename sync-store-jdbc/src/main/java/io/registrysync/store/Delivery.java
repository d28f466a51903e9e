package io.registrysync.store;

import java.time.Instant;
import java.util.Optional;

/**
 * The news of an execution's end on its way to a channel.
 *
 * @param tries     how often it was tried
 * @param nextTryAt when it is tried next; absent where it is over
 * @param answer    what came of the last try; holds no secret
 */
public record Delivery(
        long id,
        long channelId,
        long executionId,
        State state,
        int tries,
        Optional<Instant> nextTryAt,
        String answer,
        Instant createdAt,
        Optional<Instant> finishedAt) {
    /** Where it is. */
    public enum State {
        /** It is still to be sent. */
        PENDING,
        /** The channel has it. */
        SENT,
        /** It was given up. */
        FAILED
    }

    /** A message that is to be sent. */
    public record Draft(long channelId, long executionId) {}
}
