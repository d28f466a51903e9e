package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.Registry;
import io.registrysync.registry.Retries;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.SyncState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a file to the requests that registries get: syncs between the registries {@code src}, {@code dst}, {@code other} and
 * whichever else a test names.
 */
@Timeout(60)
abstract class ResolvedSyncFixture {
    private static final Retries FAST = new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2));

    final Map<String, StrictRegistry> registries = new TreeMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final SyncState state = SyncState.inMemory();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** Closes it at the end of the test, what was kept last first. */
    <T extends AutoCloseable> T keep(T part) {
        open.add(0, part);
        return part;
    }

    /** The registry with this name, started when first named. */
    StrictRegistry at(String name) {
        return registries.computeIfAbsent(name, any -> keep(StrictRegistry.start()));
    }

    Image seed(String registry, String repository, String tag) {
        return at(registry)
                .seed(
                        repository,
                        tag,
                        Images.single((repository + tag).hashCode()).layers(10).build());
    }

    /** A file with the sync {@code x}; {@code sync} is what it says below its name. */
    SyncFile file(String sync) {
        List.of("src", "dst", "other").forEach(this::at);
        StringBuilder text = new StringBuilder("registries:\n");
        registries.forEach((name, registry) ->
                text.append("  " + name + ": {url: '" + registry.uri() + "', username: me, password: '${SECRET}'}\n"));
        return SyncFile.parse("f", text + "syncs: [{name: x, " + sync + "}]\n", Map.of("SECRET", "secret"));
    }

    Registries registries() {
        return keep(new FileRegistries(
                file("source: {registry: src}, target: {registry: dst}").registries(),
                folder,
                Map.of("SECRET", "secret"),
                address -> Registry.at(address).retries(FAST),
                warning -> {}));
    }

    ResolvedSync resolve(String sync) {
        SyncSpec spec = file(sync).syncs().get(0);
        return keep(ResolvedSync.of(spec, registries(), folder));
    }

    SyncReport run(String sync, Registries opened) {
        try (ResolvedSync resolved = ResolvedSync.of(file(sync).syncs().get(0), opened, folder)) {
            return resolved.sync().state(state).run();
        }
    }

    void successful(String sync) {
        SyncReport report = run(sync, registries());
        assertThat(report.failures()).isEmpty();
        assertThat(report.isSuccess()).isTrue();
    }
}
