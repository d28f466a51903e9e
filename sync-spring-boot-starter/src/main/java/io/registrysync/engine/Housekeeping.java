package io.registrysync.engine;

import io.registrysync.store.Retention;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes every hour what is older than it may be. */
final class Housekeeping implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Store store;
    private final Supplier<Retention.Policy> policy;
    private final CountDownLatch closing;

    Housekeeping(Store store, Supplier<Retention.Policy> policy, CountDownLatch closing) {
        this.store = store;
        this.policy = policy;
        this.closing = closing;
    }

    @Override
    public void run() {
        try {
            while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                purge();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void purge() {
        try {
            Retention.Purged purged = store.retention().purge(policy.get(), () -> closing.getCount() == 0);
            LOG.info("deleted what is older than it may be: {}", purged);
        } catch (StoreException away) {
            LOG.warn("nothing could be deleted: {}", away.getMessage());
        }
    }
}
