package io.registrysync.store;

import java.time.Instant;

/**
 * What somebody did, or was refused.
 *
 * @param actor   who
 * @param address from where
 * @param action  what, in one word of whoever notes it: {@code registry.delete}
 * @param subject to what
 * @param detail  what there is to say; holds no secret
 */
public record AuditEntry(
        long id,
        Instant at,
        String actor,
        String address,
        String action,
        String subject,
        Outcome outcome,
        String detail) {
    /** What came of it. */
    public enum Outcome {
        /** It was done. */
        DONE,
        /** The actor may not do that. */
        REFUSED,
        /** It could not be done. */
        FAILED
    }
}
