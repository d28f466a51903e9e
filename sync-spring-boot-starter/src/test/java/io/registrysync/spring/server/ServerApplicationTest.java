package io.registrysync.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.store.LoginHistoryStore;
import io.registrysync.store.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class ServerApplicationTest {
    private static final String CLIENT = "203.0.113.9";

    @TempDir
    Path data;

    @Test
    void begins_without_a_warning_and_believes_nobody_who_forwards(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext server = start()) {
            String cookies = signedInThroughProxy(server);
            assertThat(output.getAll()).doesNotContain(" WARN ", " ERROR ");
            assertThat(failures(server, CLIENT)).isZero();
            assertThat(failures(server, "127.0.0.1")).isEqualTo(1);
            assertThat(cookies).contains("registry_sync_session").doesNotContain("Secure", "/evil");
        }
    }

    @Test
    void believes_a_proxy_in_a_private_network_where_it_is_told_to() throws Exception {
        try (ConfigurableApplicationContext server = start("--server.forward-headers-strategy=native")) {
            String cookies = signedInThroughProxy(server);
            assertThat(failures(server, CLIENT)).isEqualTo(1);
            assertThat(failures(server, "127.0.0.1")).isZero();
            assertThat(cookies).contains("registry_sync_session", "Secure");
        }
    }

    @Test
    void believes_no_other_proxy_even_then() throws Exception {
        try (ConfigurableApplicationContext server = start(
                "--server.forward-headers-strategy=native",
                "--server.tomcat.remoteip.internal-proxies=192[.]0[.]2[.]1")) {
            String cookies = signedInThroughProxy(server);
            assertThat(failures(server, CLIENT)).isZero();
            assertThat(failures(server, "127.0.0.1")).isEqualTo(1);
            assertThat(cookies).doesNotContain("Secure");
        }
    }

    private ConfigurableApplicationContext start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                // A library of the tests alone; it would warn that it is there.
                "--springdoc.api-docs.enabled=false",
                "--registry-sync.data=" + data,
                "--registry-sync.security.admin-password=first-password"));
        arguments.addAll(List.of(more));
        return ServerApplication.start(arguments.toArray(String[]::new));
    }

    private static long failures(ConfigurableApplicationContext server, String address) {
        LoginHistoryStore logins = server.getBean(Store.class).logins();
        return logins.ofAddress(address, Instant.EPOCH).count();
    }

    /** One sign-in that works, and then one that does not. Gives the cookies of the first. */
    private static String signedInThroughProxy(ConfigurableApplicationContext server) throws Exception {
        String cookies = signIn(server, "first-password")
                .headers()
                .allValues("Set-Cookie")
                .toString();
        assertThat(signIn(server, "wrong-password").statusCode()).isEqualTo(401);
        return cookies;
    }

    private static HttpResponse<String> signIn(ConfigurableApplicationContext server, String password)
            throws Exception {
        String port = server.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/auth/login"))
                .header("Content-Type", "application/json")
                .header("Cookie", "registry_sync_csrf=x")
                .header("X-XSRF-TOKEN", "x")
                .header("X-Forwarded-For", CLIENT)
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example.com")
                .header("X-Forwarded-Prefix", "/evil")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\": \"admin\", \"password\": \"" + password + "\"}"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
