package io.registrysync.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Certificates;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.SyncRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies between servers of the distribution project, judged without a line of the product. */
@Timeout(120)
class RealRegistryTest {
    private static final String LONG_TAG = "T" + "_x.-9".repeat(25) + "ab";
    private static final Credentials ALICE = Credentials.basic(DockerRegistry.USER, DockerRegistry.PASSWORD);

    @TempDir
    static Path folder;

    private static DockerRegistry source;
    private static RealImages images;

    @BeforeAll
    static void makeImages() {
        RealParts.require("docker-registry", "umoci", "skopeo");
        source = DockerRegistry.plain();
        images = new RealImages(folder, source.host(), 300_000);
        images.pushIndex("library/web", "1.25.3", "\n\t ");
        images.pushSingle("single/oci", "1");
        images.pushSingle("single/docker", "1", "--format", "v2s2");
        images.pushSingle("single/zstd", "1", "--dest-compress-format", "zstd");
        images.pushSingle("a/b/c/d/e", LONG_TAG);
    }

    @AfterAll
    static void stop() {
        if (source != null) {
            source.close();
        }
    }

    @Test
    void copies_every_image_byte_for_byte_over_plain_http() {
        try (DockerRegistry target = DockerRegistry.plain();
                Registry from = Registry.at(source.host()).open();
                Registry to = Registry.at(target.host()).open()) {
            Judge atSource = Judge.plain(source.host());
            Judge atTarget = Judge.plain(target.host());
            copyAndCompare(from, atSource, to, atTarget, "library/web", "1.25.3");
            copyAndCompare(from, atSource, to, atTarget, "single/oci", "1");
            copyAndCompare(from, atSource, to, atTarget, "single/docker", "1");
            copyAndCompare(from, atSource, to, atTarget, "single/zstd", "1");
            copyAndCompare(from, atSource, to, atTarget, "a/b/c/d/e", LONG_TAG);
            assertThat(target.openUploads()).isZero();
        }
    }

    @Test
    void what_was_copied_can_be_pulled_by_skopeo() {
        try (DockerRegistry target = DockerRegistry.plain();
                Registry from = Registry.at(source.host()).open();
                Registry to = Registry.at(target.host()).open()) {
            copy(from, to, "library/web", "1.25.3");
            String pulled = folder.resolve("pulled").toString();
            RealParts.run(
                    "skopeo",
                    "copy",
                    "--quiet",
                    "--all",
                    "--src-tls-verify=false",
                    "docker://" + target.host() + "/copied/library/web:1.25.3",
                    "dir:" + pulled);
            assertThat(Path.of(pulled, "manifest.json")).exists();
        }
    }

    @Test
    void copies_with_basic_authentication() {
        try (DockerRegistry target = DockerRegistry.basic();
                Registry from = Registry.at(source.host()).open();
                Registry to = Registry.at(target.host()).credentials(ALICE).open()) {
            Judge atTarget = Judge.basic(target.host(), DockerRegistry.USER, DockerRegistry.PASSWORD);
            copyAndCompare(from, Judge.plain(source.host()), to, atTarget, "library/web", "1.25.3");
        }
    }

    @Test
    void copies_over_tls_with_an_authority_of_its_own() throws IOException {
        Path authority = Files.writeString(folder.resolve("ca.pem"), Certificates.caPem());
        try (DockerRegistry target = DockerRegistry.tls();
                Registry from = Registry.at(source.host()).open();
                Registry to = Registry.at(target.host()).authority(authority).open()) {
            copyAndCompare(from, Judge.plain(source.host()), to, Judge.tls(target.host()), "library/web", "1.25.3");
        }
    }

    @Test
    void copies_with_tokens_that_expire_in_the_middle() {
        try (JwtServer tokens = JwtServer.start(Duration.ofSeconds(2));
                DockerRegistry target = DockerRegistry.token(tokens);
                Registry from = Registry.at(source.host()).open();
                Registry to = Registry.at(target.host()).credentials(ALICE).open()) {
            SyncReport report = Sync.from(from.repository("library/web"))
                    .tags("1.25.3")
                    .to(to.repository("prod/web"))
                    .bandwidth(300_000)
                    .run();
            assertThat(report.failures()).isEmpty();
            assertThat(report.progress().images().copied()).isEqualTo(1);
            // The token server says that its tokens live for five minutes; the registry knows better.
            assertThat(tokens.issued()).isGreaterThan(2);
        }
    }

    @Test
    void a_stopped_copy_leaves_no_tag_and_no_upload(@TempDir Path own) {
        try (DockerRegistry big = DockerRegistry.plain();
                DockerRegistry target = DockerRegistry.plain();
                Registry from = Registry.at(big.host()).open();
                Registry to = Registry.at(target.host()).open()) {
            new RealImages(own, big.host(), 24_000_000).pushSingle("big/app", "1");
            SyncRun[] started = new SyncRun[1];
            Sync sync = Sync.from(from.repository("big/app"))
                    .tags("1")
                    .to(to.repository("big/app"))
                    .bandwidth(8_000_000)
                    .listener(event -> {
                        if (event instanceof SyncEvent.Progressed progressed
                                && progressed.progress().bytes().sent() > 4_000_000) {
                            started[0].cancel();
                        }
                    });
            started[0] = sync.start();
            SyncReport report = started[0].await();
            assertThat(report.cancelled()).isTrue();
            assertThat(Judge.plain(target.host()).status("big/app", "1")).isEqualTo(404);
            assertThat(target.openUploads()).isZero();
        }
    }

    private static void copyAndCompare(
            Registry from, Judge atSource, Registry to, Judge atTarget, String repository, String tag) {
        copy(from, to, repository, tag);
        assertThat(atTarget.read("copied/" + repository, tag)).isEqualTo(atSource.read(repository, tag));
    }

    private static void copy(Registry from, Registry to, String repository, String tag) {
        SyncReport report = Sync.from(from.repository(repository))
                .tag(new Tag(tag), new Tag(tag))
                .to(to.repository("copied/" + repository))
                .run();
        assertThat(report.failures()).isEmpty();
        assertThat(report.progress().images().copied()).isEqualTo(1);
    }
}
