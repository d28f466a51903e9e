package io.registrysync.engine;

import io.registrysync.notify.Notifier;
import io.registrysync.registry.Registry;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Execution;
import io.registrysync.store.Retention;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncState;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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
    private final NodeRuntime node;

    private SyncEngine(NodeRuntime node) {
        this.node = node;
    }

    /** Begins to describe a node. */
    public static Builder on(Store store) {
        return new Builder(store);
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
        return node.dispatch().run(task, by);
    }

    /**
     * Runs a sync that is not stored.
     *
     * @throws StoreException where one of its registries is disabled, or there is none of that name
     * @throws IllegalArgumentException where it touches something else than registries
     */
    public long run(SyncSpec spec, String by) {
        return node.dispatch().run(spec, by);
    }

    /**
     * Does again what an execution has not done, as its sync was then. Where it is not known what that is, because lists
     * could not be read, everything is looked at again.
     *
     * @throws StoreException where it is under way, there is nothing to do again, or one of its registries is disabled
     */
    public long retry(long execution, String by) {
        return node.dispatch().retry(execution, by);
    }

    /**
     * Stops an execution on all nodes. Blobs that are on their way are cut; tags stay as they are.
     *
     * @throws StoreException where it is over
     */
    public void stop(long execution, String by) {
        node.dispatch().stop(execution, by);
    }

    /** What is going on. */
    public LiveFeed live() {
        return node.live();
    }

    /** The registries as executions use them. */
    public RegistryPool registries() {
        return node.registries();
    }

    /** Since when it is open. */
    public Instant startedAt() {
        return node.startedAt();
    }

    /** Which version of the program it runs; may be empty. */
    public String version() {
        return node.version();
    }

    /** Whether it works on executions, or only shows them. */
    public boolean isWorking() {
        return node.isWorking();
    }

    /** Why this node does not do what it should; empty where it does. Asks nobody. */
    public Optional<String> trouble() {
        return node.trouble();
    }

    /** Why this node cannot write down what it does, and so begins nothing; empty where it can. Asks nobody. */
    public Optional<String> unwritten() {
        return node.unwritten();
    }

    /** What this node is called. */
    public String name() {
        return node.name();
    }

    /** Gives back what runs here, so that another node, or the next process, goes on with it; then ends. */
    @Override
    public void close() {
        node.close();
    }

    @Override
    public String toString() {
        return node.name();
    }

    /** Describes a node. Not safe for use by several threads. */
    public static final class Builder {
        private final NodeDescription described;

        private Builder(Store store) {
            this.described = new NodeDescription(store);
        }

        /** What the node is called; no other one may be called so. Unless set, a name is made up. */
        public Builder name(String newName) {
            described.name = newName;
            return this;
        }

        /** Which version of the program it runs; for people. */
        public Builder version(String newVersion) {
            described.version = newVersion;
            return this;
        }

        /** Lets people begin, stop and watch executions here, and leaves the work to other nodes. */
        public Builder watching() {
            described.working = false;
            return this;
        }

        /** How it works. */
        public Builder settings(EngineSettings newSettings) {
            described.settings = newSettings;
            return this;
        }

        /** Where the time comes from. */
        public Builder clock(InstantSource newClock) {
            described.clock = newClock;
            return this;
        }

        /** What is remembered from run to run; what the store remembers, unless set. */
        public Builder state(SyncState newState) {
            described.state = newState;
            return this;
        }

        /** How the registry at an address is reached, before what is stored comes on top. */
        public Builder reaching(Function<String, Registry.Builder> newOpening) {
            described.opening = newOpening;
            return this;
        }

        /**
         * In which times are shown in messages, where a task has no schedule with a zone of its own; UTC unless set. Asked
         * for each message.
         */
        public Builder zone(Supplier<ZoneId> newZone) {
            described.zone = newZone;
            return this;
        }

        /**
         * In which logs are written: Chinese, which they are unless this is set, or English for every other language. Asked
         * when an execution begins here.
         */
        public Builder language(Supplier<Locale> newLanguage) {
            described.language = newLanguage;
            return this;
        }

        /** Hears what happens in all runs of this node, each on a thread of its own. */
        public Builder events(SyncListener listener) {
            described.events = listener;
            return this;
        }

        /** How long what is kept; asked every hour. */
        public Builder retention(Supplier<Retention.Policy> newRetention) {
            described.retention = newRetention;
            return this;
        }

        /** Who sends messages; closed with the node. */
        public Builder notifier(Supplier<Notifier> opened) {
            described.notifier = opened;
            return this;
        }

        /** Where people read more about an execution that a message tells of. */
        public Builder links(Function<Execution, Optional<URI>> newLinks) {
            described.links = newLinks;
            return this;
        }

        /** Hears of executions that this node has ended. */
        public Builder ended(Consumer<Execution> listener) {
            described.ended = listener;
            return this;
        }

        /**
         * Whether there is room to write down what executions do. While there is none, no execution is begun here; those
         * that have begun go on. Asked four times a second.
         */
        public Builder room(BooleanSupplier newRoom) {
            described.room = newRoom;
            return this;
        }

        /** Opens it: it works from now on. */
        public SyncEngine open() {
            NodeRuntime node = new NodeRuntime(described);
            node.start();
            return new SyncEngine(node);
        }
    }
}
