package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.FaultRule;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many faults at once, drawn by chance. Nothing wrong is ever published, and a second run finishes what is left. */
@Timeout(120)
class StormTest {
    private static final int TAGS = 20;
    private static final Map<String, Image> IMAGES = images();

    private static Map<String, Image> images() {
        Map<String, Image> images = new HashMap<>();
        for (int i = 0; i < TAGS; i++) {
            images.put(
                    "1." + i,
                    i % 3 == 0
                            ? Images.multiPlatform(1000 + i, "linux/amd64", "linux/arm64")
                            : Images.single(i).layers(20_000, 90_000 + i).build());
        }
        return images;
    }

    private static final List<Consumer<FaultRule>> WEATHER = List.of(
            rule -> rule.status(503),
            rule -> rule.status(500),
            rule -> rule.status(429),
            rule -> rule.doneButAnswers(502),
            FaultRule::answerLost,
            FaultRule::resetBeforeAnswer,
            FaultRule::closeBeforeAnswer,
            rule -> rule.resetAfterAnswerBytes(500),
            rule -> rule.closeAfterAnswerBytes(10_000),
            rule -> rule.resetAfterRequestBytes(700),
            rule -> rule.flipByte(300),
            rule -> rule.shortenTo(100),
            rule -> rule.where(exchange -> exchange.method().startsWith("P")).claimMounted(),
            FaultRule::forgetUpload);

    private static final List<String> STRANGE_BODIES = List.of(
            "",
            "{}",
            "null",
            "[[[[[[",
            "<html>",
            "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"detail\":{\"digest\":[1,{}]}}]}",
            "{\"errors\":{\"code\":7}}",
            "{\"errors\":[null,1,\"x\",{\"code\":null,\"message\":{}}]}",
            "\u0000\u001b[31m",
            "{\"token\":\"x\\ny\"}",
            "{\"schemaVersion\":2,\"manifests\":[]}",
            "{\"tags\":[null,{}]}");

    private static final Map<String, List<String>> STRANGE_HEADERS = Map.of(
            "Location", List.of("", "http://[", "/v2/x?_state=a%zz", "//other/x", "http://127.0.0.1:1/", "ftp://x/y"),
            "Docker-Content-Digest", List.of("", "sha256:", "md5:1234", "sha256:" + "a".repeat(64)),
            "Content-Type",
                    List.of(
                            "",
                            "x",
                            "application/json;;;",
                            "text/html; charset=\"",
                            "application/vnd.oci.image.index.v1+json"),
            "WWW-Authenticate",
                    List.of("", "Bearer", "Bearer realm=", "Basic", "Bearer realm=\"http://[\"", "Negotiate,,,"),
            "Range", List.of("", "0-", "bytes=5-1", "0-99999999999999999999"),
            "Content-Range", List.of("bytes */0", "bytes 0-0/1", "x"),
            "Retry-After", List.of("", "-1", "0", "soon", "Thu, 99 Foo"),
            "Warning", List.of("299 - \"\"", "299 - " + "w".repeat(5000), "199 x"),
            "Link", List.of("<>; rel=next", "<http://[>; rel=\"next\"", ";;;"),
            "OCI-Chunk-Min-Length", List.of("-5", "99999999999999999999", "1"));

    private static void assertNothingWrong(StrictRegistry target) {
        for (String tag : target.tags(APP)) {
            TwoRegistries.assertHolds(
                    target, APP, tag, IMAGES.getOrDefault(tag, Images.single(0).build()));
        }
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Integer.getInteger("registrysync.storms", 25));
    }

    private static String[] tags() {
        return IMAGES.keySet().toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void copies_through_bad_weather(int seed) {
        try (TwoRegistries registries = new TwoRegistries()) {
            IMAGES.forEach(registries::seed);
            Random random = new Random(seed);
            for (StrictRegistry registry : List.of(registries.source(), registries.target())) {
                for (Consumer<FaultRule> fault : WEATHER) {
                    fault.accept(registry.faults()
                            .any()
                            .where(exchange -> random.nextInt(1000) < 4)
                            .always());
                }
            }

            SyncReport first = registries.copyOf(tags()).run();

            assertNothingWrong(registries.target());
            assertThat(first.results()).hasSize(TAGS);
            assertThat(first.progress().images().copied())
                    .as(first.failures().toString())
                    .isEqualTo(registries.target().tags(APP).size());
            registries.source().faults().clear();
            registries.target().faults().clear();
            registries.copy(tags());
            IMAGES.forEach(registries::assertCopied);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ends_whatever_registries_answer(int seed) {
        try (TwoRegistries registries = new TwoRegistries(
                StrictRegistry.start(), StrictRegistry.start(), client -> client.timeout(Duration.ofSeconds(2)))) {
            IMAGES.forEach(registries::seed);
            Random random = new Random(seed);
            for (StrictRegistry registry : List.of(registries.source(), registries.target())) {
                for (int i = 0; i < 60; i++) {
                    String body = STRANGE_BODIES.get(random.nextInt(STRANGE_BODIES.size()));
                    Map<String, String> headers = new HashMap<>();
                    STRANGE_HEADERS.forEach((name, values) -> {
                        if (random.nextInt(4) == 0) {
                            headers.put(name, values.get(random.nextInt(values.size())));
                        }
                    });
                    int[] statuses = {200, 201, 202, 204, 206, 302, 307, 400, 401, 403, 404, 405, 416, 429, 500, 503};
                    registry.faults()
                            .any()
                            .where(exchange -> random.nextInt(100) < 3)
                            .status(statuses[random.nextInt(statuses.length)], headers, body);
                }
            }

            SyncReport report = registries.copyOf(tags()).run();

            assertNothingWrong(registries.target());
            assertThat(report.results()).hasSize(TAGS);
            assertThat(report.failures())
                    .allSatisfy(
                            result -> assertThat(result.failure().orElseThrow().toString())
                                    .doesNotContain("unexpected")
                                    .matches("[^\\p{Cntrl}]+"));
        }
    }
}
