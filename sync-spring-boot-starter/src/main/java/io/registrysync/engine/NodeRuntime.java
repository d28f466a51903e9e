package io.registrysync.engine;

import io.registrysync.notify.Notifier;
import io.registrysync.store.Node;
import io.registrysync.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What runs on a node: its lanes and its threads, from the first to the end of the last. */
final class NodeRuntime implements AutoCloseable {
    private static final int SENDERS = 3;
    /** A pulse that waits for a slow database longer than this does not work any more. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final Store store;
    private final String name;
    private final String version;
    private final InstantSource clock;
    private final Instant started;
    private final boolean working;
    private final EngineSettings settings;
    private final RegistryPool registries;
    private final Journals journals;
    private final Lanes lanes;
    private final LiveFeed live;
    private final Dispatch dispatch;
    private final Pulse pulse;
    private final Housekeeping housekeeping;
    private final Notifier notifier;
    private final Outbox outbox;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    NodeRuntime(NodeDescription node) {
        this.store = node.store;
        this.name = node.name;
        this.version = node.version;
        this.clock = node.clock;
        this.started = clock.instant();
        this.working = node.working;
        this.settings = node.settings;
        this.registries = new RegistryPool(store.registries(), node.opening);
        this.journals = new Journals(store, name, clock, node.language);
        Announcements announcements = new Announcements(store, node.zone, node.links);
        this.notifier = node.notifier.get();
        this.outbox = new Outbox(store, announcements, notifier, clock, closing);
        Ending ending = new Ending(store, journals, announcements::of, node.ended);
        Worker worker = new Worker(
                store,
                node.state == null ? store.state() : node.state,
                registries,
                journals,
                ending,
                settings,
                node.events,
                name,
                closing);
        this.lanes = new Lanes(store, name, settings, clock, worker::work);
        this.live = new LiveFeed(store, clock, closing);
        this.dispatch = new Dispatch(store, lanes, journals, ending, working, node.room);
        this.pulse = new Pulse(store, journals, ending, lanes, settings.pulse(), closing, this::beat, node.room);
        this.housekeeping = new Housekeeping(store, node.retention, closing);
    }

    void start() {
        thread("live", live::loop);
        if (!working) {
            return;
        }
        beat();
        lanes.start();
        thread("pulse", pulse);
        thread("housekeeping", housekeeping);
        // A channel that keeps one waiting does not keep all the others waiting.
        for (int sender = 1; sender <= SENDERS; sender++) {
            thread("outbox-" + sender, outbox);
        }
    }

    private void beat() {
        store.nodes().beat(new Node(name, version, settings.units(), started, clock.instant()));
    }

    private void thread(String what, Runnable work) {
        Thread thread = new Thread(work, "registry-sync-" + what);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    Instant startedAt() {
        return started;
    }

    boolean isWorking() {
        return working;
    }

    RegistryPool registries() {
        return registries;
    }

    LiveFeed live() {
        return live;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    /** See {@link SyncEngine#trouble}. */
    Optional<String> trouble() {
        Optional<String> dead = threads.stream()
                .filter(thread -> !thread.isAlive())
                .map(thread -> "the thread " + thread.getName() + " has ended")
                .findFirst();
        if (dead.isPresent() || !working) {
            return dead;
        }
        if (!lanes.isWorking()) {
            return Optional.of("it does not look for lanes any more");
        }
        return pulse.silence().compareTo(SILENCE) > 0
                ? Optional.of("its pulse has been silent for " + pulse.silence().toSeconds() + " s")
                : Optional.empty();
    }

    /** See {@link SyncEngine#unwritten}. */
    Optional<String> unwritten() {
        return Optional.of(pulse.unwritten()).filter(reason -> !reason.isEmpty());
    }

    /** See {@link SyncEngine#close}. */
    @Override
    public void close() {
        closing.countDown();
        journals.cancelAll();
        lanes.close();
        notifier.close();
        for (Thread thread : threads) {
            join(thread);
        }
        registries.close();
        store.nodes().leave(name);
    }

    private static void join(Thread thread) {
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
