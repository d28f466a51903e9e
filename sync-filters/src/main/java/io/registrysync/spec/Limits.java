package io.registrysync.spec;

import io.registrysync.registry.Registry;
import io.registrysync.registry.Retries;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * These limits at a registry that has limits of its own, which count for everybody: its concurrency counts before
     * that of a sync, and of two rates the lower.
     */
    public Limits at(Optional<Integer> concurrencyOfRegistry, Optional<Double> rateOfRegistry) {
        Optional<Double> rate = Stream.of(rateOfRegistry, requestsPerSecond)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        return new Limits(concurrencyOfRegistry.or(() -> concurrency), bandwidth, rate, retries, timeout);
    }

    /** What a registry is opened with; the bandwidth is the run's. */
    public Registry.Builder applyTo(Registry.Builder registry) {
        concurrency.ifPresent(registry::concurrency);
        requestsPerSecond.ifPresent(registry::requestsPerSecond);
        retries.map(Retries.DEFAULT::withLimit).ifPresent(registry::retries);
        timeout.ifPresent(registry::timeout);
        return registry;
    }
}
