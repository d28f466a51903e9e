package io.registrysync.engine;

import io.registrysync.notify.Notifier;
import io.registrysync.registry.Registry;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.store.Node;
import io.registrysync.store.Retention;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.Task;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskEntry.Overlap;
import io.registrysync.store.Unit;
import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node: works on executions that it or another node has begun, and lets people begin, stop, repeat and watch them.
 *
 * <pre>{@code
 * try (SyncEngine engine = SyncEngine.on(store).open()) {
 *     long execution = engine.run(task, "alice");
 * }
 * }</pre>
 *
 * <p>Several nodes are several processes with a store in the same PostgreSQL database. With SQLite there is one. Safe for
 * use by several threads. Methods throw {@link StoreException}.
 */
public final class SyncEngine implements AutoCloseable {
    private static final int SENDERS = 3;
    /** A pulse that waits for a slow database longer than this does not work any more. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final Store store;
    private final String name;
    private final InstantSource clock;
    private final Instant started;
    private final EngineSettings settings;
    private final RegistryPool registries;
    private final Journals journals;
    private final Ending ending;
    private final Lanes lanes;
    private final boolean working;
    private final LiveFeed live;
    private final Pulse pulse;
    private final String version;
    private final Notifier notifier;
    private final Outbox outbox;
    private final BooleanSupplier room;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    private SyncEngine(Builder builder) {
        this.store = builder.store;
        this.name = builder.name;
        this.clock = builder.clock;
        this.started = clock.instant();
        this.settings = builder.settings;
        this.working = builder.working;
        this.registries = new RegistryPool(store.registries(), builder.opening);
        this.journals = new Journals(store, name, clock, builder.language);
        Announcements announcements = new Announcements(store, builder.zone, builder.links);
        this.notifier = builder.notifier.get();
        this.outbox = new Outbox(store, announcements, notifier, clock, closing);
        this.ending = new Ending(store, journals, announcements::of, builder.ended);
        Worker worker = new Worker(
                store,
                builder.state == null ? store.state() : builder.state,
                registries,
                journals,
                ending,
                settings,
                builder.events,
                name,
                closing);
        this.lanes = new Lanes(store, name, settings, clock, worker::work);
        this.live = new LiveFeed(store, clock, closing);
        this.pulse = new Pulse(store, journals, ending, lanes, settings.pulse(), closing, this::beat, builder.room);
        this.version = builder.version;
        this.room = builder.room;
    }

    /** Begins to describe a node. */
    public static Builder on(Store store) {
        return new Builder(store);
    }

    private void begin(Supplier<Retention.Policy> retention) {
        thread("live", live::loop);
        if (!working) {
            return;
        }
        beat();
        lanes.start();
        thread("pulse", pulse);
        thread("housekeeping", new Housekeeping(store, retention, closing));
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

    // ---- what people want -----------------------------------------------------------------------------------------

    /**
     * Runs a task now.
     *
     * @param by who wants it
     * @return the execution
     * @throws StoreException where it runs already and does not queue, or one of its registries is disabled
     */
    public long run(long task, String by) {
        Task stored = store.tasks().get(task);
        requireUsable(stored.entry().spec());
        return begin(Wish.of(stored, Trigger.MANUAL, by));
    }

    /**
     * Runs a sync that is not stored.
     *
     * @throws StoreException where one of its registries is disabled, or there is none of that name
     * @throws IllegalArgumentException where it touches something else than registries
     */
    public long run(SyncSpec spec, String by) {
        TaskEntry entry = TaskEntry.of(spec);
        requireUsable(spec);
        return begin(new Wish(
                Optional.empty(),
                spec.name(),
                Trigger.MANUAL,
                by,
                Optional.empty(),
                spec.toYaml(),
                entry.priority(),
                entry.parallelism(),
                Overlap.REFUSE,
                List.of()));
    }

    /**
     * Does again what an execution has not done, as its sync was then. Where it is not known what that is, because lists
     * could not be read, everything is looked at again.
     *
     * @throws StoreException where it is under way, or there is nothing to do again
     */
    public long retry(long execution, String by) {
        Execution before = store.executions().get(execution);
        if (!before.state().isFinal()) {
            throw refused("execution " + execution + " is still running; stop it, or wait for its end");
        }
        requireUsable(before.spec());
        List<Unit> undone = store.units().undone(execution);
        if (undone.isEmpty() && before.state() != Execution.State.FAILED) {
            throw refused("nothing of execution " + execution + " failed");
        }
        boolean isKnown = before.prepared()
                && !undone.isEmpty()
                && undone.stream().noneMatch(unit -> unit.part().isEmpty());
        Preparation preparation =
                new Preparation(before.spec(), store.registries().list());
        List<Unit.Draft> units = isKnown
                ? undone.stream()
                        .map(unit -> preparation.again(unit, store.units().undoneImages(unit.id())))
                        .toList()
                : List.of();
        return begin(new Wish(
                before.taskId(),
                before.name(),
                Trigger.RETRY,
                by,
                Optional.of(execution),
                before.specText(),
                before.priority(),
                before.parallelism(),
                before.taskId()
                        .map(task -> store.tasks().get(task))
                        .map(Task::entry)
                        .map(TaskEntry::overlap)
                        .orElse(Overlap.REFUSE),
                units));
    }

    /** Beforehand, since whoever waits for an answer can do something about it; a schedule finds out when it is due. */
    private void requireUsable(SyncSpec spec) {
        for (String registry : spec.registries()) {
            boolean isEnabled = store.registries()
                    .named(registry)
                    .orElseThrow(() -> StoreException.of(
                            StoreException.Kind.NOT_FOUND, "there is no registry with the name " + registry))
                    .entry()
                    .enabled();
            if (!isEnabled) {
                throw refused("the registry " + registry + " is disabled; enable it, or use another one");
            }
        }
    }

    private static StoreException refused(String message) {
        return StoreException.of(StoreException.Kind.WRONG_STATE, message);
    }

    private long begin(Wish wish) {
        if (!room.getAsBoolean()) {
            throw refused("nothing is begun while the disk is nearly full; make room");
        }
        long execution = store.executions().begin(wish, lanes::open);
        if (working) {
            lanes.look();
        }
        return execution;
    }

    /**
     * Stops an execution on all nodes. Blobs that are on their way are cut; tags stay as they are.
     *
     * @throws StoreException where it is over
     */
    public void stop(long execution, String by) {
        store.executions().requestStop(execution, by);
        journals.ifPresent(execution, ExecutionJournal::cancel);
        ending.close(execution);
    }

    /** What is going on. */
    public LiveFeed live() {
        return live;
    }

    /** The registries as executions use them. */
    public RegistryPool registries() {
        return registries;
    }

    /** Since when it is open. */
    public Instant startedAt() {
        return started;
    }

    /** Which version of the program it runs; may be empty. */
    public String version() {
        return version;
    }

    /** Whether it works on executions, or only shows them. */
    public boolean isWorking() {
        return working;
    }

    /** Why this node does not do what it should; empty where it does. Asks nobody. */
    public Optional<String> trouble() {
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

    /** Why this node cannot write down what it does, and so begins nothing; empty where it can. Asks nobody. */
    public Optional<String> unwritten() {
        return Optional.of(pulse.unwritten()).filter(reason -> !reason.isEmpty());
    }

    /** What this node is called. */
    public String name() {
        return name;
    }

    /** Gives back what runs here, so that another node, or the next process, goes on with it; then ends. */
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

    /** Describes a node. Not safe for use by several threads. */
    public static final class Builder {
        private final Store store;
        private String name = NodeNames.unique();
        private String version = "";
        private boolean working = true;
        private EngineSettings settings = EngineSettings.DEFAULT;
        private InstantSource clock = InstantSource.system();
        private @Nullable SyncState state;
        private Function<String, Registry.Builder> opening = Registry::at;
        private Supplier<ZoneId> zone = () -> ZoneOffset.UTC;
        private Supplier<Locale> language = () -> Locale.CHINESE;
        private SyncListener events = event -> {};
        private Supplier<Retention.Policy> retention = () -> Retention.Policy.USUAL;
        private Supplier<Notifier> notifier = Notifier::open;
        private Function<Execution, Optional<URI>> links = execution -> Optional.empty();
        private Consumer<Execution> ended = execution -> {};
        private BooleanSupplier room = () -> true;

        private Builder(Store store) {
            this.store = store;
        }

        /** What the node is called; no other one may be called so. Unless set, a name is made up. */
        public Builder name(String newName) {
            this.name = newName;
            return this;
        }

        /** Which version of the program it runs; for people. */
        public Builder version(String newVersion) {
            this.version = newVersion;
            return this;
        }

        /** Lets people begin, stop and watch executions here, and leaves the work to other nodes. */
        public Builder watching() {
            this.working = false;
            return this;
        }

        /** How it works. */
        public Builder settings(EngineSettings newSettings) {
            this.settings = newSettings;
            return this;
        }

        /** Where the time comes from. */
        public Builder clock(InstantSource newClock) {
            this.clock = newClock;
            return this;
        }

        /** What is remembered from run to run; what the store remembers, unless set. */
        public Builder state(SyncState newState) {
            this.state = newState;
            return this;
        }

        /** How the registry at an address is reached, before what is stored comes on top. */
        public Builder reaching(Function<String, Registry.Builder> newOpening) {
            this.opening = newOpening;
            return this;
        }

        /**
         * In which times are shown in messages, where a task has no schedule with a zone of its own; UTC unless set. Asked
         * for each message.
         */
        public Builder zone(Supplier<ZoneId> newZone) {
            this.zone = newZone;
            return this;
        }

        /**
         * In which logs are written: Chinese, which they are unless this is set, or English for every other language. Asked
         * when an execution begins here.
         */
        public Builder language(Supplier<Locale> newLanguage) {
            this.language = newLanguage;
            return this;
        }

        /** Hears what happens in all runs of this node, each on a thread of its own. */
        public Builder events(SyncListener listener) {
            this.events = listener;
            return this;
        }

        /** How long what is kept; asked every hour. */
        public Builder retention(Supplier<Retention.Policy> newRetention) {
            this.retention = newRetention;
            return this;
        }

        /** Who sends messages; closed with the node. */
        public Builder notifier(Supplier<Notifier> opened) {
            this.notifier = opened;
            return this;
        }

        /** Where people read more about an execution that a message tells of. */
        public Builder links(Function<Execution, Optional<URI>> newLinks) {
            this.links = newLinks;
            return this;
        }

        /** Hears of executions that this node has ended. */
        public Builder ended(Consumer<Execution> listener) {
            this.ended = listener;
            return this;
        }

        /**
         * Whether there is room to write down what executions do. While there is none, no execution is begun here; those
         * that have begun go on. Asked four times a second.
         */
        public Builder room(BooleanSupplier newRoom) {
            this.room = newRoom;
            return this;
        }

        /** Opens it: it works from now on. */
        public SyncEngine open() {
            SyncEngine engine = new SyncEngine(this);
            engine.begin(retention);
            return engine;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
