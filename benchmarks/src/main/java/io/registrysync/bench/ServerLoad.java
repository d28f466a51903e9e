package io.registrysync.bench;

import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spec.Source;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spec.Target;
import io.registrysync.store.KeyRing;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast the packaged server answers while it works. Requests are sent by a timetable, whether those before have been
 * answered or not, and their time counts from when they were due: a server that stands still does not look better by
 * keeping its clients from asking. Everything is on this machine, and in one temporary folder.
 */
public final class ServerLoad {
    private static final String KEYS = "bench:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final int REPOSITORIES = 200;
    private static final int TAGS = 10;

    private final Map<String, Integer> options;
    private final Path folder;

    private ServerLoad(Map<String, Integer> options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Measures, prints, and removes what it has made. */
    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> options = new HashMap<>(
                Map.of("--seconds", 60, "--rate", 200, "--executions", 5000, "--watchers", 0, "--warm-up", 60));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (options.replace(arguments[i], Integer.valueOf(arguments[i + 1])) == null) {
                throw new IllegalArgumentException("options are " + options.keySet());
            }
        }
        Path folder = Files.createTempDirectory("registry-sync-load");
        try {
            new ServerLoad(options, folder).run();
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.exit(0);
    }

    private int option(String name) {
        return options.getOrDefault(name, 0);
    }

    private void run() throws Exception {
        try (StrictRegistry source = StrictRegistry.start();
                StrictRegistry target = StrictRegistry.start()) {
            long task = fill(source, target);
            try (LoadedServer server = LoadedServer.start(folder, KEYS)) {
                LoadClient client = new LoadClient(server.address());
                client.signIn();
                long execution = client.run(task);
                List<Watch> watches = watch(client, execution);
                // While the virtual machine compiles what a server does in its first minute, the compiler takes half a
                // processor: no measure of the weeks that follow.
                ask(client, execution, Duration.ofSeconds(option("--warm-up")));
                Duration before = server.processorTime();
                long begin = System.nanoTime();
                LoadReport report = ask(client, execution, Duration.ofSeconds(option("--seconds")));
                double seconds = (System.nanoTime() - begin) / 1e9;
                report.print();
                double used = server.processorTime().minus(before).toMillis() / 1000.0;
                say(
                        "server: %.0f %% of a processor, %d MiB resident",
                        100 * used / seconds, server.residentMebibytes());
                client.stop(execution);
                tell(watches);
            }
        }
    }

    private long fill(StrictRegistry source, StrictRegistry target) throws Exception {
        for (int repository = 0; repository < REPOSITORIES; repository++) {
            for (int tag = 0; tag < TAGS; tag++) {
                source.seed(
                        "load/service-" + repository,
                        "v" + tag,
                        Images.single(repository * TAGS + tag)
                                .layers(2000, 3000)
                                .build());
            }
        }
        try (Store store = Store.at("jdbc:sqlite:" + folder.resolve("registry-sync.db"))
                .keys(KeyRing.parse(KEYS))
                .open()) {
            new LargeStore(store, option("--executions"), 100, Instant.now()).fill();
            store.registries()
                    .add(slow(RegistryEntry.at("load-source", source.uri().toString())), SecretChange.keep());
            store.registries()
                    .add(slow(RegistryEntry.at("load-target", target.uri().toString())), SecretChange.keep());
            return store.tasks()
                    .add(TaskEntry.of(SyncSpec.of(
                            "load", Source.project("load-source", "load"), Target.registry("load-target"))));
        }
    }

    /** So slow that the sync runs until it is stopped. */
    private static RegistryEntry slow(RegistryEntry entry) {
        return new RegistryEntry(
                entry.name(),
                entry.type(),
                entry.url(),
                entry.description(),
                entry.username(),
                entry.insecure(),
                entry.ca(),
                entry.tokenServer(),
                entry.proxy(),
                entry.concurrency(),
                Optional.of(30.0),
                entry.maxUnits(),
                entry.enabled());
    }

    private List<Watch> watch(LoadClient client, long execution) {
        List<Watch> watches = new ArrayList<>();
        for (int i = 0; i < option("--watchers"); i++) {
            watches.add(client.watch(execution));
        }
        return watches;
    }

    /** Asks by the timetable. */
    private LoadReport ask(LoadClient client, long execution, Duration time) {
        Map<String, String> paths = LoadPaths.of(execution, option("--executions"));
        List<String> names = paths.keySet().stream().sorted().toList();
        LoadReport report = new LoadReport();
        List<CompletableFuture<?>> sent = new ArrayList<>();
        long interval = TimeUnit.SECONDS.toNanos(1) / option("--rate");
        long begin = System.nanoTime();
        for (int i = 0; i * interval < time.toNanos(); i++) {
            long due = begin + i * interval;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            String name = names.get(i % names.size());
            sent.add(client.get(paths.getOrDefault(name, "/"))
                    .handle((status, failed) ->
                            report.add(name, System.nanoTime() - due, failed == null && status == 200)));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        return report;
    }

    private static void tell(List<Watch> watches) {
        if (watches.isEmpty()) {
            return;
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < limit && !watches.stream().allMatch(Watch::hasEnded)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        int[] updates = watches.stream().mapToInt(Watch::updates).sorted().toArray();
        say(
                "watchers: %d; updates of each: %d to %d, median %d; %d got the end",
                watches.size(),
                updates[0],
                updates[updates.length - 1],
                updates[updates.length / 2],
                watches.stream().filter(Watch::hasEnded).count());
    }

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
