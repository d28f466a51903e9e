package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When images were made, where Harbor tells that of all of them at once. */
@Timeout(60)
class VendorTimesTest {
    private static final String WEB = "prod/web/ui";
    private static final String LIST = "/api/.+/artifacts";
    private static final String OLD = "2020-01-02T03:04:05Z";
    private static final String NEW = "2024-01-02T03:04:05.123456789+02:00";
    /** Not what configurations say. */
    private static final String TOLD = "2022-02-02T02:02:02Z";

    private final StrictRegistry harbor = StrictRegistry.builder()
            .access(Access.bearer().service("harbor-registry").user("robot", "secret", Rights.PUSH))
            .harborProject("prod", false)
            .start();
    private final TwoRegistries registries = new TwoRegistries(
            harbor, StrictRegistry.start(), builder -> builder.credentials(Credentials.basic("robot", "secret")));
    private final SyncState state = SyncState.inMemory();

    @AfterEach
    void close() {
        registries.close();
    }

    private Map<String, Instant> created(String... platforms) {
        Map<String, Instant> answers = new HashMap<>();
        Sync.from(registries.from().repository(WEB))
                .allTags()
                .to(registries.to().repository("web"))
                .platforms(platforms)
                .retries(TwoRegistries.FAST)
                .state(state)
                .examine(new Cancellation(), (listed, facts) -> facts.created(listed.toList()))
                .forEach(found -> found.forEach((tag, time) -> answers.put(tag.name(), time)));
        return answers;
    }

    private static Image image(long seed, String created) {
        return Images.single(seed).created(created).layers(10).build();
    }

    private static Image index() {
        return Images.index(
                Images.single(1).platform("linux/amd64").created(OLD).build(),
                Images.single(2).platform("linux/arm64").created(NEW).build(),
                // An attestation of a build; it is no image.
                Images.single(3)
                        .platform("unknown/unknown")
                        .created("2025-01-01T00:00:00Z")
                        .build());
    }

    private long gets(String pattern) {
        return harbor.traffic().count("GET", pattern);
    }

    @Test
    void one_request_tells_what_all_configurations_say() {
        harbor.seed(WEB, "old", image(1, OLD));
        harbor.seed(WEB, "new", image(2, NEW));
        harbor.seed(WEB, "docker", Images.single(3).docker().created(OLD).build());

        assertThat(created())
                .isEqualTo(Map.of("old", Instant.parse(OLD), "new", Instant.parse(NEW), "docker", Instant.parse(OLD)));

        assertThat(gets(LIST)).isEqualTo(1);
        assertThat(gets(MANIFESTS)).isZero();
        assertThat(gets(BLOBS)).isZero();
        assertThat(gets("/v2/")).isZero();
    }

    @Test
    void an_index_was_made_when_its_newest_image_was() {
        harbor.seed(WEB, "1", index());

        assertThat(created()).isEqualTo(Map.of("1", Instant.parse(NEW)));

        assertThat(gets(MANIFESTS)).isZero();
        assertThat(gets(BLOBS)).isZero();
    }

    @Test
    void of_selected_platforms_the_list_tells_each_and_the_index_which() {
        Image index = harbor.seed(WEB, "1", index());

        assertThat(created("amd64")).isEqualTo(Map.of("1", Instant.parse(OLD)));

        assertThat(gets(MANIFESTS)).isEqualTo(1);
        assertThat(gets("/v2/.+/manifests/" + index.digest())).isEqualTo(1);
        assertThat(gets(BLOBS)).isZero();
    }

    @Test
    void an_index_of_which_an_image_tells_no_time_is_read() {
        Image index = harbor.seed(WEB, "1", index());
        harbor.harborTells(index.children().get(0).digest(), "1970-01-01T00:00:00Z");

        assertThat(created()).isEqualTo(Map.of("1", Instant.parse(NEW)));

        assertThat(gets(MANIFESTS)).isEqualTo(2);
        assertThat(gets(BLOBS)).isEqualTo(1);
    }

    @Test
    void a_list_that_lags_behind_a_tag_is_not_believed() {
        Image before = harbor.seed(WEB, "moves", image(1, OLD));
        harbor.harborTells(before.digest(), TOLD);
        Image now = harbor.seed(WEB, "moves", image(2, NEW));
        harbor.faults().on("GET", LIST).runWith(exchange -> {
            harbor.removeManifest(WEB, now.digest());
            harbor.tag(WEB, "moves", before.digest());
        });
        harbor.faults().on("GET", MANIFESTS).runWith(exchange -> harbor.seed(WEB, "moves", now));

        assertThat(created()).isEqualTo(Map.of("moves", Instant.parse(NEW)));

        assertThat(gets(LIST)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "yesterday", "", "2999-01-01T00:00:00Z"})
    void what_cannot_be_true_is_read_from_the_image(String nonsense) {
        Image image = harbor.seed(WEB, "1", image(1, OLD));
        harbor.harborTells(image.digest(), nonsense);

        assertThat(created()).isEqualTo(Map.of("1", Instant.parse(OLD)));

        assertThat(gets(BLOBS)).isEqualTo(1);
    }

    @Test
    void a_clock_that_is_a_little_fast_is_believed() {
        Image image = harbor.seed(WEB, "1", image(1, OLD));
        Instant soon = InstantSource.system().instant().plus(Duration.ofHours(1));
        harbor.harborTells(image.digest(), soon.toString());

        assertThat(created()).isEqualTo(Map.of("1", soon));
    }

    @Test
    void artifacts_that_are_no_images_have_no_time_whatever_they_say() {
        Image chart = harbor.seed(
                WEB,
                "chart",
                Images.single(1).artifactType("application/vnd.example.chart").build());
        harbor.harborTells(chart.digest(), TOLD);

        assertThat(created()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 500})
    void where_harbor_does_not_tell_the_images_do(int status) {
        harbor.seed(WEB, "1", image(1, OLD));
        harbor.faults().on("GET", LIST).always().status(status);

        assertThat(created()).isEqualTo(Map.of("1", Instant.parse(OLD)));
    }

    @Test
    void what_was_told_is_remembered_and_not_asked_for_again() {
        Image image = harbor.seed(WEB, "1", image(1, OLD));
        harbor.harborTells(image.digest(), TOLD);
        created();
        harbor.traffic().reset();

        assertThat(created()).isEqualTo(Map.of("1", Instant.parse(TOLD)));

        assertThat(gets(LIST)).isZero();
        assertThat(gets(BLOBS)).isZero();
    }

    @Test
    void for_a_new_image_among_many_the_list_is_too_long() {
        for (int i = 1; i <= 51; i++) {
            harbor.seed(WEB, "old-" + i, image(1, OLD));
        }
        created();
        harbor.seed(WEB, "new", image(2, NEW));
        harbor.traffic().reset();

        assertThat(created()).hasSize(52).containsEntry("new", Instant.parse(NEW));

        assertThat(gets(LIST)).isZero();
        assertThat(gets(BLOBS)).isEqualTo(1);
    }

    @Test
    void a_registry_that_is_no_harbor_is_asked_for_nothing_but_its_images() {
        StrictRegistry plain = StrictRegistry.builder()
                .access(Access.bearer().user("robot", "secret", Rights.PUSH))
                .start();
        try (TwoRegistries others = new TwoRegistries(
                plain, StrictRegistry.start(), builder -> builder.credentials(Credentials.basic("robot", "secret")))) {
            plain.seed(WEB, "1", image(1, OLD));
            Sync.from(others.from().repository(WEB))
                    .allTags()
                    .to(others.to().repository("web"))
                    .examine(new Cancellation(), (listed, facts) -> facts.created(listed.toList()));

            assertThat(plain.traffic().requests())
                    .extracting(exchange ->
                            exchange.method() + " " + exchange.path().replaceAll("sha256:.*", "…"))
                    .filteredOn(request -> !request.contains("token"))
                    .containsOnly(
                            "GET /v2/" + WEB + "/tags/list",
                            "HEAD /v2/" + WEB + "/manifests/1",
                            "GET /v2/" + WEB + "/manifests/…",
                            "GET /v2/" + WEB + "/blobs/…");
        }
    }
}
