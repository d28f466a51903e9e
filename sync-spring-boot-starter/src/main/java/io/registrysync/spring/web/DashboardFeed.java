package io.registrysync.spring.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the dashboard to whoever watches it: it is looked up once a second for all of them, and not at all for nobody. */
class DashboardFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardFeed.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Dashboard dashboard;
    private final Set<EventStream> watchers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    DashboardFeed(Dashboard dashboard) {
        this.dashboard = dashboard;
        Thread thread = new Thread(this::loop, "registry-sync-dashboard");
        thread.setDaemon(true);
        thread.start();
    }

    /** Shows it to a client until what this returns is done. */
    Runnable watch(EventStream stream) {
        watchers.add(stream);
        return () -> watchers.remove(stream);
    }

    private void loop() {
        try {
            while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!watchers.isEmpty()) {
                    show();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void show() {
        try {
            byte[] frame = EventStream.frame("dashboard", "", LiveFrames.json(dashboard.now()));
            watchers.forEach(stream -> stream.show(frame));
        } catch (RuntimeException failed) {
            LOG.debug("the dashboard cannot be shown now", failed);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
