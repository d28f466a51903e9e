package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.registrysync.fixture.Images;
import io.registrysync.notify.ChannelType;
import io.registrysync.spring.SyncHost;
import io.registrysync.spring.SyncSettings;
import io.registrysync.store.Databases;
import io.registrysync.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard, notifications, settings, backup and about. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetUpRestTest {
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final HttpServer receiver;
    private SyncHost host;
    private Path data;

    SetUpRestTest() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        data = folder;
        host = new SyncHost(data);
        host.source.seed("team/web", "1", Images.single(1).layers(2000).build());
    }

    @AfterAll
    void stop() {
        host.close();
        receiver.stop(0);
    }

    // ---- notifications --------------------------------------------------------------------------------------------

    @Test
    void keeps_secrets_to_itself_and_only_for_the_place_they_were_given_for() {
        JsonNode added = SyncHost.json(host.call(
                "POST",
                "/notifications/channels",
                "{\"name\":\"企业微信-运维群\",\"type\":\"email\",\"settings\":{\"host\":\"mail.example.com\",\"from\":\"a@example.com\","
                        + "\"to\":\"b@example.com\",\"username\":\"robot\"},\"secrets\":{\"password\":\"s3cr3t\"}}"));
        long id = added.path("id").asLong();
        assertThat(added.path("secretNames").path(0).asText()).isEqualTo("password");
        assertThat(host.get("/api/v1/notifications/channels").body()).doesNotContain("s3cr3t");

        String same = "{\"version\":1,\"name\":\"ops\",\"type\":\"email\",\"settings\":{\"host\":\"mail.example.com\","
                + "\"from\":\"c@example.com\",\"to\":\"b@example.com\",\"username\":\"robot\"}}";
        JsonNode changed = SyncHost.json(host.call("PUT", "/notifications/channels/" + id, same));
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(host.store().channels().secrets(id)).isEqualTo(Map.of("password", "s3cr3t"));
        assertThat(host.call("PUT", "/notifications/channels/" + id, same).statusCode())
                .isEqualTo(409);

        HttpResponse<String> elsewhere = host.call(
                "PUT",
                "/notifications/channels/" + id,
                same.replace("\"version\":1", "\"version\":2").replace("mail.example.com", "evil.example.com"));
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(SyncHost.parse(elsewhere).path("fields").path("password").asText())
                .contains("is missing");

        assertThat(SyncHost.json(host.call("PATCH", "/notifications/channels/" + id, "{\"enabled\":false}"))
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        assertThat(host.call("DELETE", "/notifications/channels/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(host.get("/api/v1/notifications/channels/" + id).statusCode())
                .isEqualTo(404);
    }

    @Test
    void tries_a_channel_before_and_after_it_is_saved() {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        String draft = "{\"name\":\"hook\",\"type\":\"webhook\",\"secrets\":{\"url\":\"" + url + "\"}}";
        assertThat(SyncHost.json(host.call("POST", "/notifications/channels/test", draft))
                        .path("outcome")
                        .asText())
                .isEqualTo("SENT");
        long id = SyncHost.json(host.call("POST", "/notifications/channels", draft))
                .path("id")
                .asLong();
        assertThat(SyncHost.json(host.call("POST", "/notifications/channels/" + id + "/test", ""))
                        .path("outcome")
                        .asText())
                .isEqualTo("SENT");
        String unchanged = "{\"name\":\"hook\",\"type\":\"webhook\"}";
        assertThat(SyncHost.json(host.call("POST", "/notifications/channels/test?id=" + id, unchanged))
                        .path("outcome")
                        .asText())
                .isEqualTo("SENT");
        assertThat(received).hasSize(3);
        String closed = draft.replace(url, "http://127.0.0.1:1/");
        JsonNode failed = SyncHost.json(host.call("POST", "/notifications/channels/test", closed));
        assertThat(failed.path("outcome").asText()).isEqualTo("POSTPONED");
        assertThat(failed.path("reason").asText()).isNotEmpty();

        host.ended(host.engine().run(host.task("told", "notification: {channels: [hook]}\n"), "alice"));
        SyncHost.await(() -> host.json("/notifications/deliveries")
                .path("items")
                .path(0)
                .path("state")
                .asText()
                .equals("SENT"));
        assertThat(host.json("/notifications/deliveries")
                        .path("items")
                        .path(0)
                        .path("channel")
                        .asText())
                .isEqualTo("hook");
    }

    @Test
    void names_what_it_does_not_know() {
        HttpResponse<String> unknown =
                host.call("POST", "/notifications/channels", "{\"name\":\"x\",\"type\":\"webhook\",\"secret\":\"s\"}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        JsonNode problem = SyncHost.parse(unknown);
        assertThat(problem.path("code").asText()).isEqualTo("body");
        assertThat(problem.path("detail").asText()).startsWith("unknown property secret; known are ");
        assertThat(host.call("POST", "/notifications/channels", "{\"type\":\"pigeon\"}")
                        .body())
                .contains("there are no channels of the type 'pigeon'");
        assertThat(host.call("PATCH", "/notifications/channels/1", "{}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void says_what_channels_consist_of_in_two_languages() {
        JsonNode types = host.json("/notifications/channels/types").path("items");
        assertThat(types).hasSize(ChannelType.values().length);
        types.forEach(type -> {
            assertThat(type.path("help").path("zh").asText()).isNotEmpty();
            type.path("fields")
                    .forEach(field -> assertThat(field.path("label").path("en").asText())
                            .isNotEqualTo(field.path("name").asText()));
        });
        assertThat(types.path(0).path("help").path("zh").asText()).contains("群机器人", "添加机器人", "Webhook URL");
        assertThat(types.path(1).path("help").path("zh").asText()).contains("自定义", "加签", "Registry Sync");
    }

    // ---- settings, backup, about ----------------------------------------------------------------------------------

    @Test
    void settings_come_before_properties_until_they_go() {
        JsonNode before = host.json("/settings");
        assertThat(before.path("language").asText()).isEqualTo("zh");
        assertThat(before.path("retention").path("executionDays").asInt()).isEqualTo(90);
        assertThat(before.path("stored")).isEmpty();

        JsonNode after = SyncHost.json(host.call(
                "PUT",
                "/settings",
                "{\"language\":\"en\",\"zone\":\"Asia/Shanghai\",\"publicUrl\":\"https://sync.example.com/\","
                        + "\"retention\":{\"executionDays\":7}}"));
        assertThat(after.path("publicUrl").asText()).isEqualTo("https://sync.example.com");
        assertThat(after.path("retention").path("executionDays").asInt()).isEqualTo(7);
        assertThat(after.path("retention").path("auditDays").asInt()).isEqualTo(365);
        assertThat(after.path("stored")).hasSize(4);
        SyncSettings settings = host.context.getBean(SyncSettings.class);
        assertThat(settings.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(settings.language().getLanguage()).isEqualTo("en");
        assertThat(settings.retention().executions().toDays()).isEqualTo(7);

        assertThat(host.call("PUT", "/settings", "{\"zone\":\"Mars/Olympus\"}").body())
                .contains("there is no time zone Mars/Olympus");
        assertThat(host.call("PUT", "/settings", "{\"publicUrl\":\"javascript:alert(1)\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(SyncHost.json(host.call("PUT", "/settings", "{}")).path("stored"))
                .isEmpty();
    }

    @Test
    void a_backup_is_a_whole_database() throws Exception {
        Path copy = data.resolve("downloaded.db");
        HttpResponse<Path> answer = host.client.send(
                host.request("/api/v1/backup")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofFile(copy));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .matches("attachment; filename=\"registry-sync-[0-9]{8}-[0-9]{6}\\.db\"");
        try (Store restored = Databases.open("jdbc:sqlite:" + copy, InstantSource.system())) {
            assertThat(restored.registries().list()).hasSize(2);
        }
        try (var left = Files.list(data)) {
            assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("backup-"));
        }
    }

    @Test
    void says_what_runs_here() {
        JsonNode about = host.json("/about");
        assertThat(about.path("node").asText()).isEqualTo(host.engine().name());
        assertThat(about.path("database").path("product").asText()).startsWith("SQLite");
        assertThat(about.path("nodes").path(0).path("name").asText())
                .isEqualTo(host.engine().name());
        assertThat(about.path("uptimeSeconds").isNumber()).isTrue();
    }

    // ---- dashboard ------------------------------------------------------------------------------------------------

    @Test
    void the_dashboard_counts_and_says_what_comes_and_what_fails() {
        var missing = host.task("failing", "schedule: {cron: '0 2 * * *', timeZone: UTC}\n");
        var refused = host.target.faults().on("POST", ".*").always().error(403, "DENIED");
        var alsoRefused = host.target.faults().on("PUT", ".*").always().error(403, "DENIED");
        host.source.seed("team/failing", "1", Images.single(9).layers(700).build());
        host.ended(host.engine().run(missing, "alice"));
        refused.remove();
        alsoRefused.remove();

        JsonNode shown = host.json("/dashboard?zone=Asia/Shanghai");
        assertThat(shown.path("cards").path("registries").asInt()).isEqualTo(2);
        assertThat(shown.path("cards").path("tasks").asInt()).isPositive();
        assertThat(shown.path("cards").path("failed").asInt()).isPositive();
        assertThat(shown.path("recent").size()).isBetween(1, 10);
        assertThat(shown.path("zone").asText()).isEqualTo("Asia/Shanghai");
        assertThat(shown.path("days")).hasSize(30);
        assertThat(shown.path("days").path(29).path("failed").asInt()).isPositive();
        assertThat(shown.path("days").path(29).path("successRate").isNumber()).isTrue();
        assertThat(shown.path("days").path(0).path("successRate").isNull()).isTrue();
        assertThat(shown.path("next").path(0).path("name").asText()).isEqualTo("failing");
        assertThat(shown.path("failing")).anyMatch(task -> task.path("taskId").asLong() == missing);
        assertThat(shown.path("stale")).isEmpty();
        assertThat(host.get("/api/v1/dashboard?zone=Mars/Olympus").statusCode()).isEqualTo(400);
    }

    @Test
    void the_dashboard_shows_what_changes_and_nothing_else() {
        EventReader reader = new EventReader();
        var over = reader.read(host, host.request("/api/v1/dashboard/events").build());
        SyncHost.await(() -> reader.has("dashboard"));
        host.source.seed("team/stalled", "1", Images.single(5).layers(50_000).build());
        var stalled = host.source
                .faults()
                .on("GET", "/v2/.+/blobs/sha256:.+")
                .always()
                .stall();
        long id = host.engine().run(host.task("seen", ""), "alice");

        SyncHost.await(() -> reader.events("dashboard").stream()
                .anyMatch(
                        event -> event.json().path("running").path(0).path("id").asLong() == id));
        stalled.remove();
        host.engine().stop(id, "alice");
        host.ended(id);
        SyncHost.await(() -> latest(reader).path("running").isEmpty());
        for (int i = 1; i < reader.events("dashboard").size(); i++) {
            assertThat(reader.events("dashboard").get(i))
                    .isNotEqualTo(reader.events("dashboard").get(i - 1));
        }
        over.cancel(true);
    }

    private static JsonNode latest(EventReader reader) {
        var events = reader.events("dashboard");
        return events.get(events.size() - 1).json();
    }
}
