package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for all answers, whoever asks for what in whatever way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryAnswerTest {
    private static final String API = "/api/v1";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private ConfigurableApplicationContext host;
    private Store store;
    private String address;
    private String admin;
    private String viewer;

    /** An application that breaks where it is told to. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {
        @Bean
        Filter breaking() {
            return (request, response, chain) -> {
                if (((HttpServletRequest) request).getHeader("X-Break") != null) {
                    throw new IllegalStateException("canary");
                }
                chain.doFilter(request, response);
            };
        }
    }

    /** What came back. */
    private record Answer(int status, Map<String, List<String>> headers, String body) {
        String type() {
            return headers.getOrDefault("content-type", List.of("")).get(0);
        }
    }

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        Path pages = Files.createDirectories(data.resolve("pages"));
        Files.writeString(pages.resolve("page.txt"), "a page");
        host = new SpringApplicationBuilder(Host.class)
                .run(
                        "--server.port=0",
                        "--registry-sync.data=" + data,
                        "--registry-sync.security.paths=/**",
                        "--registry-sync.security.admin-password=first-password",
                        "--spring.web.resources.static-locations=file:" + pages + "/");
        address = "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
        store = host.getBean(Store.class);
        admin = token(User.Role.ADMIN);
        viewer = token(User.Role.VIEWER);
    }

    private String token(User.Role role) {
        long id = store.users().add(new User.Entry("user-" + role, "", "", role, true), "none", false);
        String token = RandomToken.API_PREFIX + RandomToken.text();
        store.tokens().add(id, "test", RandomToken.hash(token), role, Optional.empty());
        return token;
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void says_what_browsers_may_do() {
        String large = "{\"name\": \"" + "x".repeat(1 << 20) + "\"}";
        Map<String, Answer> answers = Map.ofEntries(
                Map.entry("200", call("GET", API + "/auth/me", "", "X-A: b")),
                Map.entry("200 health", call("GET", "/health", "", "X-A: b")),
                Map.entry("200 health of the interface", call("GET", API + "/health", "", "X-A: b")),
                Map.entry("200 metrics", call("GET", "/metrics", "", "X-A: b")),
                Map.entry("200 events", call("GET", API + "/dashboard/events", "", "X-A: b")),
                Map.entry("200 page", call("GET", "/page.txt", "", "X-A: b")),
                Map.entry("400", call("GET", API + "/tasks?size=0", "", "X-A: b")),
                Map.entry("401", call("GET", API + "/tasks", "", "Authorization: Bearer rs_none")),
                Map.entry("403", call("GET", API + "/users", "", "Authorization: Bearer " + viewer)),
                Map.entry("404", call("GET", API + "/tasks/999999", "", "X-A: b")),
                Map.entry("404 page", call("GET", "/none.txt", "", "X-A: b")),
                Map.entry("405 page", call("POST", "/page.txt", "", "X-A: b")),
                Map.entry("406", call("GET", API + "/settings", "", "Accept: text/html")),
                Map.entry("413", call("POST", API + "/tasks", large, "X-A: b")),
                Map.entry("415", call("POST", API + "/tasks", "{}", "Content-Type: text/plain")),
                Map.entry("500", call("GET", API + "/tasks", "", "X-Break: now")),
                Map.entry("500 page", call("GET", "/page.txt", "", "X-Break: now")));
        answers.forEach((what, answer) -> {
            assertThat(answer.status())
                    .as(what + " " + answer.body())
                    .isEqualTo(Integer.parseInt(what.substring(0, 3)));
            assertThat(answer.headers())
                    .as(what)
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("x-frame-options", List.of("DENY"))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                    .doesNotContainKeys("access-control-allow-origin", "www-authenticate", "server", "x-powered-by");
            assertThat(answer.headers().get("content-security-policy"))
                    .as(what)
                    .singleElement()
                    .asString()
                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
                    .doesNotContain("unsafe");
            if (!what.endsWith("page")) {
                assertThat(answer.headers()).as(what).containsEntry("cache-control", List.of("no-store"));
            }
        });
    }

    @Test
    void is_no_page_where_a_program_asks() {
        for (String accepted : List.of("text/html", "application/xml", "*/*", "image/png")) {
            for (String path : List.of("/tasks/999999", "/tasks?size=x", "/tasks/x", "/none", "/registries/1/tags")) {
                Answer answer = call("GET", API + path, "", "Accept: " + accepted);
                assertThat(answer.type()).as(path + " as " + accepted).startsWith("application/problem+json");
                assertThat(json(answer).path("code").isString())
                        .as(answer.body())
                        .isTrue();
            }
            Answer broken = call("GET", API + "/tasks", "", "Accept: " + accepted, "X-Break: now");
            assertThat(broken.type()).startsWith("application/problem+json");
            assertThat(broken.body()).doesNotContain("canary", "Exception", "java");
        }
    }

    @Test
    void takes_nothing_but_json() {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json")) {
            for (String path : List.of("/tasks", "/registries", "/tasks/1/run", "/users", "/auth/logout")) {
                assertThat(call("POST", API + path, "{\"a\": 1}", "Content-Type: " + type)
                                .status())
                        .as(path + " as " + type)
                        .isEqualTo(415);
            }
        }
        assertThat(call(
                                "POST",
                                API + "/cron/preview",
                                "{\"cron\": \"0 2 * * *\"}",
                                "Content-Type: APPLICATION/JSON; charset=utf-8")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void is_not_for_pages_of_other_origins() {
        Answer preflight = call(
                "OPTIONS",
                API + "/tasks",
                "",
                "Origin: https://evil.example.com",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization");
        assertThat(preflight.status()).isGreaterThanOrEqualTo(400);
        Answer simple = call("GET", API + "/tasks", "", "Origin: https://evil.example.com");
        for (Answer answer : List.of(preflight, simple)) {
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
    }

    @Test
    void does_not_take_one_method_for_another() {
        long id = store.registries().add(RegistryEntry.at("kept", "kept.example.com"), SecretChange.keep());
        for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            call("POST", API + "/registries/" + id, "{}", header + ": DELETE");
            call("GET", API + "/registries/" + id, "", header + ": DELETE");
        }
        call("POST", API + "/registries/" + id + "?_method=DELETE", "{}", "X-A: b");
        call("POST", API + "/registries/" + id, "_method=DELETE", "Content-Type: application/x-www-form-urlencoded");
        assertThat(store.registries().get(id).name()).isEqualTo("kept");
    }

    @Test
    void repeats_no_name_that_the_caller_made_up() throws IOException {
        for (String path :
                List.of(API + "/auth/me", API + "/openapi.json", API + "/about", "/", "/page.txt", "/none")) {
            for (String header : List.of("X-Forwarded-Host", "X-Forwarded-Server", "Forwarded", "X-Original-URL")) {
                String value = header.equals("Forwarded") ? "host=evil.example.com;proto=https" : "evil.example.com";
                assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n"
                                + "Authorization: Bearer " + admin + "\r\n" + header + ": " + value + "\r\n\r\n"))
                        .as(path + " with " + header)
                        .doesNotContain("evil.example.com");
            }
        }
    }

    @Test
    void leads_nobody_elsewhere_after_the_sign_in() {
        Browser browser = new Browser(address);
        browser.get(API + "/auth/me");
        for (String query : List.of("redirect", "next", "returnTo", "continue", "url", "target")) {
            HttpResponse<String> answer = browser.send(
                    "POST",
                    API + "/auth/login?" + query + "=https://evil.example.com",
                    "{\"username\": \"admin\", \"password\": \"first-password\"}");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().map()).doesNotContainKeys("location", "refresh");
            assertThat(answer.body()).doesNotContain("evil");
        }
    }

    private static JsonNode json(Answer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /** A call of an administrator, unless a header says otherwise. Of what has no end only the beginning is read. */
    private Answer call(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .setHeader("Authorization", "Bearer " + admin)
                .setHeader("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (String header : headers) {
            int colon = header.indexOf(": ");
            request.setHeader(header.substring(0, colon), header.substring(colon + 2));
        }
        try {
            HttpResponse<InputStream> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                boolean isEndless =
                        answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
                byte[] content = isEndless ? new byte[0] : in.readAllBytes();
                Map<String, List<String>> lower = answer.headers().map().entrySet().stream()
                        .collect(Collectors.toMap(each -> each.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
                return new Answer(answer.statusCode(), lower, new String(content, StandardCharsets.UTF_8));
            }
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What comes back, where nothing follows: whoever would read on finds the end, and not what he was told of. */
    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(address).getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
