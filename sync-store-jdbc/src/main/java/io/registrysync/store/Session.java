package io.registrysync.store;

import java.time.Instant;

/**
 * Somebody who is in, with one browser. Holds no token, and no hash of one.
 *
 * @param createdAt  when the password was given
 * @param seenAt     to a minute
 * @param endsAt     at the latest; it ends earlier where it is not used
 * @param remembered whether it begins again by itself after that
 * @param address    from where it was last begun
 * @param userAgent  the browser, as it calls itself
 */
public record Session(
        long id,
        long userId,
        Instant createdAt,
        Instant seenAt,
        Instant endsAt,
        boolean remembered,
        String address,
        String userAgent) {}
