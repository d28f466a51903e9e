package com.example.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class HostTest {
    @Test
    void has_its_own_page_and_registry_sync_beside_it(@TempDir Path data) throws IOException, InterruptedException {
        try (ConfigurableApplicationContext host =
                new SpringApplicationBuilder(Host.class).run("--server.port=0", "--registry-sync.data=" + data)) {
            int port = Integer.parseInt(host.getEnvironment().getRequiredProperty("local.server.port"));

            assertThat(get(port, "/hello").body()).isEqualTo("hello; 0 executions have ended");
            assertThat(get(port, "/sync/api/v1/registries").statusCode()).isEqualTo(401);
            assertThat(get(port, "/api/v1/registries").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
