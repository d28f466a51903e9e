package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.registrysync.spring.SyncHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored secret goes where it was saved for, and nowhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredSecretTest {
    private static final String SIGNATURE = "X-Registry-Sync-Signature";
    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString("alice:s3cret".getBytes(StandardCharsets.UTF_8));

    private SyncHost host;
    private Recorder meant;
    private Recorder other;

    /** A server that asks everybody for a password and notes what it is told. */
    private static final class Recorder {
        private final HttpServer server;
        private final List<String> credentials = new CopyOnWriteArrayList<>();
        private final List<String> signatures = new CopyOnWriteArrayList<>();
        private final List<String> calls = new CopyOnWriteArrayList<>();

        private Recorder() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                calls.add(exchange.getRequestURI().toString());
                credentials.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
                signatures.addAll(exchange.getRequestHeaders().getOrDefault(SIGNATURE, List.of()));
                boolean isHook = exchange.getRequestURI().getPath().startsWith("/hook");
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"recorder\"");
                exchange.sendResponseHeaders(isHook ? 200 : 401, -1);
                exchange.close();
            });
            server.start();
        }

        private String host() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        private String url() {
            return "http://" + host();
        }

        private void forget() {
            calls.clear();
            credentials.clear();
            signatures.clear();
        }
    }

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        host = new SyncHost(data);
        meant = new Recorder();
        other = new Recorder();
    }

    @AfterAll
    void stop() {
        host.close();
        meant.server.stop(0);
        other.server.stop(0);
    }

    @BeforeEach
    void forget() {
        meant.forget();
        other.forget();
    }

    private long registry(String name) {
        return SyncHost.json(host.call(
                        "POST", "/registries", """
                        {"name": "NAME", "url": "URL", "username": "alice", "password": "s3cret"}""".replace("NAME", name).replace("URL", meant.url())))
                .get("id")
                .asLong();
    }

    private HttpResponse<String> test(long id, String url, String more) {
        return host.call(
                "POST",
                "/registries/test",
                "{\"id\": " + id + ", \"registry\": {\"url\": \"" + url + "\", \"username\": \"alice\"" + more + "}}");
    }

    @Test
    void a_registry_is_tested_with_its_password_where_it_was_saved_for() {
        assertThat(test(registry("meant"), meant.url(), "").statusCode()).isEqualTo(200);
        assertThat(meant.credentials).isNotEmpty().allMatch(CREDENTIALS::equals);
    }

    @Test
    void a_registry_is_tested_with_what_was_entered_wherever_that_is() {
        assertThat(test(registry("entered"), other.url(), ", \"password\": \"s3cret\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(other.credentials).isNotEmpty();
    }

    @Test
    void a_registry_is_not_tested_elsewhere_with_the_password_that_is_stored() {
        HttpResponse<String> answer = test(registry("elsewhere"), other.url(), "");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("password_needed", "hint").doesNotContain("s3cret");
        assertThat(other.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"proxy\": \"http://OTHER\"", "\"tokenServer\": \"OTHER\"", "\"insecure\": true"})
    void a_registry_is_not_tested_in_another_way_with_the_password_that_is_stored(String way) {
        String name = "way " + way.substring(1, 6);
        HttpResponse<String> answer = test(registry(name), meant.url(), ", " + way.replace("OTHER", other.host()));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("password_needed");
        assertThat(meant.credentials).isEmpty();
        assertThat(other.calls).isEmpty();
    }

    @Test
    void a_registry_that_moves_leaves_its_password_behind_and_says_so() {
        long id = registry("mover");
        JsonNode moved = SyncHost.json(host.call("PUT", "/registries/" + id, """
                {"version": 1, "name": "mover", "url": "URL", "username": "alice"}""".replace("URL", other.url())));
        assertThat(moved.get("passwordDropped").asBoolean()).isTrue();
        SyncHost.json(host.call("POST", "/registries/" + id + "/test", ""));
        assertThat(other.calls).isNotEmpty();
        assertThat(other.credentials).isEmpty();
    }

    // ---- channels -------------------------------------------------------------------------------------------------

    private long channel(String name) {
        return SyncHost.json(host.call("POST", "/notifications/channels", """
                        {"name": "NAME", "type": "webhook", "secrets": {"url": "URL/hook", "secret": "k3y"}}""".replace("NAME", name)
                        .replace("URL", meant.url())))
                .get("id")
                .asLong();
    }

    private static String webhook(String name, String secrets) {
        return "{\"version\": 1, \"name\": \"" + name + "\", \"type\": \"webhook\", \"secrets\": {" + secrets + "}}";
    }

    @Test
    void a_channel_is_tested_with_its_secret_where_it_was_saved_for() {
        SyncHost.json(host.call("POST", "/notifications/channels/test?id=" + channel("kept"), webhook("kept", "")));
        assertThat(meant.signatures).hasSize(1);
    }

    @Test
    void a_channel_is_not_tested_elsewhere_with_the_secret_that_is_stored() {
        long id = channel("led astray");
        String draft = webhook("led astray", "\"url\": \"" + other.url() + "/hook\"");
        SyncHost.json(host.call("POST", "/notifications/channels/test?id=" + id, draft));
        assertThat(other.calls).hasSize(1);
        assertThat(other.signatures).isEmpty();
        assertThat(meant.calls).isEmpty();
    }

    @Test
    void a_channel_that_moves_leaves_its_secret_behind_and_does_not_name_it_any_more() {
        long id = channel("moved");
        String draft = webhook("moved", "\"url\": \"" + other.url() + "/hook\"");
        JsonNode moved = SyncHost.json(host.call("PUT", "/notifications/channels/" + id, draft));
        assertThat(moved.get("secretNames"))
                .hasSize(1)
                .allMatch(name -> name.asText().equals("url"));
        SyncHost.json(host.call("POST", "/notifications/channels/" + id + "/test", ""));
        assertThat(other.calls).hasSize(1);
        assertThat(other.signatures).isEmpty();
    }

    @Test
    void a_mail_server_that_moves_needs_its_password_again() {
        String mail = """
                {"version": 1, "name": "mail", "type": "email", "secrets": {SECRETS}, "settings": {"host": "127.0.0.1",
                 "port": "PORT", "username": "robot", "from": "a@example.com", "to": "b@example.com"}}""";
        long id = SyncHost.json(host.call(
                        "POST",
                        "/notifications/channels",
                        mail.replace("SECRETS", "\"password\": \"s3cret\"").replace("PORT", "1")))
                .get("id")
                .asLong();
        String elsewhere = mail.replace("SECRETS", "")
                .replace("PORT", String.valueOf(other.server.getAddress().getPort()));
        for (HttpResponse<String> answer : List.of(
                host.call("PUT", "/notifications/channels/" + id, elsewhere),
                host.call("POST", "/notifications/channels/test?id=" + id, elsewhere))) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("password is missing");
        }
    }
}
