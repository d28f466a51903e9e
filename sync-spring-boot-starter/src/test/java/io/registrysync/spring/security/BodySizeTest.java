package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.host.Hosts;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How long a body may be, whether its length is said before or not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodySizeTest {
    private static final String API = "/api/v1";
    private static final int MIB = 1 << 20;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    /** Less than the 20 seconds that Tomcat waits for the rest of a body. */
    private static final int PATIENCE_MILLIS = 15_000;

    private ConfigurableApplicationContext host;
    private Store store;
    private URI address;
    private String token;

    @BeforeAll
    void start(@TempDir Path data) {
        host = new SpringApplicationBuilder(Hosts.NoChain.class)
                .run(
                        "--server.port=0",
                        "--registry-sync.data=" + data,
                        "--registry-sync.security.admin-password=first-password");
        address = URI.create("http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port"));
        store = host.getBean(Store.class);
        long user = store.users().add(new User.Entry("sender", "", "", User.Role.ADMIN, true), "none", false);
        token = RandomToken.API_PREFIX + RandomToken.text();
        store.tokens().add(user, "test", RandomToken.hash(token), User.Role.ADMIN, Optional.empty());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void what_is_said_to_be_too_long_is_refused_before_it_is_sent() throws IOException {
        // Not one byte of it follows.
        assertThat(raw(head("/tasks") + "Content-Length: 1048577\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("\r\nConnection: close\r\n")
                .containsIgnoringCase("\r\nContent-Type: application/problem+json")
                .contains("body_too_large", "1 MiB", "\"hint\"");
        assertThat(raw(head("/tasks/import") + "Content-Length: 16777217\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("\r\nConnection: close\r\n")
                .contains("body_too_large", "16 MiB");
        String stranger = "POST " + API + "/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Cookie: registry_sync_csrf=x\r\nX-XSRF-TOKEN: x\r\n";
        assertThat(raw(stranger + "Content-Length: 65537\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("64 KiB");
    }

    @Test
    void what_becomes_too_long_is_refused_although_no_length_is_said() throws Exception {
        HttpResponse<String> answer = chunked("/tasks", MIB + 1);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("body_too_large", "1 MiB");
        assertThat(chunked("/tasks", MIB).statusCode()).isEqualTo(400);
    }

    @Test
    void nobody_waits_for_the_end_of_what_is_too_long_already() throws IOException {
        // The last chunk, which would end the body, never comes.
        String chunk = "100001\r\n" + " ".repeat(MIB + 1) + "\r\n";
        assertThat(raw(head("/tasks") + CHUNKED + chunk))
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("\r\nConnection: close\r\n");
    }

    @Test
    void a_file_of_almost_16_mib_is_imported() throws Exception {
        String begin = "{\"yaml\": \"registries: {imported: {url: x.example.com}}\\n#";
        String body = begin + "x".repeat(16 * MIB - begin.length() - 2) + "\"}";
        assertThat(body).hasSize(16 * MIB);
        HttpResponse<String> answer = send("/tasks/import", HttpRequest.BodyPublishers.ofString(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(store.registries().named("imported")).isPresent();
    }

    @Test
    void an_export_that_is_longer_than_other_bodies_comes_back_in() throws Exception {
        store.registries().add(RegistryEntry.at("long-src", "src.example.com"), SecretChange.keep());
        store.registries().add(RegistryEntry.at("long-dst", "dst.example.com"), SecretChange.keep());
        String images = IntStream.range(0, 4000)
                .mapToObj(number -> "    - registry.example.com/a-long-name-of-a-team/application-" + number + ":1.0")
                .collect(Collectors.joining("\n"));
        for (int task = 0; task < 5; task++) {
            store.tasks()
                    .add(TaskEntry.of(SyncSpec.parse(
                            "test",
                            "name: long-" + task + "\nsource:\n  images:\n" + images
                                    + "\ntarget: {registry: long-dst, project: mirror}\n")));
        }
        Browser admin = Browser.withToken(address.toString(), token);
        String yaml = json(admin.get(API + "/tasks/export")).get("yaml").asString();
        assertThat(yaml).hasSizeGreaterThan(MIB);
        HttpResponse<String> imported = admin.send(
                "POST",
                API + "/tasks/import",
                JsonMapper.shared().writeValueAsString(Map.of("yaml", yaml, "mode", "REPLACE")));
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(200);
        assertThat(json(imported).get("items"))
                .filteredOn(item -> item.get("name").asString().startsWith("long-"))
                .hasSize(7)
                .allSatisfy(item -> assertThat(item.get("outcome").asString()).isEqualTo("REPLACED"));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> chunked(String path, int length) throws Exception {
        byte[] blanks = " ".repeat(length).getBytes(StandardCharsets.US_ASCII);
        return send(path, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(blanks)));
    }

    private HttpResponse<String> send(String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(API + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String head(String path) {
        return "POST " + API + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\n";
    }

    /** The answer, which is there before anything else is sent: the container waits longer than we do for the rest. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0 && next != '}'; next = in.read()) {
                answer.append((char) next);
            }
            return answer.toString();
        }
    }
}
