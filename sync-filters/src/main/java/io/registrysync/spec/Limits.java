package io.registrysync.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sync may take. What is absent is the program's affair.
 *
 * @param concurrency       blobs at a time
 * @param bandwidth         bytes per second
 * @param requestsPerSecond most requests to one registry in a second
 * @param retries           how often what failed is tried again; 0 for never
 * @param timeout           how long a registry may stay silent
 */
public record Limits(
        Optional<Integer> concurrency,
        Optional<Long> bandwidth,
        Optional<Double> requestsPerSecond,
        Optional<Integer> retries,
        Optional<Duration> timeout) {
    /** No limits. */
    public static final Limits NONE =
            new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Checks that the numbers are above 0, and retries not below it.
     *
     * @throws IllegalArgumentException where they are
     */
    public Limits {
        Checks.within("concurrency", concurrency, 1);
        Checks.within("bandwidth", bandwidth, 1L);
        requestsPerSecond.ifPresent(
                rate -> Checks.require(rate > 0 && Double.isFinite(rate), "requestsPerSecond must be above 0"));
        Checks.within("retries", retries, 0);
        timeout.ifPresent(time -> Checks.require(time.compareTo(Duration.ZERO) > 0, "timeout must be above 0"));
    }

    /** Without the bandwidth, which is the run's: what makes a registry that is opened with it another one. */
    public Limits ofRegistry() {
        return new Limits(concurrency, Optional.empty(), requestsPerSecond, retries, timeout);
    }
}
