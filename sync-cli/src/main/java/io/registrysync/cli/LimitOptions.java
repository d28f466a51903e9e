package io.registrysync.cli;

import io.registrysync.registry.Registry;
import io.registrysync.registry.Retries;
import io.registrysync.spec.Quantities;
import io.registrysync.sync.Sync;
import java.time.Duration;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How fast, how often and how long: for each registry, and for a run as a whole. */
final class LimitOptions {
    private final Option<Integer> concurrency =
            Option.of("--concurrency", "N", LimitOptions::oneOrMore, "copy so many blobs at once; default: 8");
    private final Option<Long> bandwidth =
            Option.of("--bandwidth", "SIZE", LimitOptions::bandwidth, "read at most so much per second, such as 50MiB");
    private final Option<Double> requestsPerSecond = Option.of(
            "--requests-per-second", "N", LimitOptions::rate, "send at most so many requests per second and registry");
    private final Option<Integer> retries = Option.of(
            "--retries", "N", LimitOptions::zeroOrMore, "try again so often after a passing failure; default: 5");
    private final Option<Duration> timeout = Option.of(
            "--timeout",
            "TIME",
            LimitOptions::timeout,
            "give up a connection that is silent for so long; default: 30s");

    /** For a command that only asks. */
    void addTo(CommandSpec command) {
        add(command, requestsPerSecond, retries, timeout);
    }

    /** For a command that copies. */
    void addAllTo(CommandSpec command) {
        add(command, concurrency, bandwidth, requestsPerSecond, retries, timeout);
    }

    private static void add(CommandSpec command, Option<?>... options) {
        OptionGroup.add(command, "Limits", Stream.of(options).map(Option::spec).toArray(OptionSpec[]::new));
    }

    Registry.Builder limit(Registry.Builder registry) {
        concurrency.value().ifPresent(registry::concurrency);
        requestsPerSecond.value().ifPresent(registry::requestsPerSecond);
        retries.value().map(Retries.DEFAULT::withLimit).ifPresent(registry::retries);
        timeout.value().ifPresent(registry::timeout);
        return registry;
    }

    Sync limit(Sync sync) {
        Sync limited = concurrency.value().map(sync::concurrency).orElse(sync);
        limited = bandwidth.value().map(limited::bandwidth).orElse(limited);
        return retries.value()
                .map(Retries.DEFAULT::withLimit)
                .map(limited::retries)
                .orElse(limited);
    }

    private static int oneOrMore(String text) {
        int number = zeroOrMore(text);
        if (number == 0) {
            throw new IllegalArgumentException("must be 1 or more");
        }
        return number;
    }

    private static int zeroOrMore(String text) {
        int number = Integer.parseInt(text);
        if (number < 0 || number > 1000) {
            throw new IllegalArgumentException("must not be negative or over 1000");
        }
        return number;
    }

    private static long bandwidth(String text) {
        long bytes = Quantities.bytes(text);
        if (bytes < 1024) {
            throw new IllegalArgumentException("'" + text + "' is less than 1 KiB per second; was a unit forgotten?");
        }
        return bytes;
    }

    private static double rate(String text) {
        double rate = Double.parseDouble(text);
        if (!(rate > 0 && rate <= 1_000_000)) {
            throw new IllegalArgumentException("must be more than 0");
        }
        return rate;
    }

    private static Duration timeout(String text) {
        Duration timeout = Quantities.time(text);
        if (timeout.isZero()) {
            throw new IllegalArgumentException("must be longer than nothing");
        }
        return timeout;
    }
}
