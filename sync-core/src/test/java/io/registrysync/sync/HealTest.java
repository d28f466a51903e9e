package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static io.registrysync.sync.TwoRegistries.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Exchange;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.RegistryException.Kind;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A target that claims to have what it has not is healed: what it misses is sent again, once. */
@Timeout(60)
class HealTest {
    private static final Image IMAGE = Images.single(1).layers(1000, 2000, 3000).build();
    private static final Blob MISSING = IMAGE.blobs().get(2);

    private static TwoRegistries registries(Quirk... quirks) {
        TwoRegistries registries = new TwoRegistries(
                StrictRegistry.start(), StrictRegistry.builder().quirks(quirks).start());
        registries.seed("1.0", IMAGE);
        return registries;
    }

    private static Predicate<Exchange> mountOf(Blob blob) {
        return exchange -> exchange.query().contains("mount=" + blob.digest());
    }

    private static void assertHealed(TwoRegistries registries) {
        registries.assertCopied("1.0", IMAGE);
        assertThat(registries.target().openUploads(APP)).isZero();
        assertThat(registries.target().traffic().count("PUT", MANIFESTS)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"REFERRERS_API", "DETAIL_IS_OBJECT", "MOUNT_DEMANDS_SOURCE_SCOPE"})
    void a_mount_that_was_none_is_made_good(Quirk quirk) {
        try (TwoRegistries registries = registries(quirk)) {
            registries
                    .target()
                    .faults()
                    .on("POST", UPLOADS)
                    .where(mountOf(MISSING))
                    .always()
                    .claimMounted();

            registries.copy("1.0");

            assertHealed(registries);
            // Every blob went over once, the missing one by a POST that asks for no mount.
            assertThat(registries.target().traffic().count("PUT", SESSIONS))
                    .isEqualTo(IMAGE.blobs().size());
            assertThat(registries.target().traffic().requests("POST", UPLOADS))
                    .last()
                    .satisfies(post -> assertThat(post.query()).isEmpty());
        }
    }

    @Test
    void a_blob_that_was_said_to_be_there_is_sent() {
        try (TwoRegistries registries = registries(Quirk.MOUNT_UNSUPPORTED)) {
            registries
                    .target()
                    .faults()
                    .on("HEAD", ".*" + MISSING.digest())
                    .always()
                    .claimPresent(MISSING.size());

            registries.copy("1.0");

            assertHealed(registries);
        }
    }

    @Test
    void a_blob_of_another_size_is_not_taken_for_ours() {
        try (TwoRegistries registries = registries(Quirk.MOUNT_UNSUPPORTED)) {
            registries.target().faults().on("HEAD", BLOBS).always().claimPresent(MISSING.size() + 1);

            registries.copy("1.0");

            registries.assertCopied("1.0", IMAGE);
            assertThat(registries.target().traffic().count("PUT", MANIFESTS)).isEqualTo(1);
        }
    }

    @Test
    void all_blobs_are_sent_again_where_the_error_names_none() {
        try (TwoRegistries registries = registries()) {
            registries
                    .target()
                    .faults()
                    .on("POST", UPLOADS)
                    .where(mountOf(MISSING))
                    .claimMounted();
            registries
                    .target()
                    .faults()
                    .on("PUT", MANIFESTS)
                    .status(400, Map.of(), "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"sorry\"}]}");

            registries.copy("1.0");

            assertHealed(registries);
            assertThat(registries.target().traffic().count("PUT", SESSIONS))
                    .isEqualTo(2 * IMAGE.blobs().size() - 1);
        }
    }

    @Test
    void a_target_that_keeps_refusing_is_given_up_after_one_repair() {
        try (TwoRegistries registries = registries()) {
            registries.target().faults().on("PUT", MANIFESTS).always().error(400, "MANIFEST_BLOB_UNKNOWN");

            Failure failure = TwoRegistries.failure(registries.copyOf("1.0").run());

            assertThat(failure.side()).isEqualTo(Side.TARGET);
            assertThat(failure.cause().kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure.cause().hint()).contains("misses a blob that it had confirmed");
            assertThat(registries.target().traffic().count("PUT", MANIFESTS)).isEqualTo(2);
            assertThat(registries.target().tags(APP)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"REFERRERS_API", "MISSING_CHILD_IS_MANIFEST_UNKNOWN"})
    void a_child_that_was_said_to_be_there_is_pushed_with_all_it_needs(Quirk quirk) {
        try (TwoRegistries registries = registries(quirk)) {
            Image child = Images.single(5).layers(500).build();
            Image index = registries.seed("latest", Images.index(IMAGE, child));
            registries.target().seed(APP, "latest", Images.single(6).build());
            registries
                    .target()
                    .faults()
                    .on("HEAD", ".*/manifests/" + child.digest())
                    .always()
                    .claimPresent(child.bytes().length);

            registries.copy("latest");

            registries.assertCopied("latest", index);
        }
    }

    @Test
    void a_blob_that_two_images_share_is_made_good_for_both() {
        try (TwoRegistries registries = registries()) {
            Image other = registries.seed(
                    "1.1", Images.single(7).layers(10).layer(MISSING).build());
            registries
                    .target()
                    .faults()
                    .on("POST", UPLOADS)
                    .where(mountOf(MISSING))
                    .always()
                    .claimMounted();

            registries.copy("1.0", "1.1");

            registries.assertCopied("1.0", IMAGE);
            registries.assertCopied("1.1", other);
            assertThat(registries.target().openUploads(APP)).isZero();
        }
    }

    @Test
    void a_manifest_whose_answer_was_lost_and_that_cannot_be_looked_up_is_pushed_again() {
        try (TwoRegistries registries = registries()) {
            registries.target().faults().on("PUT", MANIFESTS).answerLost();
            registries.target().faults().on("HEAD", MANIFESTS).after(1).error(400, "UNSUPPORTED");

            registries.copy("1.0");

            assertHealed(registries);
        }
    }

    @Test
    void a_layer_not_meant_for_distribution_is_sent_where_the_target_insists() {
        Blob foreign = Blob.seeded("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", 3, 400);
        // Without urls: the fixture, as real registries, wants to have such a layer.
        Image image = Images.single(8).layer(foreign).layers(10).build();
        try (TwoRegistries registries = registries()) {
            registries.seed("2.0", image);

            registries.copy("2.0");

            assertThat(registries
                            .target()
                            .blob(APP, foreign.digest())
                            .orElseThrow()
                            .bytes())
                    .isEqualTo(foreign.bytes());
        }
    }

    @Test
    void a_layer_not_meant_for_distribution_that_nobody_has_is_named() {
        Blob foreign = Blob.seeded("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", 3, 400);
        try (TwoRegistries registries = registries()) {
            registries.seed("2.0", Images.single(8).layer(foreign).layers(10).build());
            registries.source().removeBlob(APP, foreign.digest());

            Failure refused = TwoRegistries.failure(registries.copyOf("2.0").run());

            assertThat(refused.side()).isEqualTo(Side.TARGET);
            assertThat(refused.toString()).contains(foreign.digest(), "not for distribution");
        }
    }
}
