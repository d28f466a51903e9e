package io.registrysync.layout;

import static io.registrysync.layout.Bench.copy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.BlobUpload;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.SyncRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An archive is the old one or a complete new one, never something in between. */
@Timeout(60)
class OciArchiveTest {
    private static final Image IMAGE = Images.single(1).layers(1000, 700_000, 3).build();

    private final Bench bench = new Bench();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    private Path archive() {
        return folder.resolve("images.tar");
    }

    private static Descriptor descriptor(Blob blob) {
        return new Descriptor(new MediaType(blob.mediaType()), Digest.parse(blob.digest()), blob.size());
    }

    private List<String> names(Path path) throws IOException {
        return TarDirectory.read(path, false).names();
    }

    @Test
    void appears_when_it_is_closed_and_not_before() {
        bench.seed("1.0", IMAGE);
        try (OciLayout layout = OciLayout.archive(archive())) {
            copy(bench.from(), layout.repository(), "1.0");
            assertThat(archive()).doesNotExist();
            // What it has so far can be read and copied already.
            copy(layout.repository(), bench.to(), "1.0");
        }

        assertThat(Bench.tree(folder)).containsExactly("images.tar");
        bench.assertArrived("1.0", IMAGE);
    }

    @Test
    void a_run_that_stored_no_image_leaves_nothing_behind() {
        bench.seed("1.0", IMAGE);
        bench.source()
                .faults()
                .on("GET", ".*" + IMAGE.blobs().get(2).digest())
                .always()
                .flipByte(7);
        try (OciLayout layout = OciLayout.archive(archive())) {
            assertThat(Bench.run(bench.from(), layout.repository(), "1.0").failures())
                    .hasSize(1);
        }

        assertThat(Bench.tree(folder)).isEmpty();
    }

    @Test
    void a_cancelled_run_leaves_nothing_behind_although_a_platform_was_complete() {
        Image small = Images.single(2).layers(10).build();
        Image large =
                Images.single(3).platform("linux/arm64").layers(20_000_000).build();
        bench.seed("1.0", Images.index(small, large));
        CompletableFuture<SyncRun> started = new CompletableFuture<>();
        bench.source()
                .faults()
                .on("GET", ".*" + large.blobs().get(1).digest())
                .always()
                .run(() -> started.join().cancel());
        try (OciLayout layout = OciLayout.archive(archive())) {
            SyncRun run = Sync.from(bench.from())
                    .tags("1.0")
                    .to(layout.repository())
                    .concurrency(1)
                    .start();
            started.complete(run);
            SyncReport report = run.await();
            assertThat(report.cancelled()).isTrue();
        }

        assertThat(Bench.tree(folder)).isEmpty();
    }

    @Test
    void adding_keeps_what_was_in_it_also_what_is_unknown() throws IOException {
        Path path = new TestTar()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("notes/readme", "precious")
                .file("index.json", "{\"schemaVersion\":2,\"x\":1e400,\"manifests\":[]}")
                .write(archive());
        Image other = Images.single(2).layers(500, 1000).build();
        bench.seed("1.0", IMAGE);
        bench.seed("2.0", other);
        for (String tag : List.of("1.0", "2.0")) {
            try (OciLayout layout = OciLayout.archive(path)) {
                copy(bench.from(), layout.repository(), tag);
            }
        }

        try (OciLayout layout = OciLayout.open(path)) {
            copy(layout.repository(), bench.to(), "1.0", "2.0");
        }
        bench.assertArrived("1.0", IMAGE);
        bench.assertArrived("2.0", other);
        TarDirectory directory = TarDirectory.read(path, false);
        assertThat(directory.content("notes/readme", 100)).hasValue("precious".getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).contains("\"x\":1e400");
    }

    @Test
    void a_run_without_news_does_not_touch_the_file() throws IOException {
        bench.seed("1.0", IMAGE);
        try (OciLayout layout = OciLayout.archive(archive())) {
            copy(bench.from(), layout.repository(), "1.0");
        }
        Object before = Files.readAttributes(archive(), "unix:ino").get("ino");

        try (OciLayout layout = OciLayout.archive(archive())) {
            copy(bench.from(), layout.repository(), "1.0");
        }

        assertThat(Files.readAttributes(archive(), "unix:ino").get("ino")).isEqualTo(before);
    }

    @Test
    void the_old_file_stays_until_the_new_one_is_complete() throws IOException {
        bench.seed("1.0", IMAGE);
        bench.seed("2.0", Images.single(2).layers(10).build());
        try (OciLayout layout = OciLayout.archive(archive())) {
            copy(bench.from(), layout.repository(), "1.0");
        }
        byte[] before = Files.readAllBytes(archive());
        OciLayout adding = OciLayout.archive(archive());
        copy(bench.from(), adding.repository(), "2.0");

        assertThat(archive()).hasBinaryContent(before);
        adding.close();
        assertThat(Files.readAllBytes(archive())).isNotEqualTo(before);
        assertThat(Bench.tree(folder)).containsExactly("images.tar");
    }

    @Test
    void the_same_images_in_the_same_order_give_the_same_bytes() throws IOException {
        Image single = Images.single(5).build();
        bench.seed("1.0", single);
        for (String name : List.of("a.tar", "b.tar")) {
            try (OciLayout layout = OciLayout.archive(folder.resolve(name))) {
                copy(bench.from(), layout.repository(), "1.0");
            }
        }

        assertThat(Files.readAllBytes(folder.resolve("a.tar"))).isEqualTo(Files.readAllBytes(folder.resolve("b.tar")));
    }

    @Test
    void uploads_that_were_given_up_leave_no_gap() throws IOException {
        bench.seed("1.0", IMAGE);
        Blob first = Blob.seeded("text/plain", 1, 100_000);
        Blob second = Blob.seeded("text/plain", 2, 5_000);
        try (OciLayout layout = OciLayout.archive(archive())) {
            Repository repository = layout.repository();
            BlobUpload given = repository.startUpload(descriptor(first), List.of());
            BlobUpload wrong = repository.startUpload(descriptor(second), List.of());
            copy(bench.from(), repository, "1.0");
            assertThatThrownBy(() -> given.send(new ByteArrayInputStream(Arrays.copyOf(first.bytes(), 50_000))))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> wrong.send(new ByteArrayInputStream(new byte[5_000])))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Kind.INVALID_CONTENT));
            assertThat(given.offset()).isEqualTo(50_000);
            given.close();
            wrong.close();
        }

        assertThat(names(archive()))
                .hasSize(2 + 5)
                .noneMatch(name -> name.contains(first.digest().substring(7)));
        assertThat(Files.size(archive())).isLessThan(710_000);
        try (OciLayout layout = OciLayout.open(archive())) {
            copy(layout.repository(), bench.to(), "1.0");
        }
        bench.assertArrived("1.0", IMAGE);
    }

    @Test
    void an_upload_goes_on_where_it_stopped_or_begins_again() throws IOException {
        Blob blob = Blob.seeded("text/plain", 1, 100_000);
        try (OciLayout layout = OciLayout.archive(archive());
                BlobUpload upload = layout.repository().startUpload(descriptor(blob), List.of())) {
            byte[] bytes = blob.bytes();
            assertThatThrownBy(() -> upload.send(new ByteArrayInputStream(new byte[40_000])))
                    .isInstanceOf(IOException.class);
            upload.restart();
            assertThatThrownBy(() -> upload.send(new ByteArrayInputStream(Arrays.copyOf(bytes, 30_000))))
                    .isInstanceOf(IOException.class);
            assertThat(upload.recover()).isEqualTo(BlobUpload.State.OPEN);
            upload.send(new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) upload.offset(), bytes.length)));
            assertThat(upload.recover()).isEqualTo(BlobUpload.State.DONE);
            assertThat(layout.repository().hasBlob(descriptor(blob))).isTrue();
            assertThat(layout.repository().openBlob(descriptor(blob), 99_000).readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(bytes, 99_000, 100_000));
            assertThat(layout.repository()
                            .startUpload(descriptor(blob), List.of(new RepositoryName("any")))
                            .isPresent())
                    .isTrue();
        }
    }

    @Test
    void lengths_beyond_eight_gigabytes_and_long_names_are_written_and_read() throws IOException {
        Path path = folder.resolve("x.tar");
        String name = "blobs/sha512/" + "f".repeat(128);
        long size = 9L * 1024 * 1024 * 1024;
        TarWriter writer = new TarWriter(path);
        TarWriter.Region region = writer.reserve(name, size);
        region.write(new byte[] {7}, 1, size - 1);
        region.keep();
        writer.add("after", new byte[] {1});
        writer.finish();

        TarDirectory directory = TarDirectory.read(path, false);
        assertThat(directory.names()).containsExactly(name, "after");
        TarDirectory.Entry entry = directory.find(name).orElseThrow();
        assertThat(entry.size()).isEqualTo(size);
        assertThat(directory.open(entry, size - 1).readAllBytes()).containsExactly(7);
        assertThat(directory.content("after", 1)).hasValue(new byte[] {1});
    }

    @Test
    void a_target_that_cannot_be_written_says_so_and_leaves_nothing() throws IOException {
        bench.seed("1.0", IMAGE);
        Files.writeString(folder.resolve("file"), "");
        try (OciLayout layout = OciLayout.archive(folder.resolve("file/images.tar"))) {
            SyncReport report = Bench.run(bench.from(), layout.repository(), "1.0");
            assertThat(report.failures()).hasSize(1);
            assertThat(report.failures().get(0).failure().orElseThrow().cause().kind())
                    .isEqualTo(Kind.REFUSED);
        }

        assertThat(Bench.tree(folder)).containsExactly("file");
    }

    @Test
    void a_link_stays_and_what_it_leads_to_is_replaced() throws IOException {
        bench.seed("1.0", IMAGE);
        Path real = Files.createDirectory(folder.resolve("real")).resolve("x.tar");
        for (String tag : List.of("a", "b")) {
            bench.seed(tag, IMAGE);
            if (tag.equals("b")) {
                Files.createSymbolicLink(archive(), real);
            }
            try (OciLayout layout = OciLayout.archive(tag.equals("a") ? real : archive())) {
                copy(bench.from(), layout.repository(), tag);
            }
        }

        assertThat(archive()).isSymbolicLink();
        try (OciLayout layout = OciLayout.open(real)) {
            assertThat(layout.repository().tags()).hasSize(2);
        }
    }

    @Test
    void a_folder_or_a_pipe_is_no_archive() throws IOException {
        assertThatThrownBy(() -> OciLayout.archive(folder)).hasMessageContaining("a folder, not an archive");
        assertThatThrownBy(() -> DockerArchive.create(folder)).hasMessageContaining("a folder, not an archive");
        assertThatThrownBy(() -> DockerArchive.open(Path.of("/dev/null"))).hasMessageContaining("not a file");
        assertThatThrownBy(() -> DockerArchive.open(archive())).hasMessageContaining("images.tar does not exist");
    }

    @Test
    void deleting_is_published_too() {
        bench.seed("1.0", IMAGE);
        bench.seed("2.0", IMAGE);
        try (OciLayout layout = OciLayout.archive(archive())) {
            copy(bench.from(), layout.repository(), "1.0", "2.0");
        }
        try (OciLayout layout = OciLayout.archive(archive())) {
            layout.repository().deleteTag(new Tag("1.0"));
        }

        try (OciLayout layout = OciLayout.open(archive())) {
            assertThat(layout.repository().tags()).containsExactly(new Tag("2.0"));
        }
    }
}
