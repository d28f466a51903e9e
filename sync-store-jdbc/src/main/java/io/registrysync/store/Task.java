package io.registrysync.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A stored sync.
 *
 * @param version   counts the changes of its entry
 * @param enabled   whether its schedule counts
 * @param nextRunAt when it runs by itself next; absent where it is not enabled or has no schedule
 */
public record Task(
        long id,
        int version,
        TaskEntry entry,
        boolean enabled,
        Optional<Instant> nextRunAt,
        Instant createdAt,
        Instant updatedAt) {
    /** Its name. */
    public String name() {
        return entry.spec().name();
    }
}
