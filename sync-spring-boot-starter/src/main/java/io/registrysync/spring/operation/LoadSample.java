package io.registrysync.spring.operation;

import io.registrysync.store.Statistics;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The load, looked up once for all numbers of a scrape. Safe for use by several threads. */
final class LoadSample {
    private static final long AGE = Duration.ofSeconds(2).toNanos();

    private final Store store;
    private Optional<Statistics.Load> sample = Optional.empty();
    private long takenAt = System.nanoTime() - AGE;

    LoadSample(Store store) {
        this.store = store;
    }

    /** One number of it; none (NaN) while the database is away. */
    synchronized double get(ToDoubleFunction<Statistics.Load> number) {
        if (System.nanoTime() - takenAt >= AGE) {
            sample = look();
            takenAt = System.nanoTime();
        }
        return sample.map(load -> number.applyAsDouble(load)).orElse(Double.NaN);
    }

    private Optional<Statistics.Load> look() {
        try {
            return Optional.of(store.statistics().load());
        } catch (StoreException away) {
            return Optional.empty();
        }
    }
}
