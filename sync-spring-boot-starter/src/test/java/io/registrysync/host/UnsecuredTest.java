package io.registrysync.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class UnsecuredTest {
    @TempDir
    Path data;

    @Test
    void refuses_to_serve_everybody_who_can_reach_it() {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> start("--server.address=0.0.0.0"))
                .havingRootCause()
                .withMessageContaining("the server listens on 0.0.0.0: everybody who reaches it could do everything");
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> start("--server.address="))
                .havingRootCause()
                .withMessageContaining("all addresses of this machine");
    }

    @Test
    void serves_this_machine_but_not_the_pages_that_it_looks_at() throws Exception {
        try (ConfigurableApplicationContext host = start("--server.address=localhost")) {
            String address = "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
            assertThat(status(address, "Accept", "*/*")).isEqualTo(200);
            assertThat(status(address, "Origin", address)).isEqualTo(200);
            assertThat(status(address, "Origin", "https://example.com")).isEqualTo(403);
            assertThat(status(address, "Origin", "null")).isEqualTo(403);
            assertThat(statusAs("rebound.example.com", address)).isEqualTo(403);
            assertThat(statusAs("127.0.0.1.example.com", address)).isEqualTo(403);
            assertThat(statusAs("localhost", address)).isEqualTo(200);
            assertThat(status(address, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
        }
    }

    @Test
    void serves_everybody_where_somebody_says_so() {
        try (ConfigurableApplicationContext host =
                start("--server.address=", "--registry-sync.security.allow-anonymous=true")) {
            assertThat(host.isRunning()).isTrue();
        }
    }

    private static int status(String address, String header, String value) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/api/v1/auth/me"))
                                .header(header, value)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** For a name that leads to this machine. */
    private static int statusAs(String name, String address) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(address).getPort())) {
            socket.getOutputStream()
                    .write(("GET /api/v1/auth/me HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    private ConfigurableApplicationContext start(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--server.port=0", "--registry-sync.data=" + data, "--registry-sync.security.enabled=false"));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(Hosts.NoChain.class).run(arguments.toArray(String[]::new));
    }
}
