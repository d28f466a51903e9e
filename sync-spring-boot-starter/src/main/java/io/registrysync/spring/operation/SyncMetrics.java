package io.registrysync.spring.operation;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.registrysync.engine.SyncEngine;
import io.registrysync.spring.ExecutionEnded;
import io.registrysync.spring.web.LiveStreams;
import io.registrysync.store.Delivery;
import io.registrysync.store.Execution;
import io.registrysync.store.Statistics;
import io.registrysync.store.Store;
import io.registrysync.sync.BlobOutcome;
import io.registrysync.sync.ImageResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.springframework.context.event.EventListener;

/**
 * What is measured. Names that begin with {@code sync_}, and {@code active_connections}, are those of the manual; the
 * others begin with {@code registry_sync_}. Counters are of this node since it started, and are to be added up over nodes;
 * what waits in the database is the same on all of them.
 */
final class SyncMetrics implements MeterBinder {
    private final SyncEngine engine;
    private final Store store;
    private final RunCounters runs;
    private final LiveStreams streams;
    private final Supplier<Vitals.Verdict> health;
    private final LoadSample load;
    private final Map<String, LongAdder> ended =
            Map.of("succeeded", new LongAdder(), "failed", new LongAdder(), "stopped", new LongAdder());
    private final List<DistributionSummary> durations = new CopyOnWriteArrayList<>();

    SyncMetrics(
            SyncEngine engine, Store store, RunCounters runs, LiveStreams streams, Supplier<Vitals.Verdict> health) {
        this.engine = engine;
        this.store = store;
        this.runs = runs;
        this.streams = streams;
        this.health = health;
        this.load = new LoadSample(store);
    }

    /** Counts an execution that this node has ended. */
    @EventListener
    void ended(ExecutionEnded event) {
        Execution execution = event.execution();
        String outcome = execution.reason() == Execution.Reason.STOPPED
                ? "stopped"
                : execution.state() == Execution.State.SUCCEEDED ? "succeeded" : "failed";
        counter(outcome).increment();
        execution
                .startedAt()
                .ifPresent(start -> execution.finishedAt().ifPresent(end -> {
                    double seconds = Math.max(0, Duration.between(start, end).toMillis()) / 1000.0;
                    durations.forEach(summary -> summary.record(seconds));
                }));
    }

    private LongAdder counter(String outcome) {
        return ended.getOrDefault(outcome, new LongAdder());
    }

    private double endedSum(String... outcomes) {
        double sum = 0;
        for (String outcome : outcomes) {
            sum += counter(outcome).sum();
        }
        return sum;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindManual(registry);
        bindRuns(registry);
        bindLoad(registry);
        bindNode(registry);
    }

    /** The names of the manual. Prometheus keeps the ending {@code _total} for counters, so the other two are gauges. */
    private void bindManual(MeterRegistry registry) {
        FunctionCounter.builder("sync", this, self -> self.endedSum("succeeded", "failed", "stopped"))
                .description("Executions that ended on this node")
                .register(registry);
        Gauge.builder("sync.success", this, self -> self.endedSum("succeeded"))
                .description("Executions that succeeded on this node since it started")
                .register(registry);
        Gauge.builder("sync.failed", this, self -> self.endedSum("failed", "stopped"))
                .description("Executions that failed or were stopped on this node since it started")
                .register(registry);
        durations.add(DistributionSummary.builder("sync.duration")
                .description("How long executions took, in seconds")
                .publishPercentiles(0.5, 0.95)
                .register(registry));
        Gauge.builder("active.connections", streams, LiveStreams::count)
                .description("Live connections that are open to this node")
                .register(registry);
    }

    private void bindRuns(MeterRegistry registry) {
        for (String outcome : ended.keySet()) {
            FunctionCounter.builder("registry.sync.executions.ended", this, self -> self.endedSum(outcome))
                    .tag("outcome", outcome)
                    .description("Executions that ended on this node")
                    .register(registry);
        }
        for (ImageResult.Status status : ImageResult.Status.values()) {
            FunctionCounter.builder("registry.sync.images", runs, counted -> counted.images(status))
                    .tag("status", word(status))
                    .description("Images, by how they ended")
                    .register(registry);
        }
        for (BlobOutcome outcome : BlobOutcome.values()) {
            FunctionCounter.builder("registry.sync.blobs", runs, counted -> counted.blobs(outcome))
                    .tag("outcome", word(outcome))
                    .description("Blobs, by how they came to the target")
                    .register(registry);
        }
        FunctionCounter.builder("registry.sync.sent", runs, RunCounters::bytes)
                .baseUnit("bytes")
                .description("Bytes of blobs that were sent")
                .register(registry);
        FunctionCounter.builder("registry.sync.retries", runs, RunCounters::retries)
                .description("Requests that were tried again")
                .register(registry);
        FunctionCounter.builder("registry.sync.rate.limits", runs, RunCounters::rateLimits)
                .description("Answers of registries that asked for fewer requests (429)")
                .register(registry);
        FunctionCounter.builder("registry.sync.rate.limit.wait", runs, RunCounters::waitedSeconds)
                .baseUnit("seconds")
                .description("How long registries asked to wait")
                .register(registry);
    }

    private void bindLoad(MeterRegistry registry) {
        waiting(registry, "executions", "queued", Statistics.Load::queuedExecutions);
        waiting(registry, "executions", "running", Statistics.Load::runningExecutions);
        waiting(registry, "units", "pending", Statistics.Load::pendingUnits);
        waiting(registry, "units", "running", Statistics.Load::runningUnits);
        waiting(registry, "lanes", "busy", Statistics.Load::busyLanes);
        waiting(registry, "lanes", "waiting", now -> now.lanes() - now.busyLanes());
        for (Delivery.State state : Delivery.State.values()) {
            waiting(registry, "deliveries", word(state), now -> now.deliveries().getOrDefault(state, 0L));
        }
    }

    private void waiting(MeterRegistry registry, String what, String state, ToDoubleFunction<Statistics.Load> number) {
        Gauge.builder("registry.sync." + what, load, now -> now.get(number))
                .tag("state", state)
                .description("In the database, the same on all nodes")
                .register(registry);
    }

    private void bindNode(MeterRegistry registry) {
        connections(registry, "active", Store.Connections::active);
        connections(registry, "idle", Store.Connections::idle);
        connections(registry, "waiting", Store.Connections::waiting);
        Gauge.builder("registry.sync.watchers", engine, node -> node.live().watchers())
                .description("Watchers of executions on this node")
                .register(registry);
        Gauge.builder("registry.sync.healthy", health, now -> now.get().isUp() ? 1 : 0)
                .description("1 where this node does what it should")
                .register(registry);
    }

    private void connections(MeterRegistry registry, String state, ToDoubleFunction<Store.Connections> number) {
        Gauge.builder(
                        "registry.sync.db.connections",
                        store,
                        opened -> opened.connections()
                                .map(now -> number.applyAsDouble(now))
                                .orElse(Double.NaN))
                .tag("state", state)
                .description("Connections of this node to the database; waiting are threads that wait for one")
                .register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
