package io.registrysync.bench;

import io.registrysync.engine.SyncEngine;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Databases;
import io.registrysync.store.Execution;
import io.registrysync.store.ExecutionStore.Filter;
import io.registrysync.store.Page.Slice;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskEntry.Overlap;
import io.registrysync.store.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How much faster one task is done by several nodes, with registries that take their time to answer. Nodes are processes,
 * the database is a PostgreSQL server that is started for it, registries are those of the tests.
 *
 * <p>Most of what is copied is there already, as in a task that runs every night: every twentieth repository is new. So a
 * unit costs round trips, and little work of the machine that all the nodes share here.
 *
 * <p>Arguments: repositories, tags each, milliseconds until a registry answers, and numbers of nodes to compare. A number of
 * nodes with {@code k} behind it has one of them killed when a third is done.
 */
public final class ClusterBenchmark {
    private static final int LANES = 24;
    private static final int NEW_ONE_IN = 20;

    private ClusterBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("node")) {
            node(arguments[1], arguments[2]);
            return;
        }
        int repositories = Integer.parseInt(arguments[0]);
        int tags = Integer.parseInt(arguments[1]);
        Duration latency = Duration.ofMillis(Long.parseLong(arguments[2]));
        System.out.println("| nodes | images | copied | seconds | times as fast |");
        System.out.println("|---|---|---|---|---|");
        double first = 0;
        for (String nodes : List.of(arguments).subList(3, arguments.length)) {
            boolean kills = nodes.endsWith("k");
            int count = Integer.parseInt(nodes.replace("k", ""));
            double seconds = run(repositories, tags, latency, count, kills);
            first = first == 0 ? seconds : first;
            System.out.printf(
                    Locale.ROOT,
                    "| %d%s | %d | %d | %.1f | %.2f |%n",
                    count,
                    kills ? ", one killed" : "",
                    repositories * tags,
                    (repositories + NEW_ONE_IN - 1) / NEW_ONE_IN * tags,
                    seconds,
                    first / seconds);
        }
    }

    private static void node(String url, String name) throws IOException {
        try (Store store = Databases.open(url, InstantSource.system());
                SyncEngine engine = SyncEngine.on(store).name(name).open()) {
            while (System.in.read() >= 0) {
                // The end of the input is the sign to end.
            }
        }
    }

    private static double run(int repositories, int tags, Duration latency, int nodes, boolean kills) throws Exception {
        String url = Databases.POSTGRESQL.fresh();
        List<Process> processes = new ArrayList<>();
        try (StrictRegistry source = StrictRegistry.start();
                StrictRegistry target = StrictRegistry.start();
                Store store = Databases.open(url, InstantSource.system());
                // For this one the night is over when the task is enabled.
                Store yesterday =
                        Databases.open(url, InstantSource.fixed(Instant.now().minus(Duration.ofDays(2))))) {
            for (int repository = 0; repository < repositories; repository++) {
                for (int tag = 0; tag < tags; tag++) {
                    Image image =
                            Images.single(repository * 100L + tag).layers(500).build();
                    source.seed("team/r" + repository, "1." + tag, image);
                    if (repository % NEW_ONE_IN != 0) {
                        target.seed("all/r" + repository, "1." + tag, image);
                    }
                }
            }
            source.faults().any().always().delay(latency);
            target.faults().any().always().delay(latency);
            long task = task(store, source, target);
            for (int node = 1; node <= nodes; node++) {
                processes.add(start(url, "node-" + node));
            }
            await(() -> store.nodes().list(Duration.ofMinutes(1)).size() == nodes);
            yesterday.tasks().setEnabled(task, true);
            if (kills) {
                await(() -> executions(store).stream()
                        .anyMatch(execution ->
                                store.units().counts(execution.id()).getOrDefault(Unit.State.SUCCEEDED, 0L)
                                        > repositories / 3));
                processes.get(0).destroyForcibly();
            }
            await(() -> executions(store).stream()
                    .anyMatch(execution -> execution.state().isFinal()));
            Execution ended = executions(store).get(0);
            require(executions(store).size() == 1, "it ran more than once");
            require(ended.state() == Execution.State.SUCCEEDED, "it failed: " + ended.message());
            require(ended.tally().images().total() == (long) repositories * tags, "images are missing");
            for (int repository = 0; repository < repositories; repository++) {
                require(target.tags("all/r" + repository).size() == tags, "tags are missing");
            }
            return Duration.between(
                                    ended.startedAt().orElseThrow(),
                                    ended.finishedAt().orElseThrow())
                            .toMillis()
                    / 1000.0;
        } finally {
            for (Process process : processes) {
                process.getOutputStream().close();
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static long task(Store store, StrictRegistry source, StrictRegistry target) {
        store.registries().add(RegistryEntry.at("src", source.uri().toString()), SecretChange.keep());
        store.registries().add(RegistryEntry.at("dst", target.uri().toString()), SecretChange.keep());
        SyncSpec spec = SyncSpec.parse("benchmark", """
                name: everything
                enabled: false
                source: {registry: src}
                target: {registry: dst, project: all}
                schedule: {cron: '0 2 * * *', timeZone: UTC}
                """);
        return store.tasks().add(new TaskEntry(spec, 0, LANES, Overlap.REFUSE));
    }

    private static Process start(String url, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterBenchmark.class.getName(),
                        "node",
                        url,
                        name)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Execution> executions(Store store) {
        return store.executions().list(Filter.ALL, new Slice(0, 10)).items();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalStateException(message);
        }
    }
}
