package io.registrysync.engine;

import io.registrysync.store.LiveStore;
import io.registrysync.store.LiveStore.Position;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
     * @param hears is called on the feed's thread, which it must not keep waiting. Watchers that have seen the same get
     *     the same object, one after the other
     * @return ends the watching
     */
    public AutoCloseable watch(long execution, long chunk, Consumer<LiveUpdate> hears) {
        Watcher watcher = new Watcher(new Position(execution, chunk), hears);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** How many watch. */
    public int watchers() {
        return watchers.size();
    }

    /** How executions are now, without their logs; those that do not exist are left out. */
    public Map<Long, LiveUpdate> now(Collection<Long> executions) {
        Set<Position> positions = executions.stream()
                .map(execution -> new Position(execution, Position.NO_LINES))
                .collect(Collectors.toSet());
        return store.live().news(positions).values().stream()
                .collect(Collectors.toMap(LiveStore.News::execution, this::update));
    }

    private static final class Watcher {
        private final Consumer<LiveUpdate> hears;
        private Position position;
        /** Whether the execution was over and nothing new was said. */
        private boolean quiet;

        Watcher(Position position, Consumer<LiveUpdate> hears) {
            this.position = position;
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
        Map<Position, List<Watcher>> groups =
                watchers.stream().collect(Collectors.groupingBy(watcher -> watcher.position));
        Map<Position, LiveStore.News> news;
        try {
            news = store.live().news(groups.keySet());
        } catch (StoreException away) {
            LOG.debug("nothing can be shown now: {}", away.getMessage());
            return;
        }
        groups.forEach((position, group) -> {
            LiveStore.News found = news.get(position);
            if (found == null) {
                group.forEach(watchers::remove);
            } else {
                tell(group, update(found));
            }
        });
    }

    private void tell(List<Watcher> group, LiveUpdate update) {
        boolean quiet = update.state().isFinal() && update.lines().isEmpty();
        LiveUpdate last = update.asLast();
        for (Watcher watcher : group) {
            // Whoever ends an execution writes its last line a moment later: the end is believed at the second look.
            boolean isLast = quiet && watcher.quiet;
            watcher.quiet = quiet;
            watcher.position = new Position(update.execution(), update.chunk());
            if (isLast) {
                watchers.remove(watcher);
            }
            try {
                watcher.hears.accept(isLast ? last : update);
            } catch (RuntimeException failed) {
                LOG.debug("a watcher of execution {} is gone: {}", update.execution(), failed.toString());
                watchers.remove(watcher);
            }
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
        return new LiveUpdate(
                news.execution(),
                news.state(),
                news.reason(),
                tally,
                news.units(),
                active,
                news.chunk(),
                news.lines(),
                false);
    }
}
