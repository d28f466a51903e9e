package io.registrysync.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.registrysync.oci.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a tag was last pushed. */
record PushTime(Tag tag, Instant instant) {
    /**
     * Reads it from a vendor's object.
     *
     * @param times the properties that may hold the time, best first
     * @return empty where there is no such tag or no such time
     */
    static Optional<PushTime> of(JsonNode object, List<String> times) {
        String name = object.path("name").asText();
        if (!Tag.isValid(name)) {
            return Optional.empty();
        }
        return times.stream()
                .flatMap(property -> instant(object.path(property).asText()).stream())
                .findFirst()
                .map(instant -> new PushTime(new Tag(name), instant));
    }

    /** A time as vendors write it. Those up to 1970 stand for "never" in Go, and for nothing in images. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(time -> time.isAfter(Instant.EPOCH));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
