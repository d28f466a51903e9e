package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.FAST;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static io.registrysync.sync.TwoRegistries.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.Sink;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing waits for ever, and nothing that a registry sends is held without bounds. */
@Timeout(60)
class LimitsTest {
    private static final Duration SILENCE = Duration.ofMillis(150);
    private static final Image IMAGE = Images.single(1).layers(300_000).build();
    private static final String LAYER = IMAGE.blobs().get(1).digest();

    private final TwoRegistries registries =
            new TwoRegistries(StrictRegistry.start(), StrictRegistry.start(), client -> client.timeout(SILENCE));
    private final StrictRegistry source = registries.source();
    private final StrictRegistry target = registries.target();

    @AfterEach
    void close() {
        registries.close();
    }

    private Failure failure() {
        registries.seed("1.0", IMAGE);
        Failure failure = TwoRegistries.failure(registries.copyOf("1.0").run());
        assertThat(target.tags(APP)).isEmpty();
        return failure;
    }

    private static void assertStalled(Failure failure, Side side) {
        assertThat(failure.side()).as(failure.toString()).isEqualTo(side);
        assertThat(failure.cause().kind()).as(failure.toString()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.cause()).hasMessageContaining("stalled");
    }

    // ---- silence --------------------------------------------------------------------------------------------------

    @Test
    void a_source_that_accepts_and_never_answers() {
        source.faults().any().always().stall();

        assertStalled(failure(), Side.SOURCE);
    }

    @Test
    void a_target_that_accepts_and_never_answers() {
        target.faults().any().always().stall();

        assertStalled(failure(), Side.TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {MANIFESTS, BLOBS})
    void a_source_that_stalls_within_an_answer(String path) {
        source.faults().on("GET", path).always().stallAfterAnswerBytes(50);

        assertStalled(failure(), Side.SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void a_target_that_stalls_before_its_answer(String method) {
        target.faults().on(method, UPLOADS).always().stall();

        assertStalled(failure(), Side.TARGET);
    }

    @Test
    void a_target_that_stalls_within_a_request() {
        target.faults()
                .on("PUT", SESSIONS)
                .where(exchange -> exchange.query().contains(LAYER))
                .always()
                .stallAfterRequestBytes(100);

        assertStalled(failure(), Side.TARGET);
    }

    @Test
    void a_target_that_stalls_on_the_manifest() {
        target.faults().on("PUT", MANIFESTS).always().stall();

        assertStalled(failure(), Side.TARGET);
    }

    @Test
    void a_server_that_never_begins_tls() {
        try (Sink silent = Sink.startSilent();
                Registry registry = Registry.at(
                                "https://127.0.0.1:" + silent.uri().getPort())
                        .retries(FAST)
                        .timeout(SILENCE)
                        .open()) {
            assertThatThrownBy(registry::check)
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void a_token_server_that_never_answers() {
        Access access = Access.bearer().user("robot", "s3cret", Rights.PUSH);
        try (StrictRegistry closed = StrictRegistry.builder().access(access).start();
                Registry registry = TwoRegistries.client(
                        closed, client -> client.timeout(SILENCE).credentials(Credentials.basic("robot", "s3cret")))) {
            closed.faults().on("*", "/token").always().stall();

            assertThatThrownBy(registry::check)
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessageContaining("stalled");
        }
    }

    @Test
    void a_registry_that_is_down() {
        target.goDown();

        Failure failure = failure();

        assertThat(failure.side()).isEqualTo(Side.TARGET);
        assertThat(failure.cause().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.cause()).hasMessageContaining("cannot connect");
    }

    // ---- pauses ---------------------------------------------------------------------------------------------------

    @Test
    void too_many_requests_without_end() {
        source.faults().on("GET", MANIFESTS).always().status(429);

        Failure failure = failure();

        assertThat(failure.cause().kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.cause().hint()).contains("Try again later");
        assertThat(source.traffic().count("GET", MANIFESTS)).isEqualTo(6);
    }

    @Test
    void a_pause_of_two_hours_ends_the_copy_at_once_and_names_the_time() {
        source.faults().on("GET", MANIFESTS).always().status(429, Map.of("Retry-After", "7200"));

        Failure failure = failure();

        assertThat(failure.cause().kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.cause().getMessage()).matches(".*come back at 20[0-9-]+T[0-9:]+Z.*");
        assertThat(source.traffic().count("GET", MANIFESTS)).isEqualTo(1);
    }

    @Test
    void a_pause_of_one_second_is_kept() {
        registries.seed("1.0", IMAGE);
        source.faults().on("GET", MANIFESTS).status(429, Map.of("Retry-After", "1"));
        long before = System.nanoTime();

        registries.copy("1.0");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    // ---- circles --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirects_in_a_circle(int status) {
        source.faults().on("GET", BLOBS).always().redirectTo(status, exchange -> URI.create(exchange.path()));

        Failure failure = failure();

        assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
        assertThat(failure.cause()).hasMessageContaining("more than 5 redirects");
    }

    @Test
    void a_redirect_to_nowhere() {
        source.faults().on("GET", BLOBS).always().status(307);

        assertThat(failure().cause()).hasMessageContaining("without Location");
    }

    @Test
    void a_redirect_into_a_place_that_only_the_client_can_reach() {
        source.faults().on("GET", BLOBS).always().redirect(307, URI.create("http://169.254.169.254/latest/meta-data"));

        Failure failure = failure();

        assertThat(failure.cause()).hasMessageContaining("refused to call");
        assertThat(source.traffic().count("GET", BLOBS)).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"LINK_LOOPS", "ABSOLUTE_LINK", "LINK_UNQUOTED", "NULL_TAGS"})
    void pages_of_tags_that_point_in_a_circle_or_oddly(Quirk quirk) {
        try (StrictRegistry odd =
                        StrictRegistry.builder().quirks(quirk).pageCap(2).start();
                Registry registry = TwoRegistries.client(odd)) {
            IntStream.range(0, 5)
                    .forEach(number ->
                            odd.seed(APP, "1." + number, Images.single(number).build()));

            List<Tag> tags = registry.repository(APP).tags().toList();

            assertThat(tags).hasSize(quirk == Quirk.LINK_LOOPS ? 2 : 5).doesNotHaveDuplicates();
            assertThat(odd.traffic().count("GET", ".*/tags/list")).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void tags_that_are_none_are_left_out() {
        registries.seed("1.0", IMAGE);
        source.faults()
                .on("GET", ".*/tags/list")
                .body(
                        "application/json",
                        "{\"tags\":[\"<script>\",\"../../etc\",\"a\\nb\",\"1.0\",\"1.0\",7,null,\"\"]}"
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(registries.from().repository(APP).tags()).containsExactly(new Tag("1.0"));
    }

    // ---- long answers ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_of_ten_megabytes_is_not_read_to_its_end(boolean noise) {
        if (noise) {
            source.faults().on("GET", ".*" + LAYER).always().oversizedBody(10_000_000);
            source.faults().on("GET", MANIFESTS).run(() -> source.removeBlob(APP, LAYER));
        } else {
            Map<String, String> headers = Map.of("Content-Type", "text/plain");
            source.faults().on("GET", ".*" + LAYER).always().status(404, headers, "x".repeat(10_000_000));
        }

        Failure failure = failure();

        assertThat(failure.cause().kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.cause().getMessage()).hasSizeLessThan(1000);
        assertThat(source.traffic().requests("GET", ".*" + LAYER))
                .allSatisfy(get -> assertThat(get.answerBytes()).isLessThan(9_000_000));
    }

    @Test
    void a_page_of_tags_longer_than_the_limit() {
        registries.seed("1.0", IMAGE);
        source.faults().on("GET", ".*/tags/list").always().oversizedBody(100_000_000);

        assertThatThrownBy(() -> registries.from().repository(APP).tags().toList())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.INVALID_CONTENT))
                .hasMessageContaining("at most 8388608");
    }

    @Test
    void a_header_without_end() {
        source.faults().on("HEAD", MANIFESTS).always().setHeader("X-Long", "x".repeat(1_000_000));

        assertThat(failure().cause().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_blob_of_one_gibibyte_needs_no_more_memory_than_a_small_one() {
        ChildJvm.Ended ended = ChildJvm.run(LargeBlob.class, List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));

        assertThat(ended.status()).as(ended.output()).isZero();
    }
}
