package io.registrysync.store;

import java.time.Instant;

/**
 * A line of an execution's log.
 *
 * @param text one line without a secret
 */
public record LogLine(Instant at, Level level, String text) {
    /** How much it matters. */
    public enum Level {
        /** For whoever looks for a cause. */
        DEBUG,
        /** What happened. */
        INFO,
        /** What looks odd, or is tried again. */
        WARN,
        /** What failed. */
        ERROR
    }
}
