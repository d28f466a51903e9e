package io.registrysync.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.MediaType;
import io.registrysync.registry.RegistryException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading what refers to a manifest. */
@Timeout(60)
class ReferrersTest {
    private static final String LIST = "/v2/app/referrers/.+";
    private static final Image SUBJECT = Images.single(1).layers(100).build();
    private static final Digest DIGEST = Digest.parse(SUBJECT.digest());
    private static final String TAG = SUBJECT.digest().replace(':', '-');

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private StrictRegistry registry(Quirk... quirks) {
        return started(StrictRegistry.builder().quirks(quirks));
    }

    private StrictRegistry started(StrictRegistry.Builder builder) {
        StrictRegistry registry = builder.start();
        open.add(0, registry);
        registry.seed("app", "1.0", SUBJECT);
        return registry;
    }

    private Repository app(StrictRegistry registry) {
        return app(registry, new Cancellation());
    }

    private Repository app(StrictRegistry registry, Cancellation cancellation) {
        Registry client = Registry.at(registry.uri().toString())
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2)))
                .open();
        open.add(0, client);
        return client.repository("app").within(cancellation, notices::add);
    }

    private static List<Image> signatures(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Images.single(i)
                        .artifactType("application/x-signature")
                        .annotation("number", Integer.toString(i))
                        .subject(SUBJECT)
                        .build())
                .toList();
    }

    private static List<Image> seedSignatures(StrictRegistry registry, int count) {
        List<Image> signatures = signatures(count);
        signatures.forEach(signature -> registry.seed("app", signature));
        return signatures;
    }

    private static void seedList(StrictRegistry registry, String json) {
        registry.seedManifest("app", TAG, MediaType.OCI_INDEX.name(), json.getBytes(UTF_8));
    }

    private static String entry(Image image) {
        return "{\"mediaType\":\"" + image.mediaType() + "\",\"digest\":\"" + image.digest() + "\",\"size\":"
                + image.bytes().length + "}";
    }

    private static List<String> digests(List<Descriptor> descriptors) {
        return descriptors.stream()
                .map(descriptor -> descriptor.digest().toString())
                .toList();
    }

    // ---- the registry's list --------------------------------------------------------------------------------------

    @Test
    void tells_type_and_annotations_of_what_the_registry_lists() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        Image signature = seedSignatures(registry, 1).get(0);

        List<Descriptor> found = app(registry).referrers(DIGEST);

        assertThat(found).singleElement().satisfies(descriptor -> {
            assertThat(descriptor.digest()).hasToString(signature.digest());
            assertThat(descriptor.artifactType()).isEqualTo("application/x-signature");
            assertThat(descriptor.annotations()).isEqualTo(Map.of("number", "0"));
        });
        assertThat(registry.traffic().count()).isEqualTo(1);
    }

    @Test
    void an_empty_list_means_none_and_the_tag_is_not_asked() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);

        assertThat(app(registry).referrers(DIGEST)).isEmpty();
        assertThat(registry.traffic().count()).isEqualTo(1);
    }

    @Test
    void a_list_of_null_means_none() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        registry.faults()
                .on("GET", LIST)
                .body(MediaType.OCI_INDEX.name(), "{\"schemaVersion\":2,\"manifests\":null}".getBytes(UTF_8));

        assertThat(app(registry).referrers(DIGEST)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERRERS_API", "ABSOLUTE_LINK", "LINK_UNQUOTED"})
    void follows_the_links_of_a_list_in_pages(Quirk quirk) {
        StrictRegistry registry = started(
                StrictRegistry.builder().quirks(Quirk.REFERRERS_API, quirk).pageCap(2));
        List<Image> signatures = seedSignatures(registry, 5);

        assertThat(digests(app(registry).referrers(DIGEST)))
                .containsExactlyElementsOf(
                        signatures.stream().map(Image::digest).toList());
        assertThat(registry.traffic().count("GET", LIST)).isEqualTo(3);
    }

    @Test
    void a_list_whose_link_points_at_itself_ends() {
        StrictRegistry registry = started(StrictRegistry.builder()
                .quirks(Quirk.REFERRERS_API, Quirk.LINK_LOOPS)
                .pageCap(2));
        seedSignatures(registry, 5);

        assertThat(app(registry).referrers(DIGEST)).hasSize(2);
        assertThat(registry.traffic().count("GET", LIST)).isLessThanOrEqualTo(2);
    }

    @Test
    void a_link_to_another_host_is_asked_at_the_registry() {
        StrictRegistry elsewhere = registry(Quirk.REFERRERS_API);
        StrictRegistry registry =
                started(StrictRegistry.builder().quirks(Quirk.REFERRERS_API).pageCap(1));
        List<Image> signatures = seedSignatures(registry, 2);
        URI foreign = elsewhere
                .uri()
                .resolve("/v2/other/referrers/x?n=1&last=" + signatures.get(0).digest());
        registry.faults().on("GET", LIST).times(1).setHeader("Link", "<" + foreign + ">; rel=\"next\"");

        assertThat(app(registry).referrers(DIGEST)).hasSize(2);
        assertThat(elsewhere.traffic().count()).isZero();
    }

    @Test
    void a_list_without_end_is_an_error() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        for (int page = 0; page < 3; page++) {
            String last = page == 0 ? "" : "last=" + page;
            registry.faults()
                    .on("GET", LIST)
                    .where(exchange -> exchange.query().equals(last))
                    .always()
                    .status(
                            200,
                            Map.of(
                                    "Content-Type",
                                    MediaType.OCI_INDEX.name(),
                                    "Link",
                                    "<?last=" + (page + 1) + ">; rel=\"next\""),
                            "{\"manifests\":[" + invented(page * 5000, 5000) + "]}");
        }

        assertThatThrownBy(() -> app(registry).referrers(DIGEST)).hasMessageContaining("more than 10000 referrers");
    }

    private static String invented(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i ->
                        String.format(Locale.ROOT, "{\"mediaType\":\"a/b\",\"size\":1,\"digest\":\"sha256:%064x\"}", i))
                .collect(Collectors.joining(","));
    }

    @Test
    void a_digest_that_stands_twice_is_one() {
        StrictRegistry registry = registry();
        Image signature = seedSignatures(registry, 1).get(0);
        seedList(registry, "{\"schemaVersion\":2,\"manifests\":[" + entry(signature) + "," + entry(signature) + "]}");

        assertThat(digests(app(registry).referrers(DIGEST))).containsExactly(signature.digest());
    }

    @Test
    void a_list_that_is_broken_is_an_error_and_not_an_empty_one() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        registry.faults()
                .on("GET", LIST)
                .always()
                .body(MediaType.OCI_INDEX.name(), "{\"manifests\":[{}]}".getBytes(UTF_8));

        assertThatThrownBy(() -> app(registry).referrers(DIGEST))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.INVALID_CONTENT));
    }

    @Test
    void a_call_that_was_called_off_ends() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        Cancellation cancellation = new Cancellation();
        registry.faults().on("GET", LIST).runWith(exchange -> cancellation.cancel());

        assertThatThrownBy(() -> app(registry, cancellation).referrers(DIGEST))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void asks_with_a_token_to_pull() {
        StrictRegistry registry = started(StrictRegistry.builder()
                .quirks(Quirk.REFERRERS_API)
                .access(Access.bearer().anonymousPull().user("robot", "secret", Rights.PUSH)));
        seedSignatures(registry, 1);

        assertThat(app(registry).referrers(DIGEST)).hasSize(1);
    }

    // ---- the tag in its place -------------------------------------------------------------------------------------

    @Test
    void reads_the_list_under_the_tag_where_the_registry_has_none() {
        StrictRegistry registry = registry();
        List<Image> signatures = seedSignatures(registry, 2);
        seedList(
                registry,
                "{\"schemaVersion\":2,\"manifests\":[" + entry(signatures.get(0)) + "," + entry(signatures.get(1))
                        + "]}");

        assertThat(digests(app(registry).referrers(DIGEST)))
                .containsExactlyElementsOf(
                        signatures.stream().map(Image::digest).toList());
    }

    @Test
    void neither_list_nor_tag_means_none() {
        StrictRegistry registry = registry();

        assertThat(app(registry).referrers(DIGEST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 406, 501})
    void every_way_to_say_that_there_is_no_list_leads_to_the_tag(int status) {
        StrictRegistry registry = registry();
        Image signature = seedSignatures(registry, 1).get(0);
        seedList(registry, "{\"schemaVersion\":2,\"manifests\":[" + entry(signature) + "]}");
        registry.faults().on("GET", LIST).always().status(status);

        assertThat(app(registry).referrers(DIGEST)).hasSize(1);
    }

    @Test
    void a_repository_without_the_list_is_asked_for_it_once() {
        StrictRegistry registry = registry();
        Repository app = app(registry);

        app.referrers(DIGEST);
        app.referrers(Digest.of(Digest.SHA256, "other".getBytes(UTF_8)));

        assertThat(registry.traffic().count("GET", LIST)).isEqualTo(1);
        assertThat(registry.traffic().count("GET", "/v2/app/manifests/sha256-.+"))
                .isEqualTo(2);
    }

    @Test
    void a_repository_that_is_not_known_may_have_the_list_later() {
        StrictRegistry registry = registry(Quirk.REFERRERS_API);
        Repository app = app(registry);
        registry.faults().on("GET", LIST).times(1).error(404, "NAME_UNKNOWN");
        assertThat(app.referrers(DIGEST)).isEmpty();
        seedSignatures(registry, 1);

        assertThat(app.referrers(DIGEST)).hasSize(1);
    }

    @Test
    void a_web_page_is_no_list() {
        StrictRegistry registry = registry();
        Image signature = seedSignatures(registry, 1).get(0);
        seedList(registry, "{\"schemaVersion\":2,\"manifests\":[" + entry(signature) + "]}");
        registry.faults()
                .on("GET", LIST)
                .always()
                .status(200, Map.of("Content-Type", "text/html"), "<html>welcome</html>");

        assertThat(app(registry).referrers(DIGEST)).hasSize(1);
        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("web page"));
    }

    @Test
    void a_tag_that_leads_to_an_image_is_passed_over_and_told() {
        StrictRegistry registry = registry();
        registry.seed("app", TAG, Images.single(7).layers(10).build());

        assertThat(app(registry).referrers(DIGEST)).isEmpty();
        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains(TAG, "not a list"));
    }

    @Test
    void a_tag_that_leads_to_the_subject_itself_is_no_list_even_where_that_is_an_index() {
        StrictRegistry registry = registry();
        Image index = registry.seed("app", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        registry.tag("app", index.digest().replace(':', '-'), index.digest());

        assertThat(app(registry).referrers(Digest.parse(index.digest()))).isEmpty();
        assertThat(notices).hasSize(1);
    }
}
