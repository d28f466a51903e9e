package io.registrysync.registry;

import java.time.Duration;

/**
 * Something a person who waits may want to know while calls go on: a retry, a pause that a registry asked for, a
 * warning.
 *
 * @param kind  what happened
 * @param host  the registry
 * @param text  one line, without secrets and control characters
 * @param pause how long the call waits now; zero where it does not
 */
public record Notice(Kind kind, String host, String text, Duration pause) {
    /** What happened. */
    public enum Kind {
        /** A call failed for a passing reason and is tried again. */
        RETRY,
        /** The registry asked for fewer requests. */
        RATE_LIMIT,
        /** The registry sent a warning, or something odd was seen and worked around. */
        WARNING
    }
}
