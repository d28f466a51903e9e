package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.assertHolds;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StoredManifest;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Digest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is at the target after a copy is what is at the source, byte for byte and type for type. */
@Timeout(60)
class CopyTest {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String OCI_INDEX = MediaType.OCI_INDEX.name();
    private static final String OCI_MANIFEST = MediaType.OCI_MANIFEST.name();

    private final TwoRegistries registries = new TwoRegistries();

    @AfterEach
    void close() {
        registries.close();
    }

    static Stream<Arguments> shapes() {
        Image single = Images.single(1).layers(1000, 70_000).build();
        Image multi = Images.multiPlatform(2, "linux/amd64", "linux/arm64/v8", "windows/amd64");
        Blob twice = Blob.seeded(LAYER, 5, 2000);
        Image dockerAmd = Images.single(3).docker().layers(1000, 2000).build();
        Image dockerArm = Images.single(4)
                .docker()
                .platform("linux/arm64/v8")
                .layers(1000)
                .build();
        return Map.<String, Image>ofEntries(
                        Map.entry("a single image", single),
                        Map.entry("an OCI index", multi),
                        Map.entry("a Docker image", dockerAmd),
                        Map.entry("a Docker manifest list", Images.dockerList(dockerAmd, dockerArm)),
                        Map.entry(
                                "an index with attestations", Images.withAttestations(5, "linux/amd64", "linux/s390x")),
                        Map.entry("a nested index", Images.index(multi, Images.index(single), single)),
                        Map.entry("an index that names a child twice", Images.index(single, single)),
                        Map.entry("an index without entries", Images.index()),
                        Map.entry(
                                "an artifact with a subject",
                                Images.single(6)
                                        .artifactType("application/vnd.example.signature")
                                        .subject(multi)
                                        .annotation("org.example", "ünïcödé ☃")
                                        .build()),
                        Map.entry("an image without layers", Images.single(7).build()),
                        Map.entry(
                                "a layer of no bytes",
                                Images.single(8)
                                        .layer(Blob.of(LAYER, ""))
                                        .layers(10)
                                        .build()),
                        Map.entry(
                                "the same layer twice",
                                Images.single(9)
                                        .layer(twice)
                                        .layers(100)
                                        .layer(twice)
                                        .build()),
                        Map.entry(
                                "a layer of an unknown type",
                                Images.single(10)
                                        .layer(Blob.of("application/vnd.example.model+safetensors", "weights"))
                                        .build()),
                        Map.entry(
                                "a layer named by its sha512",
                                Images.single(11)
                                        .layer(Blob.seeded(LAYER, 11, 5000).sha512())
                                        .build()),
                        Map.entry("a child named by its sha512", Images.index(single.sha512())),
                        Map.entry("a tag whose manifest is named by its sha512", single.sha512()),
                        Map.entry(
                                "odd whitespace and unknown fields",
                                single.rewritten("\n\t "
                                        + single.text().replace("{", "{ \r\n").replace(",", " ,\t") + " \n\n")),
                        Map.entry(
                                "fields that nobody knows",
                                multi.rewritten(multi.text()
                                        .replaceFirst(
                                                "\\{", "{\"x\":[1e400,{\"y\":null}],\"\":\"\\\\u0000\",\"x\":1,"))),
                        Map.entry(
                                "a layer that lies elsewhere",
                                Images.single(12)
                                        .layer(Blob.seeded(LAYER, 12, 300)
                                                .elsewhere(URI.create("https://example.com/l")))
                                        .layers(50)
                                        .build()),
                        Map.entry(
                                "two hundred layers",
                                Images.single(13)
                                        .layers(IntStream.range(100, 300)
                                                .mapToLong(size -> size)
                                                .toArray())
                                        .build()))
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void arrives_as_it_was(String name, Image image) {
        registries.seed("1.0", image);

        SyncReport report = registries.copy("1.0");

        assertHolds(registries.target(), APP, "1.0", image);
        assertThat(registries.target().openUploads(APP)).isZero();
        assertThat(report.results()).extracting(ImageResult::status).containsExactly(ImageResult.Status.COPIED);
        assertThat(report.results().get(0).digest().orElseThrow()).hasToString(image.digest());
    }

    /** Habits of targets and sources that a copy has to live with. */
    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {
                "RELATIVE_LOCATIONS",
                "NO_DIGEST_HEADER",
                "MISSING_IS_FORBIDDEN",
                "HEAD_WITHOUT_LENGTH",
                "MANIFEST_HEAD_UNSUPPORTED",
                "ACCEPT_SENSITIVE",
                "MANIFEST_PUT_ACCEPTED",
                "CHUNKED_MANIFEST_REFUSED",
                "RANGE_IGNORED",
                "BLOBS_CHUNKED",
                "MOUNT_UNSUPPORTED",
                "MOUNT_IGNORED",
                "PATCH_UNSUPPORTED",
                "SECOND_PATCH_UNSUPPORTED",
                "PUT_BODY_REFUSED",
                "AWKWARD_STATE",
                "EMPTY_RANGE_OMITTED",
                "REFERRERS_API",
                "SINGLE_POST",
                "MISSING_CHILD_IS_MANIFEST_UNKNOWN"
            })
    void arrives_from_and_at_registries_with_habits(Quirk quirk) {
        try (TwoRegistries odd = new TwoRegistries(
                StrictRegistry.builder().quirks(quirk).start(),
                StrictRegistry.builder().quirks(quirk).start())) {
            Image image = odd.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));

            odd.copy("1.0");
            SyncReport again = odd.copy("1.0");

            odd.assertCopied("1.0", image);
            assertThat(odd.target().openUploads(APP)).isZero();
            assertThat(again.results()).extracting(ImageResult::status).containsExactly(ImageResult.Status.UNCHANGED);
        }
    }

    @Test
    void an_unknown_entry_of_an_index_that_is_a_blob_is_copied_as_a_blob() {
        Image image = registries.source().seed(APP, Images.single(1).layers(10).build());
        Blob thing = registries.source().seed(APP, Blob.of("application/vnd.example.thing", "a thing"));
        String digest = registries
                .source()
                .seedManifest(
                        APP,
                        "1.0",
                        OCI_INDEX,
                        index(entry(OCI_MANIFEST, image.digest(), image.bytes().length)
                                + ","
                                + entry("application/vnd.example.thing", thing.digest(), thing.size())));

        registries.copy("1.0");

        assertThat(registries.target().manifest(APP, "1.0").orElseThrow().digest())
                .isEqualTo(digest);
        assertHolds(registries.target(), APP, image.digest(), image);
        assertThat(registries.target().blob(APP, thing.digest()).orElseThrow().bytes())
                .isEqualTo(thing.bytes());
    }

    @Test
    void an_unknown_entry_of_an_index_that_is_a_manifest_is_copied_as_a_manifest() {
        Image image = registries.source().seed(APP, Images.single(1).layers(10).build());
        registries
                .source()
                .seedManifest(
                        APP,
                        "1.0",
                        OCI_INDEX,
                        index(entry("application/vnd.example.unheard", image.digest(), image.bytes().length)));

        registries.copy("1.0");

        assertHolds(registries.target(), APP, image.digest(), image);
    }

    private static byte[] index(String entries) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + OCI_INDEX + "\",\"manifests\":[" + entries + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String entry(String type, String digest, long size) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    @Test
    void a_tag_may_have_128_characters_and_a_path_five_levels() {
        String tag = "v_" + "x".repeat(126);
        Image image = registries
                .source()
                .seed("a/b-c/d.e/f_g/h__i", tag, Images.single(1).layers(10).build());

        successful(Sync.from(registries.from().repository("a/b-c/d.e/f_g/h__i"))
                .tags(tag)
                .to(registries.to().repository("mirror/a/b/c/d"))
                .run());

        assertHolds(registries.target(), "mirror/a/b/c/d", tag, image);
    }

    @Test
    void all_tags_of_a_repository_are_copied_page_by_page() {
        try (TwoRegistries paged =
                new TwoRegistries(StrictRegistry.builder().pageCap(3).start(), StrictRegistry.start())) {
            List<String> tags = IntStream.rangeClosed(1, 10)
                    .mapToObj(number -> "1." + number)
                    .toList();
            tags.forEach(tag ->
                    paged.seed(tag, Images.single(tag.hashCode()).layers(20).build()));

            successful(Sync.from(paged.from().repository(APP))
                    .allTags()
                    .to(paged.to().repository(APP))
                    .run());

            assertThat(paged.target().tags(APP)).containsExactlyInAnyOrderElementsOf(tags);
            assertThat(paged.source().traffic().count("GET", ".*/tags/list")).isEqualTo(4);
        }
    }

    @Test
    void a_repository_without_tags_is_copied_with_an_empty_report() {
        SyncReport report = Sync.from(registries.from().repository("nothing/here"))
                .allTags()
                .to(registries.to().repository(APP))
                .run();

        assertThat(report.isSuccess()).isTrue();
        assertThat(report.results()).isEmpty();
    }

    @Test
    void tags_that_share_layers_are_each_complete() {
        Blob shared = Blob.seeded(LAYER, 1, 50_000);
        Map<String, Image> images = Map.of(
                "1.0", Images.single(1).layer(shared).layers(10).build(),
                "1.1", Images.single(2).layer(shared).layers(20).build(),
                "1.2", Images.single(3).layers(30).layer(shared).build());
        images.forEach(registries::seed);

        registries.copy("1.0", "1.1", "1.2");

        images.forEach(registries::assertCopied);
    }

    @Test
    void several_tags_of_one_image_are_each_written() {
        Image image = Images.multiPlatform(1, "linux/amd64", "linux/arm64");
        registries.seed("1.0", image);
        registries.seed("latest", image);

        registries.copy("1.0", "latest");

        registries.assertCopied("1.0", image);
        registries.assertCopied("latest", image);
    }

    @Test
    void a_digest_names_an_image_that_has_no_tag() {
        Image image = registries.source().seed(APP, Images.single(1).layers(10).build());

        successful(Sync.from(registries.from().repository(APP))
                .digest(Digest.parse(image.digest()), new Tag("pinned"))
                .to(registries.to().repository(APP))
                .run());

        registries.assertCopied("pinned", image);
    }

    @Test
    void a_digest_without_a_tag_is_stored_under_the_digest_alone() {
        Image image = registries.source().seed(APP, Images.multiPlatform(1, "linux/amd64"));
        Sync sync = Sync.from(registries.from().repository(APP))
                .digest(Digest.parse(image.digest()))
                .to(registries.to().repository(APP));

        successful(sync.run());
        SyncReport again = successful(sync.run());

        registries.assertCopied(image.digest(), image);
        assertThat(registries.target().tags(APP)).isEmpty();
        assertThat(again.results()).extracting(ImageResult::status).containsExactly(ImageResult.Status.UNCHANGED);
    }

    @Test
    void a_tag_can_get_another_name() {
        Image image = registries.seed("1.0", Images.single(1).layers(10).build());

        successful(Sync.from(registries.from().repository(APP))
                .tag(new Tag("1.0"), new Tag("stable"))
                .to(registries.to().repository("other/name"))
                .run());

        assertHolds(registries.target(), "other/name", "stable", image);
        assertThat(registries.target().tags("other/name")).containsExactly("stable");
    }

    @Test
    void a_moved_tag_is_moved_at_the_target_and_the_old_image_stays() {
        Image old = registries.seed("latest", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        registries.copy("latest");
        Image young = registries.seed(
                "latest",
                Images.index(old.children().get(0), Images.single(9).layers(77).build()));

        registries.copy("latest");

        registries.assertCopied("latest", young);
        registries.assertCopied(old.digest(), old);
    }

    @Test
    void an_image_is_copied_within_one_registry() {
        Image image = registries.seed("1.0", Images.single(1).layers(1000, 2000).build());

        successful(Sync.from(registries.from().repository(APP))
                .tags("1.0")
                .to(registries.from().repository("library/twin"))
                .run());

        assertHolds(registries.source(), "library/twin", "1.0", image);
    }

    @Test
    void bytes_for_several_targets_are_the_same_everywhere() {
        try (StrictRegistry third = StrictRegistry.start();
                var client = TwoRegistries.client(third)) {
            Image image = registries.seed(
                    "1.0", Images.single(1).layers(3_000_000, 700_000, 1).build());

            successful(registries
                    .copyOf("1.0")
                    .andTo(registries.to().repository("second"))
                    .andTo(client.repository("third"))
                    .run());

            registries.assertCopied("1.0", image);
            assertHolds(registries.target(), "second", "1.0", image);
            assertHolds(third, "third", "1.0", image);
        }
    }

    @Test
    void a_plan_says_what_would_be_done_and_reads_no_content() {
        registries.seed("new", Images.single(1).layers(10).build());
        Image same = registries.seed("same", Images.single(2).layers(10).build());
        registries.seed("moved", Images.single(3).layers(10).build());
        registries.target().seed(APP, "same", same);
        Image other = registries
                .target()
                .seed(APP, "moved", Images.single(4).layers(10).build());

        SyncPlan plan = registries.copyOf("new", "same", "moved", "gone").plan();

        assertThat(plan.images().stream().flatMap(image -> image.targets().stream()))
                .extracting(PlannedImage.PlannedTarget::action)
                .containsExactly(
                        PlannedImage.Action.COPY,
                        PlannedImage.Action.KEEP,
                        PlannedImage.Action.OVERWRITE,
                        PlannedImage.Action.FAIL);
        assertThat(plan.images()
                        .get(2)
                        .targets()
                        .get(0)
                        .previous()
                        .orElseThrow()
                        .digest())
                .hasToString(other.digest());
        assertThat(plan.isInSync()).isFalse();
        assertThat(registries.source().traffic().count("GET", "(" + MANIFESTS + ")|(" + BLOBS + ")"))
                .isZero();
        assertThat(registries.copyOf("same").plan().isInSync()).isTrue();
    }

    @Test
    void a_plan_is_run_as_planned_although_the_tag_has_moved_meanwhile() {
        Image planned = registries.seed("latest", Images.single(1).layers(10).build());
        SyncPlan plan = registries.copyOf("latest").plan();
        registries.seed("latest", Images.single(2).layers(10).build());

        successful(plan.run());

        registries.assertCopied("latest", planned);
    }

    @Test
    void the_target_may_hold_a_tag_that_the_source_has_not() {
        Image own =
                registries.target().seed(APP, "own", Images.single(1).layers(5).build());
        registries.seed("1.0", Images.single(2).layers(5).build());

        registries.copy("1.0");

        StoredManifest kept = registries.target().manifest(APP, "own").orElseThrow();
        assertThat(kept.digest()).isEqualTo(own.digest());
    }
}
