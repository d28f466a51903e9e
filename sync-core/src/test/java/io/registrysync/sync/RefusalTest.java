package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static io.registrysync.sync.TwoRegistries.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.FaultRule;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.MediaType;
import io.registrysync.registry.Notice;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong for good is not published: the tag stays as it was, and the failure says why. */
@Timeout(60)
class RefusalTest {
    private static final Image OLD = Images.single(1).layers(100).build();
    private static final Image NEW = Images.single(2).layers(3000, 200_000).build();
    private static final Image OTHER = Images.single(3).layers(100).build();
    private static final Blob LAYER = NEW.blobs().get(2);
    private static final String OCI_INDEX = MediaType.OCI_INDEX.name();
    private static final String OCI_MANIFEST = MediaType.OCI_MANIFEST.name();

    private final TwoRegistries registries = new TwoRegistries();
    private final StrictRegistry source = registries.source();
    private final StrictRegistry target = registries.target();

    @BeforeEach
    void anOldImageIsAtTheTarget() {
        registries.seed("other", OTHER);
        registries.seed("latest", NEW);
        target.seed(APP, "latest", OLD);
    }

    @AfterEach
    void close() {
        registries.close();
    }

    /** Copies two tags, of which only the other one can be copied. */
    private Failure refused() {
        Failure failure =
                TwoRegistries.failure(registries.copyOf("latest", "other").run());

        registries.assertCopied("latest", OLD);
        registries.assertCopied("other", OTHER);
        assertThat(target.openUploads(APP)).isZero();
        assertReadable(failure.cause());
        assertThat(failure.toString()).startsWith(failure.side() == Side.SOURCE ? "source: " : "target: ");
        return failure;
    }

    private static void assertReadable(RegistryException failure) {
        assertThat(failure.getMessage())
                .hasSizeLessThan(1000)
                .contains("127.0.0.1", failure.operation())
                .matches("[^\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]+");
        assertThat(failure.hint()).isNotBlank().matches("[^\\p{Cntrl}]+");
    }

    private static void assertFailure(Failure failure, Side side, Kind kind) {
        assertThat(failure.side()).as(failure.toString()).isEqualTo(side);
        assertThat(failure.cause().kind()).as(failure.toString()).isEqualTo(kind);
    }

    private FaultRule layer() {
        return source.faults().on("GET", ".*" + LAYER.digest()).always();
    }

    private FaultRule manifest() {
        return source.faults()
                .on("*", MANIFESTS)
                .where(exchange ->
                        exchange.path().endsWith("/latest") || exchange.path().endsWith(NEW.digest()))
                .always();
    }

    private FaultRule tag(String method) {
        return source.faults().on(method, ".*/manifests/latest").always();
    }

    // ---- blobs ----------------------------------------------------------------------------------------------------

    static Stream<Arguments> wrongBlobs() {
        return Stream.of(
                wrong("one byte differs", rule -> rule.flipByte(150_000)),
                wrong("the first byte differs", rule -> rule.flipByte(0)),
                wrong("the last byte differs", rule -> rule.flipByte(199_999)),
                wrong("it is too long", rule -> rule.extraBytes(1)),
                wrong("it is another blob", rule -> rule.body("application/octet-stream", new byte[200_000])));
    }

    private static Arguments wrong(String name, Consumer<FaultRule> fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongBlobs")
    void a_blob_that_is_wrong_for_good(String name, Consumer<FaultRule> fault) {
        fault.accept(layer());

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.INVALID_CONTENT);
        assertThat(failure.cause().hint()).contains("Nothing was tagged");
        assertThat(target.hasBlob(APP, LAYER.digest())).isFalse();
    }

    @Test
    void a_blob_that_is_too_short_for_good() {
        layer().where(exchange -> exchange.header("Range").isEmpty()).shortenTo(199_999);
        layer().where(exchange -> exchange.header("Range").isPresent()).status(416);

        Failure failure = refused();

        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(target.hasBlob(APP, LAYER.digest())).isFalse();
    }

    @Test
    void a_blob_that_the_source_has_not() {
        source.removeBlob(APP, LAYER.digest());

        assertFailure(refused(), Side.SOURCE, Kind.NOT_FOUND);
    }

    @Test
    void a_blob_in_a_compressed_transfer() {
        layer().setHeader("Content-Encoding", "gzip");

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.INVALID_CONTENT);
        assertThat(failure.cause()).hasMessageContaining("Content-Encoding");
    }

    @Test
    void a_blob_of_a_hash_that_nobody_can_check() {
        source.seedManifest(
                APP,
                "latest",
                OCI_MANIFEST,
                image("{\"mediaType\":\"application/x\",\"digest\":\"blake3:0123456789abcdef\",\"size\":3}"));

        Failure failure = refused();

        assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
    }

    // ---- what a tag points to -------------------------------------------------------------------------------------

    @Test
    void a_wrong_digest_in_the_header_is_reported_and_the_content_that_the_source_stands_by_is_copied() {
        manifest().setHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64));
        List<Notice> notices = new CopyOnWriteArrayList<>();

        SyncReport report = registries
                .copyOf("latest", "other")
                .listener(event -> {
                    if (event instanceof SyncEvent.Noticed noticed) {
                        notices.add(noticed.notice());
                    }
                })
                .run();

        TwoRegistries.successful(report);
        registries.assertCopied("latest", NEW);
        assertThat(report.results())
                .filteredOn(result -> result.image().target().endsWith(":latest"))
                .extracting(result -> result.digest().orElseThrow().toString())
                .containsExactly(NEW.digest());
        assertThat(notices).anySatisfy(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.WARNING);
            assertThat(notice.text()).contains("wrong digest in its header");
        });
    }

    @Test
    void wrong_content_under_a_right_header_is_replaced_by_what_the_header_names() {
        tag("HEAD").dropHeader("Docker-Content-Digest");
        tag("GET").body(OCI_MANIFEST, Images.single(99).build().bytes());

        TwoRegistries.successful(registries.copyOf("latest").run());

        registries.assertCopied("latest", NEW);
    }

    @Test
    void content_that_the_source_does_not_stand_by() {
        // Neither the header's digest nor the content's leads to anything.
        tag("HEAD").dropHeader("Docker-Content-Digest");
        tag("GET").body(OCI_MANIFEST, Images.single(99).build().bytes());
        source.faults().on("*", ".*/manifests/" + NEW.digest()).always().body(OCI_MANIFEST, new byte[] {'{', '}'});

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.INVALID_CONTENT);
        assertThat(failure.cause()).hasMessageContaining("does not stand by");
    }

    @Test
    void content_without_a_header_that_the_source_does_not_know_by_its_digest() {
        tag("HEAD").dropHeader("Docker-Content-Digest");
        Image unknown = Images.single(99).build();
        source.seedManifest(APP, "latest", OCI_MANIFEST, unknown.bytes());
        source.faults().on("*", ".*/manifests/" + unknown.digest()).always().status(404);
        tag("GET").dropHeader("Docker-Content-Digest");

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.INVALID_CONTENT);
    }

    @Test
    void a_source_without_digest_headers_is_asked_for_the_digest_of_its_content() {
        try (TwoRegistries silent = new TwoRegistries(
                StrictRegistry.builder().quirks(Quirk.NO_DIGEST_HEADER).start(), StrictRegistry.start())) {
            silent.seed("latest", NEW);

            silent.copy("latest");

            silent.assertCopied("latest", NEW);
            assertThat(silent.source().traffic().count("HEAD", ".*/manifests/" + NEW.digest()))
                    .isPositive();
        }
    }

    @Test
    void a_head_that_differs_from_the_get_is_settled_by_the_content() {
        tag("HEAD").setHeader("Docker-Content-Digest", "sha256:" + "1".repeat(64));

        TwoRegistries.successful(registries.copyOf("latest").run());

        registries.assertCopied("latest", NEW);
    }

    @Test
    void a_head_that_names_another_image_of_the_repository_is_believed_as_a_whole() {
        // The source vouches for that digest: what arrives is what it said, complete.
        tag("HEAD").setHeader("Docker-Content-Digest", OTHER.digest());

        registries.copyOf("latest").run();

        assertThat(target.manifest(APP, "latest").orElseThrow().digest()).isIn(OTHER.digest(), NEW.digest());
        TwoRegistries.assertHolds(
                target,
                APP,
                "latest",
                target.manifest(APP, "latest").orElseThrow().digest().equals(NEW.digest()) ? NEW : OTHER);
    }

    // ---- manifests ------------------------------------------------------------------------------------------------

    static Stream<Arguments> wrongManifests() {
        String config = entry(OLD.blobs().get(0).digest(), OLD.blobs().get(0).size());
        return Stream.of(
                Arguments.of("no JSON", OCI_MANIFEST, "<html>login</html>"),
                Arguments.of("half of a JSON object", OCI_MANIFEST, "{\"schemaVersion\":2,"),
                Arguments.of("a JSON array", OCI_MANIFEST, "[]"),
                Arguments.of("nothing", OCI_MANIFEST, ""),
                Arguments.of("no layers", OCI_MANIFEST, "{\"schemaVersion\":2,\"config\":" + config + "}"),
                Arguments.of(
                        "an image and an index at once",
                        OCI_INDEX,
                        "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[],\"config\":" + config + "}"),
                Arguments.of(
                        "another type inside than outside",
                        OCI_MANIFEST,
                        "{\"schemaVersion\":2,\"mediaType\":\"" + OCI_INDEX + "\",\"manifests\":[]}"),
                Arguments.of(
                        "layers that stand twice",
                        OCI_MANIFEST,
                        "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[],\"layers\":[]}"),
                Arguments.of(
                        "a size below zero",
                        OCI_MANIFEST,
                        "{\"schemaVersion\":2,\"layers\":[],\"config\":" + entry(OLD.digest(), -1) + "}"),
                Arguments.of(
                        "a size of a million digits",
                        OCI_MANIFEST,
                        "{\"schemaVersion\":2,\"layers\":[],\"config\":"
                                + entry(OLD.digest(), 7).replace("7}", "7".repeat(1_000_000) + "}") + "}"),
                Arguments.of(
                        "a digest that is a path",
                        OCI_MANIFEST,
                        "{\"schemaVersion\":2,\"layers\":[],\"config\":" + entry("sha256:../../etc", 1) + "}"),
                Arguments.of("deep nesting", OCI_MANIFEST, "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                Arguments.of(
                        "too many entries",
                        OCI_INDEX,
                        "{\"schemaVersion\":2,\"manifests\":[" + (entry(OLD.digest(), 5) + ",").repeat(10_000)
                                + entry(OLD.digest(), 5) + "]}"),
                Arguments.of("the first schema", OCI_MANIFEST, "{\"schemaVersion\":1,\"fsLayers\":[],\"history\":[]}"),
                Arguments.of(
                        "the first schema, signed",
                        "application/vnd.docker.distribution.manifest.v1+prettyjws",
                        "{\"schemaVersion\":1,\"fsLayers\":[],\"signatures\":[]}"));
    }

    private static String entry(String digest, long size) {
        return "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + digest + "\",\"size\":"
                + size + "}";
    }

    private static byte[] image(String layer) {
        String config = entry(OLD.blobs().get(0).digest(), OLD.blobs().get(0).size());
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + OCI_MANIFEST + "\",\"config\":" + config + ",\"layers\":["
                        + layer + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongManifests")
    void a_manifest_that_is_none(String name, String type, String manifest) {
        source.seedManifest(APP, "latest", type, manifest.getBytes(StandardCharsets.UTF_8));

        assertFailure(refused(), Side.SOURCE, Kind.INVALID_CONTENT);
    }

    @Test
    void a_manifest_longer_than_the_limit_is_not_read() {
        source.seedManifest(
                APP,
                "latest",
                OCI_MANIFEST,
                (" ".repeat(5 * 1024 * 1024) + NEW.text()).getBytes(StandardCharsets.UTF_8));

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.INVALID_CONTENT);
        assertThat(failure.cause()).hasMessageContaining("at most 4194304");
    }

    @Test
    void a_manifest_without_a_length_is_read_up_to_the_limit_only() {
        tag("HEAD").dropHeader("Docker-Content-Digest");
        tag("GET").oversizedBody(200L * 1024 * 1024);

        assertFailure(refused(), Side.SOURCE, Kind.INVALID_CONTENT);

        assertThat(source.traffic().bytesOut()).isLessThan(60L * 1024 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd, gzip"})
    void a_manifest_in_a_compressed_transfer(String encoding) {
        source.faults()
                .on("GET", MANIFESTS)
                .where(exchange -> !exchange.path().endsWith(OTHER.digest()))
                .always()
                .setHeader("Content-Encoding", encoding);

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.INVALID_CONTENT);
        assertThat(failure.cause()).hasMessageContaining("Content-Encoding");
    }

    @Test
    void a_manifest_whose_bytes_are_wrong_for_good() {
        source.faults()
                .on("GET", MANIFESTS)
                .where(exchange -> !exchange.path().endsWith(OTHER.digest()))
                .always()
                .flipByte(40);

        assertFailure(refused(), Side.SOURCE, Kind.INVALID_CONTENT);
    }

    @Test
    void a_child_that_the_source_has_not() {
        Image index = Images.index(NEW, Images.single(50).layers(10).build());
        source.seed(APP, "latest", index);
        source.removeManifest(APP, index.children().get(1).digest());

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.NOT_FOUND);
        assertThat(failure.cause().name()).contains(index.children().get(1).digest());
    }

    @Test
    void a_child_of_another_size_than_its_index_says() {
        source.seed(APP, NEW);
        source.seedManifest(
                APP,
                "latest",
                OCI_INDEX,
                ("{\"schemaVersion\":2,\"manifests\":["
                                + entry(NEW.digest(), NEW.bytes().length + 1L).replace("config", "manifest") + "]}")
                        .getBytes(StandardCharsets.UTF_8));

        assertFailure(refused(), Side.SOURCE, Kind.INVALID_CONTENT);
    }

    @Test
    void indexes_that_are_nested_without_end() {
        Image nested = OTHER;
        for (int i = 0; i < 20; i++) {
            nested = Images.index(nested);
        }
        source.seed(APP, "latest", nested);

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.INVALID_CONTENT);
        assertThat(failure.cause()).hasMessageContaining("nested deeper");
    }

    @Test
    void a_tag_that_the_source_has_not() {
        source.untag(APP, "latest");

        Failure failure = refused();

        assertFailure(failure, Side.SOURCE, Kind.NOT_FOUND);
        assertThat(failure.cause().hint()).isEqualTo("Check the name and the tag.");
    }

    // ---- targets that refuse --------------------------------------------------------------------------------------

    @Test
    void a_target_whose_disk_is_full_for_good() {
        target.faults()
                .on("PUT", SESSIONS)
                .where(exchange -> !exchange.query()
                                .contains(OTHER.blobs().get(0).digest())
                        && !exchange.query().contains(OTHER.blobs().get(1).digest()))
                .always()
                .status(507, Map.of(), "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"no space left on device\"}]}");

        Failure failure = refused();

        assertFailure(failure, Side.TARGET, Kind.UNAVAILABLE);
        assertThat(failure.cause().hint()).contains("storage seems to be full");
    }

    @Test
    void a_target_that_fails_on_every_manifest() {
        target.faults()
                .on("PUT", ".*/manifests/latest")
                .always()
                .status(
                        500,
                        Map.of(),
                        "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"evil\\r\\n\\u001b[31m\\u202etext\"}]}");

        Failure failure = refused();

        assertFailure(failure, Side.TARGET, Kind.UNAVAILABLE);
        assertThat(failure.cause()).hasMessageContaining("evil");
    }

    @Test
    void a_target_that_stores_something_else_than_was_sent() {
        target.faults()
                .on("PUT", ".*/manifests/latest")
                .always()
                .status(201, Map.of("Docker-Content-Digest", "sha256:" + "2".repeat(64)));

        Failure failure = refused();

        assertFailure(failure, Side.TARGET, Kind.INVALID_CONTENT);
        assertThat(failure.cause()).hasMessageContaining("stored something else");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void a_target_that_says_it_stored_the_tag_and_did_not(int status) {
        target.faults().on("PUT", ".*/manifests/latest").always().status(status);

        assertFailure(refused(), Side.TARGET, Kind.INVALID_CONTENT);
    }

    @Test
    void a_target_whose_tags_cannot_be_moved() {
        try (TwoRegistries immutable = new TwoRegistries(
                StrictRegistry.start(),
                StrictRegistry.builder().quirks(Quirk.IMMUTABLE_TAGS).start())) {
            immutable.seed("latest", NEW);
            immutable.target().seed(APP, "latest", OLD);

            Failure failure = TwoRegistries.failure(immutable.copyOf("latest").run());

            assertFailure(failure, Side.TARGET, Kind.REFUSED);
            assertThat(failure.cause()).hasMessageContaining("immutable");
            immutable.assertCopied("latest", OLD);
        }
    }

    @Test
    void a_target_that_does_not_let_us_write() {
        target.faults()
                .on("POST", UPLOADS)
                .where(exchange -> !exchange.query()
                                .contains(OTHER.blobs().get(0).digest())
                        && !exchange.query().contains(OTHER.blobs().get(1).digest()))
                .always()
                .error(403, "DENIED");

        Failure failure = refused();

        assertFailure(failure, Side.TARGET, Kind.ACCESS_DENIED);
        assertThat(failure.cause().hint()).contains("pull and push at the target");
    }

    @Test
    void a_list_of_tags_that_cannot_be_read_is_a_failure_of_its_repository() {
        source.faults().on("GET", ".*/tags/list").always().body("application/json", new byte[] {'{', '"'});

        Sync sync = Sync.from(registries.from().repository(APP))
                .allTags()
                .to(registries.to().repository(APP));

        assertFailure(TwoRegistries.failure(sync.run()), Side.SOURCE, Kind.INVALID_CONTENT);
        assertThat(sync.plan().images()).singleElement().satisfies(image -> {
            assertThat(image.targets().get(0).action()).isEqualTo(PlannedImage.Action.FAIL);
            assertFailure(image.failure().orElseThrow(), Side.SOURCE, Kind.INVALID_CONTENT);
        });
    }
}
