package io.registrysync.engine;

import io.registrysync.store.LiveStore;
import io.registrysync.store.LogStore;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows executions to whoever watches them, wherever they run: one query a second for all watchers of this node.
 *
 * <p>Safe for use by several threads.
 */
public final class LiveFeed {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** What a node that has been silent for so long works on is no longer shown. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final Store store;
    private final InstantSource clock;
    private final CountDownLatch closing;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    LiveFeed(Store store, InstantSource clock, CountDownLatch closing) {
        this.store = store;
        this.clock = clock;
        this.closing = closing;
    }

    /**
     * Watches an execution. The first update comes within a second, and the last one when it is over.
     *
     * @param chunk where the log goes on, as the last update that was seen says; 0 for its beginning
     * @param hears is called on the feed's thread, which it must not keep waiting
     * @return ends the watching
     */
    public AutoCloseable watch(long execution, long chunk, Consumer<LiveUpdate> hears) {
        Watcher watcher = new Watcher(execution, chunk, hears);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** How many watch. */
    public int watchers() {
        return watchers.size();
    }

    private static final class Watcher {
        private final long execution;
        private final Consumer<LiveUpdate> hears;
        private long chunk;

        Watcher(long execution, long chunk, Consumer<LiveUpdate> hears) {
            this.execution = execution;
            this.chunk = chunk;
            this.hears = hears;
        }
    }

    void loop() {
        try {
            while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                tell();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        List<Watcher> all = new ArrayList<>(watchers);
        // For each execution from where the slowest of its watchers is.
        Map<Long, Long> seen = new HashMap<>();
        all.forEach(watcher -> seen.merge(watcher.execution, watcher.chunk, Math::min));
        Map<Long, LiveStore.News> news;
        try {
            news = store.live().news(seen);
        } catch (StoreException away) {
            LOG.debug("nothing can be shown now: {}", away.getMessage());
            return;
        }
        Map<Long, LiveUpdate> updates = new HashMap<>();
        news.forEach((execution, found) -> updates.put(execution, update(found)));
        for (Watcher watcher : all) {
            LiveUpdate update = updates.get(watcher.execution);
            if (update == null || (update.state().isFinal() && update.chunk() == watcher.chunk)) {
                watchers.remove(watcher);
            }
            if (update != null) {
                tell(watcher, update);
            }
        }
    }

    private void tell(Watcher watcher, LiveUpdate update) {
        long known = watcher.chunk;
        List<LogStore.Numbered> lines =
                update.lines().stream().filter(line -> line.chunk() > known).toList();
        watcher.chunk = update.chunk();
        try {
            watcher.hears.accept(new LiveUpdate(
                    update.execution(),
                    update.state(),
                    update.reason(),
                    update.tally(),
                    update.active(),
                    update.chunk(),
                    lines));
        } catch (RuntimeException failed) {
            LOG.debug("a watcher of execution {} is gone: {}", watcher.execution, failed.toString());
            watchers.remove(watcher);
        }
    }

    private LiveUpdate update(LiveStore.News news) {
        Tally tally = news.state().isFinal() ? news.tally() : Tally.NONE;
        List<ActiveUnit> active = new ArrayList<>();
        Instant alive = clock.instant().minus(SILENCE);
        for (LiveStore.Report each : news.reports()) {
            NodeReport report = NodeReport.parse(each.data());
            tally = tally.plus(report.done());
            if (each.updatedAt().isAfter(alive)) {
                for (ActiveUnit unit : report.active()) {
                    tally = tally.plus(unit.tally());
                    active.add(unit);
                }
            }
        }
        return new LiveUpdate(news.execution(), news.state(), news.reason(), tally, active, news.chunk(), news.lines());
    }
}
