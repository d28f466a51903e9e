package io.registrysync.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many pulls a registry lets us have, as it has last said with an answer. Docker Hub does, with {@code RateLimit-Limit}
 * and {@code RateLimit-Remaining} ({@code 100;w=21600}); other registries say nothing.
 *
 * @param limit     in a window
 * @param remaining what is left of it
 * @param window    after which a pull counts no more; zero where the registry did not say
 * @param at        when it said so
 */
public record Quota(long limit, long remaining, Duration window, Instant at) {
    private static final Pattern FORM = Pattern.compile("\\s*([0-9]{1,15})\\s*(?:;\\s*w\\s*=\\s*([0-9]{1,9})\\s*)?");

    /** What an answer says; empty where it says nothing that is understood. */
    static Optional<Quota> of(Response response, Instant now) {
        Optional<Matcher> limit =
                response.header("RateLimit-Limit").map(FORM::matcher).filter(Matcher::matches);
        Optional<Matcher> remaining =
                response.header("RateLimit-Remaining").map(FORM::matcher).filter(Matcher::matches);
        if (limit.isEmpty() || remaining.isEmpty()) {
            return Optional.empty();
        }
        long seconds = Optional.ofNullable(remaining.get().group(2))
                .or(() -> Optional.ofNullable(limit.get().group(2)))
                .map(Long::parseLong)
                .orElse(0L);
        return Optional.of(new Quota(
                Long.parseLong(limit.get().group(1)),
                Long.parseLong(remaining.get().group(1)),
                Duration.ofSeconds(seconds),
                now));
    }
}
