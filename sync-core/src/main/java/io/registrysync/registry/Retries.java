package io.registrysync.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often something that failed for a passing reason is tried again, and after which pause.
 *
 * @param limit   how many times after the first; 0 means never
 * @param first   upper end of the first pause
 * @param longest upper end of every pause; pauses double up to it
 */
public record Retries(int limit, Duration first, Duration longest) {
    /** Five times, after 200 ms and more, at most 30 s. */
    public static final Retries DEFAULT = new Retries(5, Duration.ofMillis(200), Duration.ofSeconds(30));

    private static final int REREADS = 2;

    /** Checks that nothing is negative. */
    public Retries {
        if (limit < 0 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("retries need a limit of 0 or more and pauses that do not shrink");
        }
    }

    /** How often content that turned out wrong is read again: it may have been damaged on the way, but rarely twice. */
    public int rereads() {
        return Math.min(REREADS, limit);
    }

    /** The same pauses with another limit. */
    public Retries withLimit(int newLimit) {
        return new Retries(newLimit, first, longest);
    }

    /**
     * A random pause before try {@code retry}: the upper half of the doubling span, so that callers spread out and
     * still leave a troubled registry the time that doubling means to give it.
     *
     * @param retry 1 for the first try after a failure
     */
    public Duration pause(int retry) {
        int doublings = Math.min(retry - 1, 20);
        // Compared before the shift, which could overflow.
        boolean atTheEnd = first.toNanos() > longest.toNanos() >> doublings;
        long span = atTheEnd ? longest.toNanos() : first.toNanos() << doublings;
        return Duration.ofNanos(span - (span > 1 ? ThreadLocalRandom.current().nextLong(span / 2) : 0));
    }
}
