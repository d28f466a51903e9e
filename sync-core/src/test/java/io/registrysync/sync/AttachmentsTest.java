package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.FAST;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.assertHolds;
import static io.registrysync.sync.TwoRegistries.failure;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.registry.Notice;
import io.registrysync.registry.Registry;
import io.registrysync.sync.ImageResult.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures and the like come along with their images. */
@Timeout(60)
class AttachmentsTest {
    private static final String SIGNATURE = "application/vnd.example.signature";
    private static final String SBOM = "application/vnd.example.sbom";

    private static TwoRegistries registries(boolean sourceOffers, boolean targetOffers) {
        return new TwoRegistries(registry(sourceOffers), registry(targetOffers));
    }

    private static StrictRegistry registry(boolean offersReferrers) {
        Quirk[] quirks = offersReferrers
                ? new Quirk[] {Quirk.REFERRERS_API, Quirk.SUBJECT_MUST_EXIST}
                : new Quirk[] {Quirk.SUBJECT_MUST_EXIST};
        return StrictRegistry.builder().quirks(quirks).start();
    }

    /** Pushed as a client does it, so that a registry without a list of referrers gets one under a tag. */
    private static Image attach(TwoRegistries registries, Image subject, String type, long seed) {
        Image referrer = Images.single(seed)
                .artifactType(type)
                .annotation("number", String.valueOf(seed))
                .subject(subject)
                .build();
        try (StrictRegistry draft = StrictRegistry.start();
                Registry from = Registry.at(draft.uri().toString()).open()) {
            draft.seed(APP, referrer);
            successful(Sync.from(from.repository(APP))
                    .digest(Digest.parse(referrer.digest()))
                    .to(registries.from().repository(APP))
                    .run());
        }
        return referrer;
    }

    private static List<String> referrers(Registry registry, Image subject) {
        return registry.repository(APP).referrers(Digest.parse(subject.digest())).stream()
                .map(Descriptor::digest)
                .map(Digest::toString)
                .toList();
    }

    // ---- referrers ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void referrers_come_along_whatever_the_registries_offer(boolean sourceOffers, boolean targetOffers) {
        try (TwoRegistries registries = registries(sourceOffers, targetOffers)) {
            Image index = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
            Image signature = attach(registries, index, SIGNATURE, 100);
            Image ofPlatform = attach(registries, index.children().get(1), SBOM, 101);
            Image ofSignature = attach(registries, signature, SIGNATURE, 102);

            successful(registries.copyOf("1.0").withReferrers().run());

            registries.assertCopied("1.0", index);
            assertThat(referrers(registries.to(), index)).containsExactly(signature.digest());
            assertThat(referrers(registries.to(), index.children().get(1))).containsExactly(ofPlatform.digest());
            assertThat(referrers(registries.to(), signature)).containsExactly(ofSignature.digest());
            for (Image referrer : List.of(signature, ofPlatform, ofSignature)) {
                assertHolds(registries.target(), APP, referrer.digest(), referrer);
            }
        }
    }

    @Test
    void stay_behind_unless_they_are_asked_for() {
        try (TwoRegistries registries = registries(true, true)) {
            Image image = registries.seed("1.0", Images.single(1).layers(10).build());
            attach(registries, image, SIGNATURE, 100);

            registries.copy("1.0");

            assertThat(referrers(registries.to(), image)).isEmpty();
        }
    }

    @Test
    void are_there_before_the_tag_is() {
        try (TwoRegistries registries = registries(true, true)) {
            Image image = registries.seed("1.0", Images.single(1).layers(10).build());
            Image signature = attach(registries, image, SIGNATURE, 100);

            successful(registries.copyOf("1.0").withReferrers().run());

            assertThat(registries.target().traffic().requests("PUT", MANIFESTS).stream()
                            .map(put -> put.path().replaceAll(".*/", "")))
                    .containsExactly(image.digest(), signature.digest(), "1.0");
        }
    }

    @Test
    void those_that_came_later_are_brought_to_an_image_that_is_there() {
        try (TwoRegistries registries = registries(true, false)) {
            Image image = registries.seed("1.0", Images.single(1).layers(10).build());
            registries.copy("1.0");
            Image signature = attach(registries, image, SIGNATURE, 100);

            SyncReport first =
                    successful(registries.copyOf("1.0").withReferrers().run());
            SyncReport second =
                    successful(registries.copyOf("1.0").withReferrers().run());

            assertThat(first.results().get(0).status()).isEqualTo(Status.COPIED);
            assertThat(second.results().get(0).status()).isEqualTo(Status.UNCHANGED);
            assertThat(referrers(registries.to(), image)).containsExactly(signature.digest());
        }
    }

    @Test
    void only_the_wanted_types_come_along() {
        try (TwoRegistries registries = registries(true, true)) {
            Image image = registries.seed("1.0", Images.single(1).layers(10).build());
            attach(registries, image, SIGNATURE, 100);
            Image sbom = attach(registries, image, SBOM, 101);

            successful(registries.copyOf("1.0").withReferrers(SBOM).run());

            assertThat(referrers(registries.to(), image)).containsExactly(sbom.digest());
        }
    }

    @Test
    void a_referrer_that_fails_keeps_the_tag_away() {
        try (TwoRegistries registries = registries(true, true)) {
            Image image = registries.seed("1.0", Images.single(1).layers(10).build());
            Image signature = attach(registries, image, SIGNATURE, 100);
            registries
                    .target()
                    .faults()
                    .on("PUT", ".*/manifests/" + signature.digest())
                    .always()
                    .error(403, "DENIED");

            Failure denied = failure(registries.copyOf("1.0").withReferrers().run());

            assertThat(denied.side()).isEqualTo(Side.TARGET);
            assertThat(registries.target().tags(APP)).isEmpty();
        }
    }

    @Test
    void a_referrer_that_is_listed_and_gone_is_told_and_left_out() {
        try (TwoRegistries registries = registries(true, true)) {
            Image image = registries.seed("1.0", Images.single(1).layers(10).build());
            Image signature = attach(registries, image, SIGNATURE, 100);
            registries
                    .source()
                    .faults()
                    .on("GET", ".*/manifests/" + signature.digest())
                    .always()
                    .error(404, "MANIFEST_UNKNOWN");

            List<String> warnings = new CopyOnWriteArrayList<>();
            successful(registries
                    .copyOf("1.0")
                    .withReferrers()
                    .listener(event -> warnings(event).forEach(warnings::add))
                    .run());

            registries.assertCopied("1.0", image);
            assertThat(warnings).singleElement().asString().contains("listed and not there");
        }
    }

    @Test
    void a_signature_of_an_index_does_not_follow_to_a_rewritten_one() {
        try (TwoRegistries registries = registries(true, true)) {
            Image index = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
            attach(registries, index, SIGNATURE, 100);
            Image ofPlatform = attach(registries, index.children().get(0), SIGNATURE, 101);
            List<String> warnings = new CopyOnWriteArrayList<>();

            successful(registries
                    .copyOf("1.0")
                    .platforms("amd64")
                    .withReferrers()
                    .listener(event -> warnings(event).forEach(warnings::add))
                    .run());

            assertThat(referrers(registries.to(), index)).isEmpty();
            assertThat(referrers(registries.to(), index.children().get(0))).containsExactly(ofPlatform.digest());
            assertThat(warnings).singleElement().asString().contains("rewritten");
        }
    }

    @Test
    void referrers_that_lead_in_a_circle_end() {
        try (TwoRegistries registries = registries(true, true)) {
            Image image = registries.seed("1.0", Images.single(1).layers(10).build());
            Image signature = attach(registries, image, SIGNATURE, 100);
            byte[] circle = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                            + "\"manifests\":[{\"mediaType\":\"" + signature.mediaType() + "\",\"digest\":\""
                            + signature.digest() + "\",\"size\":" + signature.bytes().length + "}]}")
                    .getBytes(StandardCharsets.UTF_8);
            registries
                    .source()
                    .faults()
                    .on("GET", ".*/referrers/" + signature.digest())
                    .always()
                    .body("application/vnd.oci.image.index.v1+json", circle);

            // What the source says of the signature is not true, and the target does not repeat it.
            Failure lie = failure(registries.copyOf("1.0").withReferrers().run());

            assertThat(lie.toString()).contains("does not list them");
        }
    }

    // ---- digest tags ----------------------------------------------------------------------------------------------

    @Test
    void digest_tags_come_along_with_their_images() {
        try (TwoRegistries registries = registries(false, false)) {
            Image index = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
            Image other = registries.seed("2.0", Images.single(5).layers(10).build());
            Image signature = Images.single(100).layers(20).build();
            Image ofPlatform = Images.single(101).layers(20).build();
            registries.seed(digestTag(index, "sig"), signature);
            registries.seed(digestTag(index.children().get(0), "att"), ofPlatform);
            registries.seed(
                    digestTag(other, "sig"), Images.single(102).layers(20).build());

            successful(registries.copyOf("1.0").withDigestTags().run());

            registries.assertCopied(digestTag(index, "sig"), signature);
            registries.assertCopied(digestTag(index.children().get(0), "att"), ofPlatform);
            assertThat(registries.target().tags(APP)).hasSize(3);
            assertThat(registries.source().traffic().count("GET", ".*/tags/list"))
                    .isEqualTo(1);
        }
    }

    @Test
    void rules_are_not_offered_tags_that_belong_to_images() {
        try (TwoRegistries registries = registries(false, false)) {
            Image image = registries.seed("1.0", Images.single(5).layers(10).build());
            registries.seed(
                    digestTag(image, "sig"), Images.single(102).layers(20).build());

            successful(Sync.from(registries.from().repository(APP))
                    .tags((listed, facts) -> listed)
                    .to(registries.to().repository(APP))
                    .retries(FAST)
                    .run());

            assertThat(registries.target().tags(APP)).containsExactly("1.0");
        }
    }

    private static String digestTag(Image image, String suffix) {
        return image.digest().replace(':', '-') + "." + suffix;
    }

    private static Stream<String> warnings(SyncEvent event) {
        return event instanceof SyncEvent.Noticed noticed && noticed.notice().kind() == Notice.Kind.WARNING
                ? Stream.of(noticed.notice().text())
                : Stream.empty();
    }
}
