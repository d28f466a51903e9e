package io.registrysync.layout;

import static io.registrysync.layout.Bench.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.oci.Tag;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncReport;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What went through a layout is what it was, byte for byte and type for type. */
@Timeout(60)
class RoundTripTest {
    private final Bench bench = new Bench();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.registrysync.sync.CopyTest#shapes")
    void arrives_through_a_folder_as_it_was(String name, Image image) {
        bench.seed("1.0", image);
        Path path = folder.resolve("images");
        try (OciLayout layout = OciLayout.folder(path)) {
            copy(bench.from(), layout.repository(), "1.0");
            assertUnchanged(copy(bench.from(), layout.repository(), "1.0"));
        }

        try (OciLayout layout = OciLayout.open(path)) {
            assertThat(layout.repository().resolve(new Tag("1.0")).orElseThrow().digest())
                    .hasToString(image.digest());
            assertThat(layout.onlyImage().orElseThrow().digest()).hasToString(image.digest());
            copy(layout.repository(), bench.to(), "1.0");
        }

        bench.assertArrived("1.0", image);
        assertThat(Bench.tree(path)).noneMatch(file -> file.startsWith("."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.registrysync.sync.CopyTest#shapes")
    void arrives_through_an_archive_as_it_was(String name, Image image) {
        bench.seed("1.0", image);
        Path path = folder.resolve("images.tar");
        try (OciLayout layout = OciLayout.archive(path)) {
            copy(bench.from(), layout.repository(), "1.0");
            assertUnchanged(copy(bench.from(), layout.repository(), "1.0"));
        }

        try (OciLayout layout = OciLayout.open(path)) {
            copy(layout.repository(), bench.to(), "1.0");
        }

        bench.assertArrived("1.0", image);
        assertThat(Bench.tree(folder)).containsExactly("images.tar");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.registrysync.sync.CopyTest#shapes")
    void arrives_through_folder_and_archive_without_a_registry(String name, Image image) {
        bench.seed("1.0", image);
        try (OciLayout first = OciLayout.folder(folder.resolve("first"));
                OciLayout second = OciLayout.archive(folder.resolve("second.tar"))) {
            copy(bench.from(), first.repository(), "1.0");
            copy(first.repository(), second.repository(), "1.0");
        }
        try (OciLayout second = OciLayout.open(folder.resolve("second.tar"));
                OciLayout third = OciLayout.folder(folder.resolve("third"))) {
            copy(second.repository(), third.repository(), "1.0");
            copy(third.repository(), bench.to(), "1.0");
        }

        bench.assertArrived("1.0", image);
    }

    private static void assertUnchanged(SyncReport report) {
        assertThat(report.results()).extracting(ImageResult::status).containsExactly(ImageResult.Status.UNCHANGED);
    }
}
