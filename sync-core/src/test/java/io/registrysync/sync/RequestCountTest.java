package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.FAST;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static io.registrysync.sync.TwoRegistries.UPLOADS;
import static io.registrysync.sync.TwoRegistries.assertHolds;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Exchange;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.fixture.Traffic;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No request is sent that is not needed. */
@Timeout(60)
class RequestCountTest {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final TwoRegistries registries = new TwoRegistries();
    private final Traffic source = registries.source().traffic();
    private final Traffic target = registries.target().traffic();

    @AfterEach
    void close() {
        registries.close();
    }

    private static List<String> methods(Traffic traffic, String path) {
        return traffic.requests("*", path).stream().map(Exchange::method).toList();
    }

    @Test
    void an_unchanged_tag_costs_one_head_at_each_side() {
        registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        registries.copy("1.0");
        source.reset();
        target.reset();

        registries.copy("1.0");

        assertThat(methods(source, ".*")).containsExactly("HEAD");
        assertThat(methods(target, ".*")).containsExactly("HEAD");
    }

    @Test
    void a_new_image_costs_two_requests_for_each_blob_and_one_for_each_manifest() {
        Image image =
                registries.seed("1.0", Images.single(1).layers(1000, 2000, 3000).build());

        registries.copy("1.0");

        assertThat(methods(target, UPLOADS)).containsOnly("POST", "PUT").hasSize(2 * 4);
        assertThat(target.requests("POST", UPLOADS))
                .allSatisfy(post -> assertThat(post.query()).contains("mount=sha256:", "from=" + APP));
        assertThat(methods(target, MANIFESTS)).containsExactly("HEAD", "PUT");
        assertThat(methods(target, BLOBS)).isEmpty();
        assertThat(methods(source, MANIFESTS)).containsExactly("HEAD", "GET");
        assertThat(methods(source, BLOBS)).containsOnly("GET").hasSize(4);
        assertThat(target.bytesIn())
                .isEqualTo(image.bytes().length
                        + image.blobs().stream().mapToLong(Blob::size).sum());
    }

    @Test
    void a_blob_that_the_target_has_costs_one_request_and_no_bytes() {
        Image image = registries.seed("1.0", Images.single(1).layers(1000, 2000).build());
        image.blobs().forEach(blob -> registries.target().seed(APP, blob));

        registries.copy("1.0");

        assertThat(methods(target, UPLOADS)).containsExactly("POST", "POST", "POST");
        assertThat(methods(source, BLOBS)).isEmpty();
        assertThat(target.bytesIn()).isEqualTo(image.bytes().length);
    }

    @Test
    void a_target_that_refuses_mounts_is_looked_at_and_not_asked_again() {
        try (TwoRegistries odd = new TwoRegistries(
                StrictRegistry.start(),
                StrictRegistry.builder().quirks(Quirk.MOUNT_UNSUPPORTED).start())) {
            odd.seed("1.0", Images.single(1).layers(1000).build());
            odd.copy("1.0");
            Image image = odd.seed("1.1", Images.single(2).layers(1000, 2000).build());
            image.blobs().forEach(blob -> odd.target().seed(APP, blob));
            odd.target().traffic().reset();

            odd.copy("1.1");

            assertThat(methods(odd.target().traffic(), UPLOADS)).isEmpty();
            assertThat(methods(odd.target().traffic(), BLOBS)).containsExactly("HEAD", "HEAD", "HEAD");
        }
    }

    @Test
    void a_blob_that_a_sister_repository_got_in_the_same_run_is_mounted() {
        Image image = registries.seed("1.0", Images.single(1).layers(100_000).build());

        successful(registries
                .copyOf("1.0")
                .andTo(registries.to().repository("library/sister"))
                .run());

        assertHolds(registries.target(), APP, "1.0", image);
        assertHolds(registries.target(), "library/sister", "1.0", image);
        for (Blob blob : image.blobs()) {
            assertThat(target.requests(
                            exchange -> exchange.query().contains(blob.digest()) && exchange.is("PUT", SESSIONS)))
                    .hasSize(1);
        }
        assertThat(methods(source, BLOBS)).hasSize(image.blobs().size());
        assertThat(methods(target, "/v2/library/sister/blobs/uploads/.*").size()
                        + methods(target, "/v2/library/app/blobs/uploads/.*").size())
                .isEqualTo(3 * image.blobs().size());
    }

    @Test
    void a_layer_of_100_tags_is_uploaded_once() {
        Blob shared = Blob.seeded(LAYER, 1, 20_000);
        String[] tags =
                IntStream.range(0, 100).mapToObj(number -> "1." + number).toArray(String[]::new);
        for (int i = 0; i < tags.length; i++) {
            registries.seed(tags[i], Images.single(i).layer(shared).build());
        }

        registries.copy(tags);

        assertThat(target.requests(exchange -> exchange.query().contains(shared.digest())))
                .extracting(Exchange::method)
                .containsExactly("POST", "PUT");
        assertThat(source.count("GET", ".*" + shared.digest())).isEqualTo(1);
        assertThat(target.count("PUT", SESSIONS)).isEqualTo(101);
        assertThat(target.count("PUT", MANIFESTS)).isEqualTo(100);
    }

    @Test
    void a_child_of_two_indexes_is_read_and_pushed_once() {
        Image child = Images.single(1).layers(100).build();
        registries.seed("1.0", Images.index(child, Images.single(2).layers(100).build()));
        registries.seed("1.1", Images.index(child, Images.single(3).layers(100).build()));

        registries.copy("1.0", "1.1");

        assertThat(target.count("PUT", ".*/manifests/" + child.digest())).isEqualTo(1);
        assertThat(source.count("GET", ".*/manifests/" + child.digest())).isEqualTo(1);
    }

    @Test
    void children_that_an_older_image_left_at_the_target_are_not_read() {
        Image kept = Images.single(1).layers(100).build();
        registries.seed(
                "latest", Images.index(kept, Images.single(2).layers(100).build()));
        registries.copy("latest");
        registries.seed(
                "latest", Images.index(kept, Images.single(3).layers(100).build()));
        source.reset();
        target.reset();

        registries.copy("latest");

        assertThat(source.count("GET", ".*/manifests/" + kept.digest())).isZero();
        assertThat(methods(target, ".*/manifests/" + kept.digest())).containsExactly("HEAD");
        assertThat(target.count("POST", UPLOADS)).isEqualTo(2);
    }

    @Test
    void what_goes_to_two_registries_is_read_once() {
        try (StrictRegistry third = StrictRegistry.start();
                Registry client = TwoRegistries.client(third)) {
            Image image = registries.seed(
                    "1.0", Images.single(1).layers(2_000_000, 300_000, 10).build());

            successful(registries.copyOf("1.0").andTo(client.repository(APP)).run());

            assertHolds(third, APP, "1.0", image);
            registries.assertCopied("1.0", image);
            assertThat(methods(source, BLOBS)).hasSize(image.blobs().size());
            assertThat(source.count("GET", MANIFESTS)).isEqualTo(1);
            assertThat(target.count("PUT", SESSIONS)).isEqualTo(image.blobs().size());
            assertThat(third.traffic().count("PUT", SESSIONS))
                    .isEqualTo(image.blobs().size());
        }
    }

    @Test
    void one_token_is_fetched_for_each_set_of_scopes() {
        Access sourceAccess = Access.bearer().user("robot", "s3cret", Rights.PULL);
        Access targetAccess = Access.bearer().user("robot", "s3cret", Rights.PUSH);
        try (TwoRegistries closed = new TwoRegistries(
                StrictRegistry.builder().access(sourceAccess).start(),
                StrictRegistry.builder().access(targetAccess).start(),
                client -> client.concurrency(8).credentials(Credentials.basic("robot", "s3cret")))) {
            closed.seed(
                    "1.0",
                    Images.single(1)
                            .layers(100, 200, 300, 400, 500, 600, 700, 800)
                            .build());

            successful(closed.copyOf("1.0").concurrency(8).retries(FAST).run());

            assertThat(tokensByScope(closed.source().tokenTraffic())).containsExactly(1L);
            assertThat(tokensByScope(closed.target().tokenTraffic())).containsExactlyInAnyOrder(1L, 1L);
        }
    }

    private static Collection<Long> tokensByScope(Traffic traffic) {
        return traffic.requests("GET", "/token").stream()
                .collect(Collectors.groupingBy(Exchange::query, Collectors.counting()))
                .values();
    }

    @Test
    void connections_are_used_again() {
        long large = 1_100_000;
        registries.seed(
                "1.0",
                Images.single(1)
                        .layers(large, large, large, large, large, large)
                        .build());

        successful(registries.copyOf("1.0").concurrency(2).run());

        // Two layers at a time, and small requests beside them.
        assertThat(target.connections()).isLessThanOrEqualTo(5);
        assertThat(source.connections()).isLessThanOrEqualTo(5);
    }
}
