package io.registrysync.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.registrysync.engine.SyncEngine;
import io.registrysync.fixture.Images;
import io.registrysync.spring.SyncHost;
import io.registrysync.store.Databases;
import io.registrysync.store.Store;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

@Timeout(120)
class OperationTest {
    @TempDir
    Path data;

    @Test
    void says_how_it_is_and_counts_what_it_does() {
        try (SyncHost host = new SyncHost(data)) {
            HttpResponse<String> health = host.get("/health");
            assertThat(health.statusCode()).isEqualTo(200);
            JsonNode checks = SyncHost.parse(health).path("checks");
            assertThat(checks)
                    .hasSize(4)
                    .allMatch(check -> check.path("status").asText().equals("UP"));
            assertThat(host.get("/api/v1/health").body()).isEqualTo(health.body());
            assertThat(host.context
                            .getBean("registrySyncHealthIndicator", HealthIndicator.class)
                            .health())
                    .extracting(Health::getStatus)
                    .isEqualTo(Status.UP);

            host.source.seed(
                    "team/web", "1", Images.single(1).layers(2000, 3000).build());
            long task = host.task("counted", "");
            host.ended(host.engine().run(task, "alice"));
            var refused =
                    host.target.faults().on("PUT", ".*manifests.*").always().error(403, "DENIED");
            host.source.seed("team/web", "2", Images.single(2).layers(700).build());
            host.ended(host.engine().run(task, "alice"));
            refused.remove();

            SyncHost.await(() -> host.get("/metrics").body().contains("\nsync_total 2.0\n"));
            HttpResponse<String> page = host.get("/metrics");
            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            assertThat(page.body().lines())
                    .contains(
                            "sync_total 2.0",
                            "sync_success 1.0",
                            "sync_failed 1.0",
                            "sync_duration_count 2",
                            "active_connections 0.0",
                            "registry_sync_executions_ended_total{outcome=\"failed\"} 1.0",
                            "registry_sync_executions{state=\"running\"} 0.0",
                            "registry_sync_images_total{status=\"copied\"} 1.0",
                            "registry_sync_images_total{status=\"failed\"} 1.0",
                            "registry_sync_units{state=\"pending\"} 0.0",
                            "registry_sync_deliveries{state=\"pending\"} 0.0",
                            "registry_sync_retries_total 0.0",
                            "registry_sync_rate_limits_total 0.0",
                            "registry_sync_healthy 1.0",
                            "registry_sync_watchers 0.0")
                    .anyMatch(line -> line.startsWith("sync_duration{quantile=\"0.95\"}"))
                    .anyMatch(line -> line.matches("registry_sync_sent_bytes_total [1-9].*"))
                    .anyMatch(line -> line.startsWith("registry_sync_lanes{state=\"busy\"}"))
                    .anyMatch(line -> line.startsWith("registry_sync_db_connections{state=\"active\"}"))
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"))
                    .noneMatch(line -> line.startsWith("http_server_requests"));
            assertThat(host.context
                            .getBean(MeterRegistry.class)
                            .get("sync")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void keeps_below_the_base_path_and_can_leave_metrics_out() {
        try (SyncHost host =
                new SyncHost(data, "registry-sync.base-path=/sync", "registry-sync.metrics.enabled=false")) {
            assertThat(host.get("/sync/health").statusCode()).isEqualTo(200);
            assertThat(host.get("/sync/api/v1/health").statusCode()).isEqualTo(200);
            // What is not ours is the host's, and is kept by Spring Boot's default.
            assertThat(host.get("/health").statusCode()).isEqualTo(401);
            assertThat(host.get("/sync/metrics").statusCode()).isIn(401, 404);
            assertThat(host.get("/sync/api/v1/about").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void names_what_is_wrong() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
        Store store = Databases.SQLITE.open(InstantSource.system());
        var engine = SyncEngine.on(store).open();
        try (Vitals full = new Vitals(store, engine, () -> 1000, now::get)) {
            assertThat(full.verdict().isUp()).isFalse();
            assertThat(full.verdict().checks())
                    .filteredOn(check -> !check.isUp())
                    .extracting(Vitals.Check::name)
                    .containsExactly("disk");
            now.set(Instant.parse("2026-03-01T10:05:00Z"));
            SyncHost.await(() -> full.verdict().at().equals(now.get()));
        }
        engine.close();
        try (Vitals ended = new Vitals(store, engine, () -> Long.MAX_VALUE, now::get)) {
            assertThat(ended.verdict().checks())
                    .filteredOn(check -> !check.isUp())
                    .extracting(Vitals.Check::name)
                    .containsExactly("scheduler");
        }
        store.close();
        try (Vitals gone = new Vitals(store, engine, () -> Long.MAX_VALUE, now::get)) {
            assertThat(gone.verdict().checks().get(0).cause()).isEqualTo("it does not answer");
        }
    }
}
