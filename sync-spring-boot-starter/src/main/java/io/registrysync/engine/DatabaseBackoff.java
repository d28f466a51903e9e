package io.registrysync.engine;

import io.registrysync.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a database that is away: what was copied is copied, and only has to be written down. */
final class DatabaseBackoff {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseBackoff.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Duration limit;
    private final CountDownLatch closing;

    /** {@code closing} ends all waits. */
    DatabaseBackoff(Duration limit, CountDownLatch closing) {
        this.limit = limit;
        this.closing = closing;
    }

    /** Does something until it works, fails for good, or has taken too long. */
    <T> T until(Supplier<T> action) {
        long begin = System.nanoTime();
        Duration pause = Duration.ofMillis(200);
        while (true) {
            try {
                return action.get();
            } catch (StoreException failure) {
                boolean tooLong = System.nanoTime() - begin > limit.toNanos();
                if (!failure.isPassing() || tooLong || isClosing(pause)) {
                    throw failure;
                }
                LOG.warn("{}; trying again", failure.getMessage());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private boolean isClosing(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
