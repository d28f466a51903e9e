package io.registrysync.engine;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Databases;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.Trigger;
import io.registrysync.store.ExecutionStore.Wish;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskEntry.Overlap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A store with two registries, {@code src} and {@code dst}, and nodes that work on it. */
final class Workshop implements AutoCloseable {
    static final EngineSettings QUICK = new EngineSettings(
            2,
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            4,
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60));

    final StrictRegistry source = StrictRegistry.start();
    final StrictRegistry target = StrictRegistry.start();
    final String url;
    private Locale language = Locale.ENGLISH;
    final Store store;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Workshop(Databases databases) {
        this.url = databases.fresh();
        this.store = opened(InstantSource.system());
        store.registries().add(RegistryEntry.at("src", source.uri().toString()), SecretChange.keep());
        store.registries().add(RegistryEntry.at("dst", target.uri().toString()), SecretChange.keep());
    }

    /** Another connection to the same database; with SQLite only after the one before was closed. */
    Store opened(InstantSource clock) {
        Store another = Databases.open(url, clock);
        open.push(another);
        return another;
    }

    /** In which nodes that are opened from now on write logs. */
    void speak(Locale newLanguage) {
        this.language = newLanguage;
    }

    SyncEngine node(String name) {
        return node(store, name);
    }

    SyncEngine node(EngineSettings settings) {
        SyncEngine engine = SyncEngine.on(store).settings(settings).open();
        open.push(engine);
        return engine;
    }

    SyncEngine node(Store at, String name) {
        SyncEngine engine = SyncEngine.on(at)
                .name(name)
                .settings(QUICK)
                .language(() -> language)
                .open();
        open.push(engine);
        return engine;
    }

    /** A task that copies everything that {@code src} has to {@code dst}. */
    long task(String name) {
        return task(name, "", Overlap.REFUSE);
    }

    long task(String name, String more, Overlap overlap) {
        return task(name, more, overlap, 4);
    }

    long task(String name, String more, Overlap overlap, int parallelism) {
        return store.tasks().add(new TaskEntry(spec(name, more), 0, parallelism, overlap));
    }

    long task(String name, int priority) {
        return store.tasks().add(new TaskEntry(spec(name, ""), priority, 1, Overlap.REFUSE));
    }

    /** Begins an execution without being a node. */
    long begin(long task) {
        return store.executions()
                .begin(
                        Wish.of(store.tasks().get(task), Trigger.MANUAL, "alice"),
                        new LaneRows(InstantSource.system())::open);
    }

    static SyncSpec spec(String name, String more) {
        return SyncSpec.parse(
                "test", "name: " + name + "\nsource: {registry: src}\ntarget: {registry: dst, project: all}\n" + more);
    }

    Image seed(String repository, String... tags) {
        Image image = Images.single(repository.hashCode()).layers(2000, 3000).build();
        for (String tag : tags) {
            source.seed(repository, tag, image);
        }
        return image;
    }

    /** Lets every blob of {@code src} get stuck on its way, until the fault is removed. */
    Fault stallBlobs() {
        return source.faults().on("GET", "/v2/.+/blobs/sha256:.+").always().stall();
    }

    Execution ended(long execution) {
        await(() -> store.executions().get(execution).state().isFinal());
        return store.executions().get(execution);
    }

    /** Waits for something that others do, a minute at most. */
    static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(1)) {
                throw new AssertionError("it did not happen within a minute");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        source.close();
        target.close();
    }
}
