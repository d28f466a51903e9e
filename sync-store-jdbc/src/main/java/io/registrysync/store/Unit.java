package io.registrysync.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A piece of an execution that is done by one node at a time: mostly one source repository and where it goes.
 *
 * @param source     for people
 * @param targets    for people, separated by commas
 * @param part       what it is, in the words of whoever does it
 * @param registries ids of the registries that it touches
 * @param attempt    counts who has begun it; what an earlier one reports does not count any more
 * @param lane       who does it, or did it last
 * @param node       where
 * @param message    why it failed as a whole; empty where it did not
 */
public record Unit(
        long id,
        long executionId,
        String source,
        String targets,
        String part,
        Set<Long> registries,
        State state,
        int attempt,
        Optional<String> lane,
        Optional<String> node,
        String message,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Tally tally) {
    /** Freezes the set. */
    public Unit {
        registries = Set.copyOf(registries);
    }

    /** Where it is. */
    public enum State {
        /** Nobody does it yet. */
        PENDING,
        /** Somebody does it. */
        RUNNING,
        /** All images are done. */
        SUCCEEDED,
        /** Some are not. */
        FAILED,
        /** It was stopped, or not begun. */
        CANCELLED
    }

    /**
     * A unit that is to be done.
     *
     * @param failure why nothing can be done about it; empty where something can
     */
    public record Draft(String source, String targets, String part, Set<Long> registries, String failure) {
        /** Freezes the set. */
        public Draft {
            registries = Set.copyOf(registries);
        }
    }
}
