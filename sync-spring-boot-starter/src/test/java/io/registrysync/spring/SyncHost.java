package io.registrysync.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.registrysync.engine.SyncEngine;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.Execution;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application on a port, without security, and two registries that it knows as {@code src} and {@code dst}. */
public final class SyncHost implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final StrictRegistry source = StrictRegistry.start();
    public final StrictRegistry target = StrictRegistry.start();
    public final ConfigurableApplicationContext context;
    public final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String root;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}

    /** Starts it with more properties. */
    public SyncHost(Path data, String... properties) {
        context = new SpringApplicationBuilder(Host.class)
                .properties("server.port=0", "registry-sync.data=" + data, "registry-sync.security.enabled=false")
                .properties(properties)
                .run();
        root = "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
        store().registries().add(RegistryEntry.at("src", source.uri().toString()), SecretChange.keep());
        store().registries().add(RegistryEntry.at("dst", target.uri().toString()), SecretChange.keep());
    }

    public Store store() {
        return context.getBean(Store.class);
    }

    public SyncEngine engine() {
        return context.getBean(SyncEngine.class);
    }

    /** A task that copies everything that {@code src} has. */
    public long task(String name, String more) {
        return store().tasks()
                .add(TaskEntry.of(SyncSpec.parse(
                        "test",
                        "name: " + name + "\nsource: {registry: src}\ntarget: {registry: dst, project: all}\n"
                                + more)));
    }

    public Execution ended(long execution) {
        await(() -> store().executions().get(execution).state().isFinal());
        return store().executions().get(execution);
    }

    /** A request; {@code path} as it is behind the host. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path));
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    /** What a call of the REST interface answers; fails where that is no success. */
    public JsonNode json(String path) {
        return json(get("/api/v1" + path));
    }

    public HttpResponse<String> call(String method, String path, String body) {
        return send(request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public static JsonNode json(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return parse(answer);
    }

    public static JsonNode parse(HttpResponse<String> answer) {
        return parse(answer.body());
    }

    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(text.toLowerCase(Locale.ROOT), malformed);
        }
    }

    /** Waits for something that others do, a minute at most. */
    public static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(1)) {
                throw new AssertionError("it did not happen within a minute");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        context.close();
        source.close();
        target.close();
    }
}
