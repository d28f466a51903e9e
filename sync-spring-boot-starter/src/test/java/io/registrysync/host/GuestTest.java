package io.registrysync.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Registry Sync as a guest: the host's paths answer as they do without it. */
class GuestTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> PATHS = List.of(
            "/",
            "/hello",
            "/open/hello",
            "/open/broken",
            "/admin/hello",
            "/api/hello",
            "/api/v1/hello",
            "/nothing",
            "/login",
            "/logout",
            "/error",
            "/actuator",
            "/actuator/health",
            "/health",
            "/hello;x=1",
            "//hello",
            "/syncs",
            "/index.html");

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(classes = {Hosts.NoChain.class, Hosts.OneChain.class, Hosts.TwoChains.class})
    void leaves_the_paths_of_the_host_as_they_are(Class<?> application) throws Exception {
        List<String> without = answers(application, false);
        List<String> with = answers(application, true);
        assertThat(with).isEqualTo(without);
        assertThat(without).anyMatch(answer -> answer.contains(" 200 "));
    }

    private List<String> answers(Class<?> application, boolean isThere) throws Exception {
        List<String> answers = new ArrayList<>();
        try (ConfigurableApplicationContext host = start(application, "--registry-sync.enabled=" + isThere)) {
            String address = address(host);
            for (String path : PATHS) {
                for (String method : List.of("GET", "POST", "OPTIONS")) {
                    answers.add(answer(address, method, path, Map.of()));
                }
                answers.add(answer(address, "GET", path, Map.of("Authorization", "Basic dTpw")));
                answers.add(answer(address, "GET", path, Map.of("Accept", "text/html")));
                // What is ours is nothing to the host.
                answers.add(answer(address, "GET", path, Map.of("Cookie", "registry_sync_session=x")));
            }
            if (isThere) {
                String own = answer(address, "GET", "/sync/api/v1/tasks", Map.of());
                assertThat(own).contains("401").doesNotContain("WWW-Authenticate", "JSESSIONID");
            }
        }
        return answers;
    }

    @Test
    void refuses_to_answer_where_its_chain_does_not_see_the_path() throws Exception {
        try (ConfigurableApplicationContext host =
                start(Hosts.TwoChains.class, "--spring.mvc.servlet.path=/elsewhere")) {
            String address = address(host);
            assertThat(answer(address, "GET", "/elsewhere/hello", Map.of())).contains(" 200 ");
            assertThat(answer(address, "GET", "/elsewhere/sync/api/v1/users", Map.of()))
                    .contains(" 403 ");
        }
    }

    @Test
    void takes_only_the_paths_that_are_given() throws Exception {
        try (ConfigurableApplicationContext host =
                start(Hosts.TwoChains.class, "--registry-sync.security.paths=/open/**")) {
            String address = address(host);
            assertThat(answer(address, "GET", "/open/hello", Map.of())).contains(" 200 ", "default-src 'none'");
            assertThat(answer(address, "GET", "/open/broken", Map.of())).contains(" 500 ", "default-src");
            assertThat(answer(address, "GET", "/open/none", Map.of())).contains(" 404 ", "default-src");
            assertThat(answer(address, "GET", "/hello", Map.of()))
                    .contains(" 200 ")
                    .doesNotContain("default-src");
            assertThat(answer(address, "GET", "/sync/api/v1/users", Map.of())).contains(" 401 ", "default-src");
            assertThat(answer(address, "GET", "/sync/", Map.of())).contains(" 200 ", "default-src");
            assertThat(answer(address, "GET", "/sync/none", Map.of()))
                    .contains(" 404 ")
                    .doesNotContain("default-src");
        }
    }

    private ConfigurableApplicationContext start(Class<?> application, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.security.user.password=p",
                "--spring.security.user.name=u",
                "--registry-sync.base-path=/sync",
                "--registry-sync.data=" + data,
                "--registry-sync.security.admin-password=first-password"));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(application).run(arguments.toArray(String[]::new));
    }

    private static String address(ConfigurableApplicationContext host) {
        return "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** Everything that a browser would notice, without what is different each time. */
    private static String answer(String address, String method, String path, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Map<String, List<String>> shown = new TreeMap<>(answer.headers().map());
        shown.remove("date");
        // Spring lists the methods in no particular order.
        shown.remove("allow");
        shown.computeIfPresent(
                "set-cookie",
                (name, values) -> values.stream()
                        .map(value -> value.replaceAll("=[^;]*", "=…"))
                        .toList());
        String body = answer.body()
                .replaceAll("(value|content)=\"[^\"]{30,}\"", "")
                .replaceAll("\"timestamp\":\"[^\"]*\"", "")
                .replaceAll("<div id='created'>[^<]*</div>", "")
                .replace(address, "");
        shown.remove("content-length");
        return method + " " + path + " " + headers.values() + " " + answer.statusCode() + " "
                + shown.toString().replace(address, "").replaceAll(";jsessionid=\\w+", "") + " " + body;
    }
}
