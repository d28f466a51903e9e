package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Images;
import io.registrysync.spring.SyncHost;
import io.registrysync.store.Execution;
import io.registrysync.store.LogLine;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutionsRestTest {
    private static final String BLOBS = "/v2/.+/blobs/sha256:.+";

    private SyncHost host;

    @BeforeAll
    void start(@TempDir Path data) {
        host = new SyncHost(data, "server.tomcat.threads.max=4", "registry-sync.language=en");
        host.source.seed("team/web", "1", Images.single(1).layers(2000, 3000).build());
        host.source.seed("team/web", "2", Images.single(2).layers(4000).build());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void shows_what_became_of_a_run_and_repeats_what_failed() {
        Fault refused = host.target
                .faults()
                .on("PUT", "/v2/all/web/manifests/2")
                .always()
                .error(403, "DENIED");
        long id = host.engine().run(host.task("shown", ""), "alice");
        host.ended(id);
        refused.remove();

        JsonNode shown = host.json("/executions/" + id);
        assertThat(shown.path("state").asText()).isEqualTo("FAILED");
        assertThat(shown.path("reason").asText()).isEqualTo("IMAGES");
        assertThat(shown.path("partial").asBoolean()).isTrue();
        assertThat(shown.path("trigger").asText()).isEqualTo("MANUAL");
        assertThat(shown.path("requestedBy").asText()).isEqualTo("alice");
        assertThat(shown.path("percent").asInt()).isEqualTo(50);
        assertThat(shown.path("tally").path("images").path("failed").asInt()).isEqualTo(1);
        assertThat(shown.path("units").path("FAILED").asInt()).isEqualTo(1);
        assertThat(Instant.parse(shown.path("finishedAt").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(shown.path("durationMillis").isNumber()).isTrue();
        assertThat(shown.has("specText")).isFalse();

        long sent = 0;
        for (JsonNode sample : host.json("/executions/" + id + "/throughput").path("samples")) {
            assertThat(sample.path("seconds").asInt()).isEqualTo(2);
            sent += sample.path("bytes").asLong();
        }
        assertThat(sent)
                .isEqualTo(shown.path("tally").path("bytes").path("sent").asLong())
                .isPositive();

        JsonNode unit = host.json("/executions/" + id + "/units?state=FAILED")
                .path("items")
                .path(0);
        assertThat(unit.path("node").asText()).isEqualTo(host.engine().name());
        assertThat(unit.has("part")).isFalse();
        String images = "/units/" + unit.path("id").asText() + "/images?size=1";
        JsonNode page = host.json("/executions/" + id + images);
        assertThat(page.path("total").asInt()).isEqualTo(2);
        assertThat(page.path("items")).hasSize(1);
        JsonNode failed = host.json("/executions/" + id + images + "&status=FAILED");
        assertThat(failed.path("total").asInt()).isEqualTo(1);
        assertThat(failed.path("items").path(0).path("status").asText()).isEqualTo("FAILED");
        assertThat(host.json("/executions?reason=STOPPED").path("total").asInt())
                .isZero();
        assertThat(host.json("/executions?reason=IMAGES,ERROR").path("total").asInt())
                .isPositive();
        assertThat(host.get("/api/v1/executions/" + (id + 1000) + images).statusCode())
                .isEqualTo(404);

        JsonNode registry = host.json("/registries?text=src").path("items").path(0);
        String enabling = "/registries/" + registry.path("id").asText();
        SyncHost.json(host.call("PATCH", enabling, "{\"enabled\": false}"));
        HttpResponse<String> disabled = host.call("POST", "/executions/" + id + "/retry", "");
        assertThat(disabled.statusCode()).isEqualTo(409);
        assertThat(disabled.body()).contains("the registry src is disabled; enable it");
        SyncHost.json(host.call("PATCH", enabling, "{\"enabled\": true}"));

        HttpResponse<String> retried = host.call("POST", "/executions/" + id + "/retry", "");
        assertThat(retried.statusCode()).isEqualTo(202);
        assertThat(SyncHost.json(retried).path("retryOf").asLong()).isEqualTo(id);
        Execution ended = host.ended(SyncHost.json(retried).path("id").asLong());
        assertThat(ended.state()).isEqualTo(Execution.State.SUCCEEDED);
        assertThat(host.call("POST", "/executions/" + ended.id() + "/retry", "").statusCode())
                .isEqualTo(409);

        JsonNode found = host.json("/executions?status=SUCCEEDED,FAILED&text=SHOWN&size=1");
        assertThat(found.path("total").asInt()).isEqualTo(2);
        assertThat(found.path("items").path(0).path("id").asLong()).isEqualTo(ended.id());
        assertThat(found.path("items").path(0).path("percent").asInt()).isEqualTo(100);
        assertThat(host.json("/executions?text=shown&to=2020-01-01T00:00:00Z")
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void says_what_is_wrong_with_a_request() {
        JsonNode problem = SyncHost.parse(host.get("/api/v1/executions?status=LOST"));
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("detail").asText()).contains("status");
        assertThat(host.get("/api/v1/executions?size=201").statusCode()).isEqualTo(400);
        assertThat(host.get("/api/v1/executions/999999").statusCode()).isEqualTo(404);
        assertThat(host.get("/api/v1/executions/999999/events").statusCode()).isEqualTo(404);
        assertThat(host.get("/api/v1/executions/999999/log").statusCode()).isEqualTo(404);
    }

    @Test
    void shows_a_log_in_parts_and_as_a_file() {
        long id = host.engine().run(host.task("logged", ""), "alice");
        host.ended(id);
        SyncHost.await(
                () -> host.get("/api/v1/executions/" + id + "/log").body().contains("succeeded: "));

        JsonNode first = host.json("/executions/" + id + "/log?size=2");
        assertThat(first.path("items").path(0).path("text").asText()).isEqualTo("running logged");
        assertThat(first.path("next").asInt()).isEqualTo(3);
        assertThat(first.path("more").asBoolean()).isTrue();
        JsonNode rest = host.json("/executions/" + id + "/log?from=3&size=1000");
        assertThat(rest.path("items")).hasSize(first.path("total").asInt() - 2);
        assertThat(rest.path("more").asBoolean()).isFalse();
        assertThat(host.json("/executions/" + id + "/log?level=INFO&text=RUNNING")
                        .path("items"))
                .hasSize(1);
        assertThat(host.json("/executions/" + id + "/log?level=ERROR").path("items"))
                .isEmpty();

        HttpResponse<String> file = host.get("/api/v1/executions/" + id + "/log?format=text");
        assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"execution-" + id + ".log\"");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(file.body().lines()).hasSize(first.path("total").asInt());
        HttpResponse<String> negotiated = host.send(host.request("/api/v1/executions/" + id + "/log")
                .header("Accept", "text/plain")
                .build());
        assertThat(negotiated.body()).isEqualTo(file.body());
    }

    @Test
    void a_thousand_watch_a_run_to_its_end_on_four_threads() throws Exception {
        Fault stalled = host.source.faults().on("GET", BLOBS).always().stall();
        host.source.seed("team/big", "1", Images.single(3).layers(100_000).build());
        long id = host.engine().run(host.task("watched", ""), "alice");
        assertThat(stalled.awaitHeld(1, Duration.ofSeconds(30))).isTrue();

        List<EventReader> readers = new ArrayList<>();
        List<CompletableFuture<HttpResponse<Void>>> ends = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            EventReader reader = new EventReader();
            readers.add(reader);
            ends.add(reader.read(
                    host, host.request("/api/v1/executions/" + id + "/events").build()));
        }
        SyncHost.await(() -> readers.stream().allMatch(reader -> reader.has("progress")));
        SyncHost.await(() -> readers.get(0).events("progress").stream()
                .anyMatch(event -> event.json()
                                .at("/active/0/images/0/platforms/0/sending")
                                .size()
                        > 0));
        assertThat(host.context.getBean(LiveStreams.class).count()).isEqualTo(1000);
        assertThat(host.json("/executions/" + id).path("state").asText()).isEqualTo("RUNNING");

        stalled.remove();
        assertThat(host.call("POST", "/executions/" + id + "/stop", "").statusCode())
                .isEqualTo(202);
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);

        assertThat(host.context.getBean(LiveStreams.class).count()).isZero();
        long lines = host.store().logs().count(id);
        for (EventReader reader : readers) {
            EventReader.Event end = reader.events("end").get(0);
            assertThat(end.json().path("reason").asText()).isEqualTo("STOPPED");
            assertThat(numbers(List.of(reader)))
                    .isEqualTo(LongStream.rangeClosed(1, lines).boxed().toList());
        }
    }

    @Test
    void who_lags_is_cut_and_goes_on_where_the_log_was() throws Exception {
        Fault stalled = host.source.faults().on("GET", BLOBS).always().stall();
        host.source.seed("team/slow", "1", Images.single(4).layers(100_000).build());
        long id = host.engine().run(host.task("lagging", ""), "alice");
        assertThat(stalled.awaitHeld(1, Duration.ofSeconds(30))).isTrue();
        String path = "/api/v1/executions/" + id + "/events";
        LiveStreams streams = host.context.getBean(LiveStreams.class);

        URI uri = host.request(path).build().uri();
        try (Socket deaf = new Socket(uri.getHost(), uri.getPort())) {
            deaf.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            SyncHost.await(() -> streams.count() == 1);
            LogLine line = new LogLine(Instant.now(), LogLine.Level.INFO, "x".repeat(1000));
            for (int chunk = 0; chunk < 60; chunk++) {
                host.store().logs().append(id, Collections.nCopies(500, line));
            }
            SyncHost.await(() -> streams.count() == 0);
        }
        stalled.remove();
        host.engine().stop(id, "alice");
        host.ended(id);

        List<EventReader> readers = new ArrayList<>();
        String last = "0";
        for (int i = 0; i < 20 && readers.stream().noneMatch(reader -> reader.has("end")); i++) {
            EventReader reader = new EventReader();
            readers.add(reader);
            reader.read(host, host.request(path).header("Last-Event-ID", last).build())
                    .handle((done, cut) -> "over")
                    .get(60, TimeUnit.SECONDS);
            List<EventReader.Event> logs = reader.events("log");
            last = logs.isEmpty() ? last : logs.get(logs.size() - 1).id();
        }
        assertThat(numbers(readers))
                .isEqualTo(LongStream.rangeClosed(1, host.store().logs().count(id))
                        .boxed()
                        .toList());
    }

    private static List<Long> numbers(List<EventReader> readers) {
        List<Long> numbers = new ArrayList<>();
        for (EventReader reader : readers) {
            for (EventReader.Event log : reader.events("log")) {
                log.json()
                        .path("lines")
                        .forEach(line -> numbers.add(line.path("number").asLong()));
            }
        }
        return numbers;
    }
}
