package io.registrysync.store;

import java.time.Instant;

/**
 * A registry as it is kept. Holds no secret.
 *
 * @param version     counts the changes
 * @param entry       what people set up
 * @param hasPassword whether there is a password or token
 */
public record StoredRegistry(
        long id, int version, RegistryEntry entry, boolean hasPassword, Instant createdAt, Instant updatedAt) {
    /** Its name. */
    public String name() {
        return entry.name();
    }
}
