package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description in the jar is what the controllers are. */
class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    @TempDir
    Path data;

    @Configuration
    @EnableAutoConfiguration
    static class Host {
        @Bean
        SecurityFilterChain open(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }

        @Bean
        RecordSchemas records() {
            return new RecordSchemas();
        }

        @Bean
        StreamedAnswers streamed() {
            return new StreamedAnswers();
        }

        @Bean
        ProblemAnswers problems() {
            return new ProblemAnswers();
        }
    }

    @Test
    void description_is_that_of_the_controllers() throws IOException, InterruptedException {
        JsonNode made = JSON.readTree(made());
        ((ObjectNode) made).remove("servers");
        // Sorted, so that the file changes only where something did.
        String text = JSON.writeValueAsString(JSON.treeToValue(made, Object.class)) + "\n";
        Path written = Path.of("target", "openapi.json");
        Files.writeString(written, text);

        assertThat(kept())
                .as("the REST interface has changed; copy %s to where openapi.json is kept", written)
                .isEqualTo(text);
    }

    private String made() throws IOException, InterruptedException {
        try (ConfigurableApplicationContext host = new SpringApplicationBuilder(Host.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--registry-sync.data=" + data,
                        "--registry-sync.security.enabled=false",
                        "--springdoc.packages-to-scan=io.registrysync.spring.web",
                        "--springdoc.writer-with-order-by-keys=true")) {
            String port = host.getEnvironment().getRequiredProperty("local.server.port");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/api-docs"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private static String kept() throws IOException {
        try (InputStream file = OpenApiController.class.getResourceAsStream("openapi.json")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
