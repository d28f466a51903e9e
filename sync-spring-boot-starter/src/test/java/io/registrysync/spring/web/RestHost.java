package io.registrysync.spring.web;

import io.registrysync.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application that serves the REST interface, without security, and what one asks it. */
final class RestHost implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    /** A host with nothing of its own. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}

    /** What came back. */
    record Answer(int status, String type, String text) {
        JsonNode json() {
            return JSON.readTree(text);
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }
    }

    RestHost(Path data) {
        context = new SpringApplicationBuilder(Host.class)
                .properties(
                        "server.port=0",
                        "registry-sync.data=" + data,
                        "registry-sync.security.enabled=false",
                        // What the host decides for its own JSON is none of our business.
                        "spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run();
        base = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + "/api/v1";
    }

    Store store() {
        return context.getBean(Store.class);
    }

    URI uri(String path) {
        return URI.create(base + path);
    }

    Answer get(String path) {
        return send("GET", path, "", "application/json");
    }

    Answer get(String path, String type) {
        return send("GET", path, "", type);
    }

    Answer post(String path, Map<String, Object> body) {
        return send("POST", path, JSON.writeValueAsString(body), "*/*");
    }

    Answer post(String path) {
        return send("POST", path, "", "application/json");
    }

    Answer put(String path, Map<String, Object> body) {
        return send("PUT", path, JSON.writeValueAsString(body), "application/json");
    }

    Answer patch(String path, Map<String, Object> body) {
        return send("PATCH", path, JSON.writeValueAsString(body), "application/json");
    }

    Answer delete(String path) {
        return send("DELETE", path, "", "application/json");
    }

    Answer send(String method, String path, String body, String accepted) {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Accept", accepted)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Adds a registry and gives its id. */
    long registry(String name, URI address) {
        return post("/registries", Map.of("name", name, "url", address.toString()))
                .at("/id")
                .asLong();
    }

    @Override
    public void close() {
        context.close();
    }
}
