package io.registrysync.store;

import io.registrysync.store.User.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * What a program logs in with, for a user. Holds neither the token nor its hash.
 *
 * @param name       for people
 * @param role       what it may do; never more than its user may now
 * @param expiresAt  absent for never
 * @param lastUsedAt to a minute
 */
public record ApiToken(
        long id,
        long userId,
        String name,
        Role role,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {}
