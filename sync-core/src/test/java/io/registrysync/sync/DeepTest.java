package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.sync.ImageResult.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is missing or damaged beneath a tag that looks right. */
@Timeout(60)
class DeepTest {
    private final TwoRegistries registries = new TwoRegistries();
    private final Image image = Images.withAttestations(1, "linux/amd64", "linux/arm64");

    @BeforeEach
    void copy() {
        registries.seed("1.0", image);
        registries.copy("1.0");
        registries.target().traffic().reset();
    }

    @AfterEach
    void close() {
        registries.close();
    }

    private Status deep() {
        return successful(registries.copyOf("1.0").deep().run())
                .results()
                .get(0)
                .status();
    }

    @Test
    void a_layer_that_is_missing_is_sent_again() {
        registries
                .target()
                .removeBlob(APP, image.children().get(1).blobs().get(2).digest());

        assertThat(deep()).isEqualTo(Status.COPIED);

        registries.assertCopied("1.0", image);
    }

    @Test
    void a_manifest_that_is_missing_is_put_again() {
        registries.target().removeManifest(APP, image.children().get(0).digest());

        assertThat(deep()).isEqualTo(Status.COPIED);

        registries.assertCopied("1.0", image);
    }

    @Test
    void a_complete_image_is_unchanged() {
        assertThat(deep()).isEqualTo(Status.UNCHANGED);

        assertThat(registries.target().traffic().count("PUT", ".*")).isZero();
    }

    @Test
    void an_ordinary_run_does_not_look() {
        registries
                .target()
                .removeBlob(APP, image.children().get(1).blobs().get(2).digest());

        assertThat(registries.copy("1.0").results().get(0).status()).isEqualTo(Status.UNCHANGED);
    }

    // ---- verification ---------------------------------------------------------------------------------------------

    @Test
    void a_verification_reads_everything_and_changes_nothing() {
        SyncReport report =
                successful(registries.copyOf("1.0").plan().verification().run());

        assertThat(report.progress().blobs().uploaded())
                .isEqualTo(image.allBlobs().size());
        assertThat(registries.target().traffic().count("PUT", ".*")).isZero();
        assertThat(registries.target().traffic().count("POST", ".*")).isZero();
        assertThat(registries.target().traffic().count("GET", TwoRegistries.BLOBS))
                .isEqualTo(image.allBlobs().size());
    }

    @Test
    void a_verification_names_what_is_damaged() {
        String digest = image.children().get(0).blobs().get(1).digest();
        registries.target().faults().on("GET", ".*/blobs/" + digest).always().flipByte(100);

        SyncReport report = registries
                .copyOf("1.0")
                .plan()
                .verification()
                .retries(TwoRegistries.FAST)
                .run();

        Failure failure = TwoRegistries.failure(report);
        assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
        assertThat(failure.toString()).contains(digest, "digest mismatch");
    }

    @Test
    void a_verification_names_what_is_missing() {
        registries
                .target()
                .removeBlob(APP, image.children().get(1).blobs().get(2).digest());

        Failure failure = TwoRegistries.failure(
                registries.copyOf("1.0").plan().verification().run());

        assertThat(failure.cause().kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void only_what_is_kept_is_verified() {
        registries.seed("1.0", Images.single(5).layers(10).build());

        assertThat(registries.copyOf("1.0").plan().verification().run().results())
                .isEmpty();
    }

    @Test
    void what_images_of_a_repository_share_is_read_once() {
        registries.seed("1.1", image);
        registries.copy("1.1");
        registries.target().traffic().reset();

        successful(registries.copyOf("1.0", "1.1").plan().verification().run());

        assertThat(registries.target().traffic().count("GET", TwoRegistries.BLOBS))
                .isEqualTo(image.allBlobs().size());
    }
}
