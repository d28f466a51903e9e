package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.assertHolds;
import static io.registrysync.sync.TwoRegistries.failure;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Exchange;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StoredManifest;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Platform;
import io.registrysync.sync.ImageResult.Status;
import io.registrysync.sync.PlannedImage.Action;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only some platforms of an image are copied. */
@Timeout(60)
class PlatformsTest {
    private final TwoRegistries registries = new TwoRegistries();
    private final SyncState state = SyncState.inMemory();

    @AfterEach
    void close() {
        registries.close();
    }

    private Sync copyOf(IndexMode mode, String... platforms) {
        return registries
                .copyOf("1.0")
                .platforms(Stream.of(platforms).map(Platform::parse).toList(), mode)
                .state(state);
    }

    private SyncReport copy(String... platforms) {
        return successful(copyOf(IndexMode.REWRITE, platforms).run());
    }

    /** The entries of the index at the target. */
    private List<String> entries() {
        StoredManifest stored = registries.target().manifest(APP, "1.0").orElseThrow();
        return Manifest.parse(MediaType.parse(stored.mediaType()), stored.bytes()).children().stream()
                .map(child -> child.digest().toString())
                .toList();
    }

    private static ImageResult only(SyncReport report) {
        assertThat(report.results()).hasSize(1);
        return report.results().get(0);
    }

    // ---- rewritten ------------------------------------------------------------------------------------------------

    @Test
    void an_index_is_rewritten_to_the_platforms_that_are_wanted() {
        Image index = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64", "linux/s390x"));

        ImageResult result = only(copy("amd64", "linux/arm64/v8"));

        assertThat(entries())
                .containsExactly(
                        index.children().get(0).digest(),
                        index.children().get(1).digest());
        assertHolds(
                registries.target(),
                APP,
                index.children().get(1).digest(),
                index.children().get(1));
        assertThat(registries.target().manifest(APP, index.children().get(2).digest()))
                .isEmpty();
        assertThat(result.digest()).hasValue(Digest.parse(index.digest()));
        assertThat(result.written())
                .hasValue(Digest.parse(
                        registries.target().manifest(APP, "1.0").orElseThrow().digest()));
    }

    @Test
    void attestations_go_with_the_images_that_they_are_about() {
        Image index = registries.seed("1.0", Images.withAttestations(1, "linux/amd64", "linux/arm64"));

        copy("linux/arm64");

        assertThat(entries())
                .containsExactly(
                        index.children().get(1).digest(),
                        index.children().get(3).digest());
    }

    @Test
    void an_index_that_has_nothing_else_stays_as_it_is() {
        Image index = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));

        copy("amd64", "arm64", "ppc64le");

        registries.assertCopied("1.0", index);
    }

    @Test
    void the_second_run_asks_two_questions() {
        registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        copy("amd64");
        registries.source().traffic().reset();
        registries.target().traffic().reset();

        assertThat(only(copy("amd64")).status()).isEqualTo(Status.UNCHANGED);

        assertThat(methods(registries.source())).containsExactly("HEAD");
        assertThat(methods(registries.target())).containsExactly("HEAD");
    }

    @Test
    void a_run_that_remembers_nothing_comes_to_the_same_result() {
        registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        copy("amd64");
        String before = registries.target().manifest(APP, "1.0").orElseThrow().digest();

        SyncReport again = successful(
                copyOf(IndexMode.REWRITE, "amd64").state(SyncState.inMemory()).run());

        assertThat(only(again).status()).isEqualTo(Status.UNCHANGED);
        assertThat(registries.target().manifest(APP, "1.0").orElseThrow().digest())
                .isEqualTo(before);
    }

    @Test
    void another_selection_is_another_image() {
        registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        copy("amd64");

        assertThat(only(copy("arm64")).status()).isEqualTo(Status.COPIED);
        assertThat(copyOf(IndexMode.REWRITE, "amd64")
                        .plan()
                        .images()
                        .get(0)
                        .targets()
                        .get(0)
                        .action())
                .isEqualTo(Action.OVERWRITE);
    }

    @Test
    void entries_without_a_platform_are_looked_into() {
        Image index = Images.multiPlatform(1, "linux/amd64", "linux/arm64");
        Image silent =
                registries.seed("1.0", index.rewritten(index.text().replaceAll(",\"platform\":\\{[^}]*\\}", "")));
        assertThat(silent.text()).doesNotContain("platform");

        copy("arm64");

        assertThat(entries()).containsExactly(index.children().get(1).digest());
    }

    @Test
    void artifacts_in_an_index_belong_to_all_platforms() {
        Image amd64 = Images.single(1).platform("linux/amd64").layers(10).build();
        Image arm64 = Images.single(2).platform("linux/arm64").layers(10).build();
        Image chart =
                Images.single(3).artifactType("application/vnd.example.chart").build();
        registries.seed("1.0", Images.index(amd64, arm64, chart));

        copy("arm64");

        assertThat(entries()).containsExactly(arm64.digest(), chart.digest());
    }

    @Test
    void an_index_within_an_index_is_copied_whole_or_not_at_all() {
        Image arms = Images.multiPlatform(1, "linux/arm/v6", "linux/arm/v7");
        Image others = Images.multiPlatform(10, "linux/s390x", "linux/ppc64le");
        registries.seed("1.0", Images.index(arms, others));

        copy("arm/v7");

        assertThat(entries()).containsExactly(arms.digest());
        assertHolds(registries.target(), APP, arms.digest(), arms);
    }

    @Test
    void variants_are_told_apart() {
        Image index = registries.seed(
                "1.0", Images.multiPlatform(1, "linux/arm/v5", "linux/arm/v6", "linux/arm/v7", "linux/amd64/v3"));

        copy("linux/arm", "amd64");

        assertThat(entries()).containsExactly(index.children().get(2).digest());
    }

    // ---- other modes ----------------------------------------------------------------------------------------------

    @Test
    void a_sparse_index_keeps_its_digest_and_lacks_the_other_images() {
        try (TwoRegistries lenient = new TwoRegistries(
                StrictRegistry.start(),
                StrictRegistry.builder().quirks(Quirk.SPARSE_INDEX_ALLOWED).start())) {
            Image index = lenient.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));

            successful(lenient.copyOf("1.0")
                    .platforms(List.of(Platform.parse("amd64")), IndexMode.SPARSE)
                    .run());

            assertThat(lenient.target().manifest(APP, "1.0").orElseThrow().digest())
                    .isEqualTo(index.digest());
            assertThat(lenient.target().manifests(APP)).hasSize(2);
        }
    }

    @Test
    void a_target_that_takes_no_sparse_index_is_not_given_what_was_left_out() {
        registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));

        Failure refused = failure(copyOf(IndexMode.SPARSE, "amd64").run());

        assertThat(refused.side()).isEqualTo(Side.TARGET);
        assertThat(refused.toString()).contains("parts are left out").contains("rewrite");
        assertThat(registries.target().tags(APP)).isEmpty();
        assertThat(registries.target().manifests(APP)).hasSize(1);
    }

    @Test
    void a_whole_index_is_copied_if_any_platform_of_it_is_wanted() {
        Image index = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));

        successful(copyOf(IndexMode.ALL, "amd64").run());

        registries.assertCopied("1.0", index);
    }

    // ---- nothing to copy ------------------------------------------------------------------------------------------

    @Test
    void an_image_of_another_platform_is_skipped_with_the_reason() {
        registries.seed(
                "1.0", Images.single(1).platform("linux/s390x").layers(10).build());

        ImageResult result = only(copy("amd64", "arm64"));

        assertThat(result.status()).isEqualTo(Status.SKIPPED);
        assertThat(result.reason()).contains("linux/s390x");
        assertThat(registries.target().tags(APP)).isEmpty();
        assertThat(copyOf(IndexMode.REWRITE, "amd64").plan().isInSync()).isTrue();
    }

    @Test
    void an_image_that_was_skipped_once_is_not_read_again() {
        registries.seed(
                "1.0", Images.single(1).platform("linux/s390x").layers(10).build());
        copy("amd64");
        registries.source().traffic().reset();

        assertThat(only(copy("amd64")).status()).isEqualTo(Status.SKIPPED);

        assertThat(methods(registries.source())).containsExactly("HEAD");
    }

    @Test
    void an_index_without_the_wanted_platforms_is_skipped() {
        registries.seed("1.0", Images.withAttestations(1, "linux/ppc64le", "linux/s390x"));

        assertThat(only(copy("amd64")).reason()).contains("linux/ppc64le, linux/s390x");
    }

    @Test
    void an_artifact_has_no_platform_and_is_copied() {
        Image chart = registries.seed(
                "1.0",
                Images.single(1).artifactType("application/vnd.example.chart").build());

        copy("amd64");

        registries.assertCopied("1.0", chart);
    }

    // ---- failures -------------------------------------------------------------------------------------------------

    @Test
    void the_tag_stays_as_it_was_when_a_platform_fails() {
        Image before = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        copy();
        Image after = registries.seed("1.0", Images.multiPlatform(20, "linux/amd64", "linux/arm64", "linux/386"));
        registries
                .source()
                .removeBlob(APP, after.children().get(1).blobs().get(2).digest());

        failure(copyOf(IndexMode.REWRITE, "amd64", "arm64").run());

        registries.assertCopied("1.0", before);
        successful(copyOf(IndexMode.REWRITE, "amd64").run());
    }

    @Test
    void a_configuration_that_is_damaged_is_no_configuration() {
        registries.seed(
                "1.0", Images.single(1).platform("linux/amd64").layers(10).build());
        registries.source().faults().on("GET", TwoRegistries.BLOBS).always().flipByte(3);

        Failure failure = failure(copyOf(IndexMode.REWRITE, "amd64").run());

        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure.toString()).contains("digest mismatch");
    }

    private static List<String> methods(StrictRegistry registry) {
        return registry.traffic().requests("*", ".*").stream()
                .map(Exchange::method)
                .toList();
    }
}
