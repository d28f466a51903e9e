package io.registrysync.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spring.SyncHost;
import io.registrysync.store.Execution;
import io.registrysync.store.KeyRing;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.Unit;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ShutdownTest {
    @TempDir
    Path folder;

    @Test
    void ends_in_order_in_the_middle_of_a_run_and_goes_on_at_the_next_start() throws Exception {
        try (StrictRegistry source = StrictRegistry.start();
                StrictRegistry target = StrictRegistry.start()) {
            source.seed("team/web", "1", Images.single(1).layers(2000).build());
            long task = taskBetween(source, target);
            var stalled = source.faults().on("GET", ".*blobs.*").always().stall();
            long execution;
            try (ServerProcess server = ServerProcess.start(ServerApplication.class, folder, Map.of())) {
                SyncHost.await(server::isServing);
                execution = SyncHost.parse(server.post("/api/v1/tasks/" + task + "/run"))
                        .path("execution")
                        .asLong();
                CompletableFuture<HttpResponse<String>> watching = server.client.sendAsync(
                        server.request("/api/v1/executions/" + execution + "/events")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(stalled.awaitHeld(1, Duration.ofSeconds(60))).isTrue();

                server.terminate();

                assertThat(server.await()).isEqualTo(143);
                assertThat(watching.get(10, TimeUnit.SECONDS).body()).contains("retry: 2000");
                assertThat(server.console()).doesNotContain("ERROR").doesNotContain("Exception");
            }
            // The last connection that is closed takes it away.
            assertThat(folder.resolve("data/registry-sync.db-wal")).doesNotExist();
            stalled.remove();
            try (Store store = store()) {
                assertThat(store.executions().get(execution).state()).isEqualTo(Execution.State.RUNNING);
                assertThat(store.units().counts(execution)).containsOnlyKeys(Unit.State.PENDING);
            }
            try (ServerProcess next = ServerProcess.start(ServerApplication.class, folder, Map.of())) {
                SyncHost.await(next::isServing);
                SyncHost.await(() -> target.tags("all/web").contains("1"));
                next.terminate();
                assertThat(next.await()).isEqualTo(143);
            }
        }
    }

    private long taskBetween(StrictRegistry source, StrictRegistry target) throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (Store store = store()) {
            store.registries().add(RegistryEntry.at("src", source.uri().toString()), SecretChange.keep());
            store.registries().add(RegistryEntry.at("dst", target.uri().toString()), SecretChange.keep());
            return store.tasks()
                    .add(TaskEntry.of(SyncSpec.parse(
                            "test", "name: long\nsource: {registry: src}\ntarget: {registry: dst, project: all}\n")));
        }
    }

    private Store store() {
        return Store.at("jdbc:sqlite:" + folder.resolve("data/registry-sync.db"))
                .keys(KeyRing.inFile(folder.resolve("data/secret.key")))
                .open();
    }
}
