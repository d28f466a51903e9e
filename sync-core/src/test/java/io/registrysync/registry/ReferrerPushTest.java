package io.registrysync.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StoredManifest;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Storing what refers to a manifest, so that it is found from there. */
@Timeout(60)
class ReferrerPushTest {
    private static final Image SUBJECT = Images.single(1).layers(100).build();
    private static final Digest DIGEST = Digest.parse(SUBJECT.digest());
    private static final String TAG = SUBJECT.digest().replace(':', '-');
    private static final String LIST = "/v2/app/manifests/sha256-.+";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private StrictRegistry registry(Quirk... quirks) {
        StrictRegistry registry = StrictRegistry.builder().quirks(quirks).start();
        open.add(registry);
        registry.seed("app", "1.0", SUBJECT);
        registry.seed("app", Images.emptyBlob());
        return registry;
    }

    private Repository app(StrictRegistry registry) {
        Registry client = Registry.at(registry.uri().toString())
                .retries(new Retries(3, Duration.ofMillis(1), Duration.ofMillis(2)))
                .open();
        open.add(0, client);
        return client.repository("app");
    }

    private static Image signature(int number) {
        return Images.single(number)
                .artifactType("application/x-signature")
                .annotation("z", "last")
                .annotation("number", Integer.toString(number))
                .subject(SUBJECT)
                .build();
    }

    private static Manifest manifest(Image image) {
        return Manifest.parse(MediaType.parse(image.mediaType()), image.bytes());
    }

    private static String list(StrictRegistry registry) {
        return registry.manifest("app", TAG).map(StoredManifest::text).orElse("");
    }

    private static String entry(Image signature, int number) {
        return "{\"mediaType\":\"" + signature.mediaType() + "\",\"digest\":\"" + signature.digest() + "\",\"size\":"
                + signature.bytes().length
                + ",\"artifactType\":\"application/x-signature\",\"annotations\":{\"number\":\""
                + number + "\",\"z\":\"last\"}}";
    }

    // ---- who keeps the list ---------------------------------------------------------------------------------------

    @Test
    void leaves_the_list_to_a_registry_that_keeps_one() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);

        app(registry).putManifest(manifest(signature(1)));

        assertThat(registry.tags("app")).containsExactly("1.0");
        assertThat(registry.traffic().count()).isEqualTo(1);
    }

    @Test
    void keeps_the_list_under_a_tag_where_the_registry_does_not() {
        StrictRegistry registry = registry();
        Repository app = app(registry);

        app.putManifest(manifest(signature(1)));
        app.putManifest(manifest(signature(2)));

        assertThat(list(registry))
                .isEqualTo(
                        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                                + entry(signature(1), 1) + "," + entry(signature(2), 2) + "]}");
        assertThat(app.referrers(DIGEST))
                .extracting(Descriptor::artifactType)
                .containsOnly("application/x-signature")
                .hasSize(2);
    }

    @Test
    void a_referrer_that_is_tagged_is_listed_too() {
        StrictRegistry registry = registry();

        app(registry).putManifest(manifest(signature(1)), new Tag("sig"));

        assertThat(registry.tags("app")).containsExactly("1.0", TAG, "sig");
    }

    @Test
    void a_referrer_without_a_type_of_its_own_has_that_of_its_configuration() {
        StrictRegistry registry = registry();
        Image plain = Images.single(5).layers(10).subject(SUBJECT).build();
        plain.blobs().forEach(blob -> registry.seed("app", blob));

        app(registry).putManifest(manifest(plain));

        assertThat(list(registry)).contains("\"artifactType\":\"application/vnd.oci.image.config.v1+json\"");
    }

    @Test
    void an_index_without_a_type_is_listed_without_one() {
        StrictRegistry registry = registry();
        String json = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX
                + "\",\"manifests\":[],\"subject\":{\"mediaType\":\"" + SUBJECT.mediaType() + "\",\"digest\":\""
                + SUBJECT.digest() + "\",\"size\":" + SUBJECT.bytes().length + "}}";

        app(registry).putManifest(Manifest.parse(MediaType.OCI_INDEX, json.getBytes(UTF_8)));

        assertThat(list(registry)).contains("\"digest\"").doesNotContain("artifactType", "annotations");
    }

    @Test
    void a_manifest_without_a_subject_is_put_by_one_request() {
        StrictRegistry registry = registry();

        app(registry).putManifest(manifest(SUBJECT));

        assertThat(registry.traffic().count()).isEqualTo(1);
    }

    @Test
    void pushed_twice_it_is_listed_once() {
        StrictRegistry registry = registry();
        Repository app = app(registry);
        app.putManifest(manifest(signature(1)));
        String once = list(registry);
        registry.traffic().reset();

        app.putManifest(manifest(signature(1)));

        assertThat(list(registry)).isEqualTo(once);
        assertThat(registry.traffic().count("PUT", LIST)).isZero();
    }

    @Test
    void what_others_wrote_into_the_list_stays_byte_for_byte() {
        StrictRegistry registry = registry();
        Image other = registry.seed("app", signature(9));
        String before =
                "{ \"x-mine\": [1.0, {\"manifests\": []}],\n \"schemaVersion\": 2, \"manifests\": [ {\"digest\":\""
                        + other.digest() + "\", \"size\":" + other.bytes().length + ",\"mediaType\":\""
                        + other.mediaType()
                        + "\", \"data\":\"\\u0041\"}\n ]";
        String after = ", \"annotations\": {\"by\": \"ö\"}, \"mediaType\":\"" + MediaType.OCI_INDEX + "\" }\n";
        registry.seedManifest("app", TAG, MediaType.OCI_INDEX.name(), (before + after).getBytes(UTF_8));

        app(registry).putManifest(manifest(signature(1)));

        assertThat(list(registry))
                .isEqualTo(before.substring(0, before.length() - 1) + "," + entry(signature(1), 1) + "]" + after);
    }

    @Test
    void a_registry_that_drops_the_header_but_lists_the_referrer_is_not_given_a_tag() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        registry.faults().on("PUT", ".+manifests.+").always().dropHeader("OCI-Subject");

        app(registry).putManifest(manifest(signature(1)));

        assertThat(registry.tags("app")).containsExactly("1.0");
    }

    // ---- several at once ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"REFERRERS_API", "IF_MATCH_HONOURED", "RELATIVE_LOCATIONS"})
    void of_fifty_at_once_none_is_lost(Quirk quirk) throws Exception {
        StrictRegistry registry = registry(quirk);
        Repository app = app(registry);
        ExecutorService pool = Executors.newFixedThreadPool(50);
        try {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, 50).forEach(i -> all.add(pool.submit(() -> app.putManifest(manifest(signature(i))))));
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(app.referrers(DIGEST)).hasSize(50);
    }

    @Test
    void a_list_that_another_client_changed_meanwhile_is_read_again() {
        StrictRegistry registry = registry(Quirk.IF_MATCH_HONOURED);
        Repository app = app(registry);
        app.putManifest(manifest(signature(1)));
        Repository another = app(registry);
        registry.faults().on("PUT", LIST).times(1).run(() -> another.putManifest(manifest(signature(2))));

        app.putManifest(manifest(signature(3)));

        assertThat(app.referrers(DIGEST)).hasSize(3);
    }

    // ---- when something goes wrong --------------------------------------------------------------------------------

    @Test
    void a_lost_answer_leaves_one_entry() {
        StrictRegistry registry = registry(Quirk.IF_MATCH_HONOURED);
        Repository app = app(registry);
        app.putManifest(manifest(signature(1)));
        registry.faults().on("PUT", ".+manifests.+").times(2).answerLost();

        app.putManifest(manifest(signature(2)));

        assertThat(app.referrers(DIGEST)).hasSize(2);
    }

    @Test
    void a_lost_answer_of_a_registry_that_keeps_a_list_makes_no_tag() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        registry.faults().on("PUT", ".+manifests.+").times(1).answerLost();

        app(registry).putManifest(manifest(signature(1)));

        assertThat(registry.tags("app")).containsExactly("1.0");
    }

    @Test
    void faults_in_the_middle_are_tried_again() {
        StrictRegistry registry = registry();
        registry.faults().on("GET", ".+referrers.+").times(1).status(503);
        registry.faults().on("GET", LIST).times(1).resetBeforeAnswer();
        registry.faults().on("PUT", LIST).times(2).status(502);

        app(registry).putManifest(manifest(signature(1)));

        assertThat(list(registry)).contains(signature(1).digest());
    }

    @Test
    void a_list_that_cannot_be_written_is_an_error_and_a_second_push_mends_it() {
        StrictRegistry registry = registry();
        Repository app = app(registry);
        registry.faults().on("PUT", LIST).times(1).error(403, "DENIED");
        assertThatThrownBy(() -> app.putManifest(manifest(signature(1))))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED));

        app.putManifest(manifest(signature(1)));

        assertThat(app.referrers(DIGEST)).hasSize(1);
    }

    @Test
    void an_entry_whose_manifest_was_deleted_does_not_keep_others_out() {
        StrictRegistry registry = registry();
        Repository app = app(registry);
        IntStream.range(0, 4).forEach(i -> app.putManifest(manifest(signature(i))));
        registry.removeManifest("app", signature(0).digest());
        registry.removeManifest("app", signature(2).digest());

        app.putManifest(manifest(signature(4)));

        assertThat(list(registry))
                .endsWith("\"manifests\":[" + entry(signature(1), 1) + "," + entry(signature(3), 3) + ","
                        + entry(signature(4), 4) + "]}");
    }

    @Test
    void a_list_that_may_not_be_moved_is_told_at_once() {
        StrictRegistry registry = registry(Quirk.IMMUTABLE_TAGS);
        Repository app = app(registry);
        app.putManifest(manifest(signature(1)));
        registry.traffic().reset();

        assertThatThrownBy(() -> app.putManifest(manifest(signature(2))))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("stored, but nobody will find it")
                .hasMessageContaining(TAG);
        assertThat(registry.traffic().count("PUT", LIST)).isEqualTo(1);
    }

    @Test
    void an_image_under_the_tag_is_not_overwritten() {
        StrictRegistry registry = registry();
        Image image = registry.seed("app", TAG, Images.single(7).layers(10).build());

        assertThatThrownBy(() -> app(registry).putManifest(manifest(signature(1))))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("is not a list of referrers");
        assertThat(registry.manifest("app", TAG).orElseThrow().digest()).isEqualTo(image.digest());
    }

    @Test
    void a_subject_that_has_to_be_there_first_is_named() {
        StrictRegistry registry = registry(Quirk.SUBJECT_MUST_EXIST);
        Image absent = Images.single(40).layers(10).build();
        Image signature = Images.single(1).artifactType("a/b").subject(absent).build();

        assertThatThrownBy(() -> app(registry).putManifest(manifest(signature)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("MANIFEST_UNKNOWN");
        assertThat(registry.manifests("app")).hasSize(1);
    }
}
