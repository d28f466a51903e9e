package io.registrysync.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A message on its way to a channel.
 *
 * @param message   what is told, in the words of whoever sends it
 * @param tries     how often it was tried
 * @param nextTryAt when it is tried next; absent where it is over
 * @param answer    what came of the last try; holds no secret
 */
public record Delivery(
        long id,
        long channelId,
        Optional<Long> executionId,
        String message,
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
    public record Draft(long channelId, Optional<Long> executionId, String message) {}
}
