package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.sync.SyncProgress.ActivePlatform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While an image is copied, each of its platforms tells how far it is. */
@Timeout(60)
class PlatformProgressTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TwoRegistries registries = new TwoRegistries();

    @AfterEach
    void close() {
        registries.close();
    }

    /** Holds the source's answer after the first bytes of an image's layer. */
    private Fault inTheMiddleOf(Image image) {
        return registries
                .source()
                .faults()
                .on("GET", "/v2/.+/blobs/" + image.blobs().get(1).digest())
                .stallAfterAnswerBytes(1000);
    }

    @Test
    void one_platform_is_there_while_another_waits_for_a_blob() throws InterruptedException {
        Image amd = Images.single(1).layers(120_000, 150_000).build();
        Image arm = Images.single(2).platform("linux/arm64/v8").layers(90_000).build();
        registries.seed("latest", Images.index(amd, arm));
        Fault held = inTheMiddleOf(arm);
        CountDownLatch first = new CountDownLatch(1);
        SyncRun run = registries
                .copyOf("latest")
                .listener(event -> {
                    if (event instanceof SyncEvent.ManifestDone) {
                        first.countDown();
                    }
                })
                .start();

        assertThat(held.awaitHeld(1, SOON)).isTrue();
        assertThat(first.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<SyncProgress.ActiveImage> current = run.progress().current();
        held.release();
        SyncReport report = run.await();

        assertThat(current).hasSize(1);
        assertThat(current.get(0).image().target()).endsWith(APP + ":latest");
        List<ActivePlatform> platforms = current.get(0).platforms();
        assertThat(platforms)
                .extracting(each -> each.platform().orElseThrow().toString())
                .containsExactly("linux/amd64", "linux/arm64");
        ActivePlatform ready = platforms.get(0);
        assertThat(ready.done()).isTrue();
        assertThat(ready.blobsDone()).isEqualTo(ready.blobs()).isEqualTo(3);
        assertThat(ready.bytesDone()).isEqualTo(ready.bytes()).isGreaterThan(270_000);
        assertThat(ready.sending()).isEmpty();
        ActivePlatform waiting = platforms.get(1);
        assertThat(waiting.done()).isFalse();
        assertThat(waiting.blobs()).isEqualTo(2);
        assertThat(waiting.bytes() - waiting.bytesDone()).isGreaterThan(80_000);
        assertThat(waiting.sending())
                .extracting(Object::toString)
                .contains(arm.blobs().get(1).digest());
        assertThat(report.isSuccess()).isTrue();
        assertThat(report.progress().current()).isEmpty();
    }

    @Test
    void an_image_without_an_index_is_one_part_without_a_platform() {
        Image image = registries.seed("1.0", Images.single(1).layers(70_000).build());
        Fault held = inTheMiddleOf(image);
        SyncRun run = registries.copyOf("1.0").start();

        assertThat(held.awaitHeld(1, SOON)).isTrue();
        List<ActivePlatform> platforms = run.progress().current().get(0).platforms();
        held.release();
        run.await();

        assertThat(platforms).hasSize(1);
        assertThat(platforms.get(0).platform()).isEmpty();
        assertThat(platforms.get(0).done()).isFalse();
        assertThat(platforms.get(0).blobs()).isEqualTo(2);
    }

    @Test
    void what_is_for_no_platform_is_not_called_unknown() {
        Image amd = Images.single(1).layers(10_000).build();
        Image attestation =
                Images.single(3).platform("unknown/unknown").layers(70_000).build();
        registries.seed("latest", Images.index(amd, attestation));
        Fault held = inTheMiddleOf(attestation);
        SyncRun run = registries.copyOf("latest").start();

        assertThat(held.awaitHeld(1, SOON)).isTrue();
        List<ActivePlatform> platforms = run.progress().current().get(0).platforms();
        held.release();
        run.await();

        assertThat(platforms)
                .extracting(each -> each.platform().map(Object::toString).orElse("none"))
                .containsExactlyInAnyOrder("none", "linux/amd64");
    }
}
