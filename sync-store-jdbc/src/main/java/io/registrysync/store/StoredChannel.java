package io.registrysync.store;

import java.time.Instant;
import java.util.Set;

/**
 * A channel as it is kept. Holds no secret.
 *
 * @param version     counts the changes
 * @param entry       what people set up
 * @param secretNames the secrets that it has
 */
public record StoredChannel(
        long id, int version, ChannelEntry entry, Set<String> secretNames, Instant createdAt, Instant updatedAt) {
    /** Freezes the set. */
    public StoredChannel {
        secretNames = Set.copyOf(secretNames);
    }

    /** Its name. */
    public String name() {
        return entry.name();
    }
}
