package io.registrysync.store;

import java.time.Instant;

/**
 * Somebody came, or wanted to.
 *
 * @param username  as it is compared: in lower case
 * @param address   from where
 * @param userAgent the program that was used, as it calls itself
 */
public record Login(long id, Instant at, String username, String address, String userAgent, Outcome outcome) {
    /** What came of it. */
    public enum Outcome {
        /** Come in. */
        SUCCEEDED,
        /** The user or the password was wrong. */
        FAILED,
        /** The user may not log in. */
        INACTIVE,
        /** There had been too many failures; the password was not looked at. */
        LOCKED
    }
}
