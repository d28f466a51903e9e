package io.registrysync.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class StarterTest {
    @TempDir
    Path data;

    /** A host with nothing of its own. */
    @SpringBootApplication
    static class Host {}

    @Test
    void nobody_gets_in_without_a_login() throws IOException, InterruptedException {
        try (ConfigurableApplicationContext host = new SpringApplicationBuilder(Host.class)
                .properties("server.port=0", "registry-sync.data=" + data)
                .run()) {
            String port = host.getEnvironment().getRequiredProperty("local.server.port");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/registries"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isIn(401, 403);
        }
    }
}
