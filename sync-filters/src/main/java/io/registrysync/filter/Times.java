package io.registrysync.filter;

import io.registrysync.oci.Tag;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Times that a registry or an image tells of tags. */
final class Times {
    /**
     * Builds that are to be reproducible write the epoch, tools that know no time Go's zero time, archives the least
     * that DOS can hold (1980-01-01, in whatever time zone): none of these is a time at which an image was made.
     */
    private static final Instant EARLIEST = Instant.parse("1980-01-02T00:00:00Z");

    private Times() {}

    /** The time of {@code tag}, where it is a real one. */
    static Optional<Instant> real(Map<Tag, Instant> times, Tag tag) {
        return Optional.ofNullable(times.get(tag)).filter(EARLIEST::isBefore);
    }
}
