package io.registrysync.layout;

import static io.registrysync.layout.Bench.APP;
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
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Failure;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.SyncRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder is a layout at every moment, and keeps what others put there. */
@Timeout(60)
class OciFolderTest {
    private static final Image IMAGE = Images.single(1).layers(1000, 70_000).build();

    private final Bench bench = new Bench();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    private static Digest digest(Image image) {
        return Digest.parse(image.digest());
    }

    @Test
    void nothing_is_created_before_something_is_stored() {
        Path path = folder.resolve("new/layout");
        bench.seed("1.0", IMAGE);

        try (OciLayout layout = OciLayout.folder(path)) {
            assertThat(layout.repository().tags()).isEmpty();
            assertThat(layout.repositories()).isEmpty();
            Sync.from(bench.from()).tags("1.0").to(layout.repository()).plan();
            assertThat(layout.repository().deleteTag(new Tag("1.0"))).isTrue();
        }

        assertThat(Bench.tree(folder)).isEmpty();
    }

    @Test
    void images_without_a_name_are_told_once_and_left_out() {
        Image index = bench.seed("index", Images.multiPlatform(2, "linux/amd64", "linux/arm64"));
        Image other = bench.seed("other", Images.single(5).layers(10).build());
        Image signature = bench.seed(
                "signature",
                Images.single(6)
                        .artifactType("application/vnd.example.sig")
                        .subject(IMAGE)
                        .build());
        bench.seed("1.0", IMAGE);
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
            for (Image nameless :
                    List.of(index, other, signature, IMAGE, index.children().get(0))) {
                assertThat(Sync.from(bench.from())
                                .digest(digest(nameless))
                                .to(layout.repository())
                                .run()
                                .failures())
                        .isEmpty();
            }
        }

        List<String> told = new ArrayList<>();
        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.nameless())
                    .extracting(Descriptor::digest)
                    .containsExactlyInAnyOrder(digest(index), digest(other));
            Sync sync = Sync.from(layout.repository()).allTags().to(bench.to()).listener(event -> {
                if (event instanceof SyncEvent.Noticed noticed) {
                    told.add(noticed.notice().text());
                }
            });
            assertThat(sync.run().results()).hasSize(1);
            assertThat(sync.run().isSuccess()).isTrue();
        }

        assertThat(told)
                .singleElement()
                .asString()
                .contains(
                        "oci:" + folder + ": 2 images have no name and are left out", "by its digest, such as sha256:");
        assertThat(bench.target().tags(APP)).containsExactly("1.0");
    }

    @Test
    void where_all_images_have_names_there_is_nothing_to_tell() {
        bench.seed("1.0", Images.multiPlatform(2, "linux/amd64", "linux/arm64"));
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(new RepositoryName("team/web")), "1.0");
        }

        List<SyncEvent> notices = new ArrayList<>();
        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.nameless()).isEmpty();
            Sync.from(layout.repository(new RepositoryName("team/web")))
                    .allTags()
                    .to(bench.to())
                    .listener(event -> {
                        if (event instanceof SyncEvent.Noticed) {
                            notices.add(event);
                        }
                    })
                    .run();
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void reading_a_folder_that_is_none_is_a_clear_error() throws IOException {
        Files.writeString(folder.resolve("mine"), "precious");

        assertThatThrownBy(() -> OciLayout.open(folder))
                .hasMessage("open oci:" + folder + ": no OCI layout: it has no file oci-layout");
        assertThatThrownBy(() -> OciLayout.open(folder.resolve("missing")))
                .hasMessageContaining("missing does not exist");
        assertThatThrownBy(() -> OciLayout.folder(folder))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessageContaining("not empty, and no OCI layout");
        assertThat(Bench.tree(folder)).containsExactly("mine");
    }

    @Test
    void a_layout_opened_for_reading_is_not_written() {
        bench.seed("1.0", IMAGE);
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
        }
        List<String> before = Bench.tree(folder);
        bench.seed("2.0", Images.single(2).layers(10).build());

        try (OciLayout layout = OciLayout.open(folder)) {
            Failure failure = failure(Bench.run(bench.from(), layout.repository(), "2.0"));
            assertThat(failure.cause()).hasMessageContaining("opened for reading");
        }

        assertThat(Bench.tree(folder)).isEqualTo(before);
    }

    private static Failure failure(SyncReport report) {
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0).failure().orElseThrow();
    }

    @Test
    void other_entries_and_unknown_properties_of_the_index_keep_their_bytes() throws IOException {
        String other = "{ \"size\" : 2, \"digest\":\"" + Images.emptyBlob().digest()
                + "\",\"mediaType\":\"application/vnd.example.thing\",\"x\":[1e400,\"\\u00e9\",{}],\"annotations\":"
                + "{\"org.opencontainers.image.ref.name\":\"theirs\"}}";
        String head = "\n{\"x-vendor é ☃\" : {\"manifests\":[1.0]},\"schemaVersion\":2, \"manifests\" : [";
        String tail = "],\t\"annotations\":{\"a\":\"b\"}}\n";
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\",\"x\":1}");
        Files.writeString(folder.resolve("index.json"), head + other + tail);
        bench.seed("1.0", IMAGE);

        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
            assertThat(Files.readString(folder.resolve("index.json")))
                    .startsWith(head + other + ",{")
                    .endsWith("}" + tail)
                    .contains(IMAGE.digest());
            layout.repository().deleteTag(new Tag("1.0"));
        }

        assertThat(folder.resolve("index.json")).hasContent(head + other + tail);
        assertThat(folder.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\",\"x\":1}");
    }

    @Test
    void holds_several_repositories_whose_blobs_are_one() throws IOException {
        RepositoryName web = new RepositoryName("prod/web");
        RepositoryName api = new RepositoryName("d.e/api");
        bench.seed("1.0", IMAGE);
        bench.seed("2.0", Images.single(2).layers(10).build());

        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(web), "1.0", "2.0");
            long requests = bench.source().traffic().count("GET", "/v2/.+/blobs/sha.+");
            copy(bench.from(), layout.repository(api), "1.0");
            assertThat(bench.source().traffic().count("GET", "/v2/.+/blobs/sha.+"))
                    .isEqualTo(requests);
            copy(bench.from(), layout.repository(), "2.0");
        }

        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.repositories()).containsExactly(api, web);
            assertThat(layout.repository(web).tags()).containsExactlyInAnyOrder(new Tag("1.0"), new Tag("2.0"));
            assertThat(layout.repository(api).tags()).containsExactly(new Tag("1.0"));
            assertThat(layout.repository().tags()).containsExactly(new Tag("2.0"));
            assertThat(layout.repository(api).location()).isEqualTo("oci:" + folder + ":d.e/api");
            assertThat(layout.onlyImage()).isEmpty();
            copy(layout.repository(web), bench.to(), "1.0");
        }
        bench.assertArrived("1.0", IMAGE);
    }

    @Test
    void names_of_other_programs_are_understood() throws IOException {
        bench.seed("1.0", IMAGE);
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
        }

        rename("\"org.opencontainers.image.ref.name\":\"localhost:5000/team/web:1.25\"");
        assertFound("team/web", "1.25");
        rename("\"org.opencontainers.image.ref.name\":\"example.com/team/web:1.25\"");
        assertFound("team/web", "1.25");
        assertFound("example.com/team/web", "1.25");
        rename("\"io.containerd.image.name\":\"docker.io/library/nginx:1.25\","
                + "\"org.opencontainers.image.ref.name\":\"1.25\"");
        assertFound("library/nginx", "1.25");
        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.repository().tags()).containsExactly(new Tag("1.25"));
        }
        rename("");
        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.repository().tags()).isEmpty();
            Descriptor only = layout.onlyImage().orElseThrow();
            assertThat(Sync.from(layout.repository())
                            .digest(only.digest(), new Tag("x"))
                            .to(bench.to())
                            .run()
                            .failures())
                    .isEmpty();
        }
        bench.assertArrived("x", IMAGE);
    }

    private void rename(String annotations) throws IOException {
        Path index = folder.resolve("index.json");
        Files.writeString(
                index,
                Files.readString(index).replaceAll("\"annotations\":\\{.*?}", "\"annotations\":{" + annotations + "}"));
    }

    private void assertFound(String repository, String tag) {
        try (OciLayout layout = OciLayout.open(folder)) {
            Repository found = layout.repository(new RepositoryName(repository));
            assertThat(found.resolve(new Tag(tag)).orElseThrow().digest()).isEqualTo(digest(IMAGE));
        }
    }

    @Test
    void the_same_repository_of_two_registries_is_not_confused() throws IOException {
        bench.seed("1.0", IMAGE);
        bench.seed("2.0", Images.single(2).layers(10).build());
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(new RepositoryName("a.example/web")), "1.0");
            copy(bench.from(), layout.repository(new RepositoryName("b.example/web")), "2.0");
            assertThat(layout.repository(new RepositoryName("web")).tags()).isEmpty();
        }
    }

    @Test
    void two_writers_at_once_lose_nothing() throws Exception {
        IntStream.range(0, 20)
                .forEach(i -> bench.seed("t" + i, Images.single(i).layers(100).build()));
        List<SyncRun> runs = new ArrayList<>();
        try (OciLayout first = OciLayout.folder(folder);
                OciLayout second = OciLayout.folder(folder)) {
            for (int i = 0; i < 20; i++) {
                OciLayout layout = i % 2 == 0 ? first : second;
                runs.add(Sync.from(bench.from())
                        .tags("t" + i)
                        .to(layout.repository())
                        .start());
            }
            runs.forEach(run -> assertThat(run.await().failures()).isEmpty());
        }

        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.repository().tags()).hasSize(20);
        }
        assertThat(Bench.tree(folder)).noneMatch(file -> file.startsWith("."));
    }

    @Test
    void a_layout_that_another_process_is_about_to_make_is_joined() throws IOException {
        Files.createDirectory(folder.resolve(".registry-sync.77"));
        Files.createFile(folder.resolve("oci-layout"));
        bench.seed("1.0", IMAGE);

        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
        }

        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.repository().tags()).containsExactly(new Tag("1.0"));
        }
    }

    @Test
    void wrong_content_of_the_source_is_never_stored() {
        bench.seed("1.0", IMAGE);
        Blob wrong = IMAGE.blobs().get(2);
        bench.source().faults().on("GET", ".*" + wrong.digest()).always().flipByte(500);

        try (OciLayout layout = OciLayout.folder(folder)) {
            Failure failure = failure(Bench.run(bench.from(), layout.repository(), "1.0"));
            assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
            assertThat(layout.repository().tags()).isEmpty();
        }

        assertThat(Bench.tree(folder))
                .contains("index.json", "oci-layout")
                .noneMatch(file -> file.contains(wrong.digest().substring(7)) || file.startsWith("."));
    }

    @Test
    void a_source_that_breaks_off_and_lies_at_first_is_mended() {
        bench.seed("1.0", IMAGE);
        Blob layer = IMAGE.blobs().get(2);
        bench.source().faults().on("GET", ".*" + layer.digest()).times(1).flipByte(500);
        bench.source().faults().on("GET", ".*" + layer.digest()).times(2).resetAfterAnswerBytes(40_000);

        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
            copy(layout.repository(), bench.to(), "1.0");
        }

        bench.assertArrived("1.0", IMAGE);
    }

    @Test
    void what_a_broken_run_left_is_used_and_its_litter_removed() throws IOException {
        bench.seed("1.0", IMAGE);
        Blob layer = IMAGE.blobs().get(2);
        bench.source().faults().on("GET", ".*" + layer.digest()).times(9).status(404);
        try (OciLayout layout = OciLayout.folder(folder)) {
            assertThat(Bench.run(bench.from(), layout.repository(), "1.0").failures())
                    .hasSize(1);
        }
        bench.source().faults().clear();
        Path abandoned = Files.createDirectory(folder.resolve(".registry-sync.123"));
        Files.writeString(abandoned.resolve("lock"), "");
        Files.writeString(abandoned.resolve("1"), "half a blob");
        Path outside = Files.createDirectory(folder.resolve("blobs/outside"));
        Files.writeString(outside.resolve("lock"), "");
        Files.writeString(outside.resolve("1"), "precious");
        Files.createSymbolicLink(folder.resolve(".registry-sync.456"), outside);
        long before = bench.source().traffic().count("GET", "/v2/.+/blobs/sha.+");

        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
        }

        assertThat(bench.source().traffic().count("GET", "/v2/.+/blobs/sha.+")).isEqualTo(before + 1);
        assertThat(abandoned).doesNotExist();
        assertThat(outside.resolve("1")).hasContent("precious");
    }

    @Test
    void a_writer_that_never_ended_leaves_a_good_layout() throws IOException {
        bench.seed("1.0", IMAGE);
        OciLayout abandoned = OciLayout.folder(folder);
        copy(bench.from(), abandoned.repository(), "1.0");
        abandoned.repository().startUpload(descriptor(Blob.of("text/plain", "half")), List.of());

        try (OciLayout layout = OciLayout.open(folder)) {
            copy(layout.repository(), bench.to(), "1.0");
        }
        bench.assertArrived("1.0", IMAGE);
        abandoned.close();
    }

    private static Descriptor descriptor(Blob blob) {
        return new Descriptor(new MediaType(blob.mediaType()), Digest.parse(blob.digest()), blob.size());
    }

    @Test
    void a_manifest_whose_parts_are_missing_is_refused_until_they_are_there() throws IOException {
        bench.seed("1.0", IMAGE);
        Path layer =
                folder.resolve("blobs").resolve(IMAGE.blobs().get(1).digest().replace(':', '/'));
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
            Files.delete(layer);
            Descriptor image = layout.repository().resolve(new Tag("1.0")).orElseThrow();
            assertThat(layout.repository().hasManifest(image)).isFalse();
            assertThatThrownBy(() ->
                            layout.repository().putManifest(layout.repository().manifest(image), new Tag("2.0")))
                    .hasMessageContaining(
                            "the layout does not hold " + IMAGE.blobs().get(1).digest());
        }
    }

    @Test
    void a_damaged_layer_is_found_when_it_is_read() throws IOException {
        bench.seed("1.0", IMAGE);
        Path layer =
                folder.resolve("blobs").resolve(IMAGE.blobs().get(2).digest().replace(':', '/'));
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
            try (RandomAccessFile file = new RandomAccessFile(layer.toFile(), "rw")) {
                file.seek(100);
                file.write(1);
                file.write(2);
            }
            Failure failure = failure(Bench.run(layout.repository(), bench.to(), "1.0"));
            assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
        }
        assertThat(bench.target().tags(APP)).isEmpty();
    }

    @Test
    void nothing_is_written_through_a_link() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path path = folder.resolve("layout");
        Files.createDirectories(path.resolve("blobs"));
        Files.writeString(path.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.createSymbolicLink(path.resolve("blobs/sha256"), outside);
        bench.seed("1.0", IMAGE);

        try (OciLayout layout = OciLayout.folder(path)) {
            assertThat(failure(Bench.run(bench.from(), layout.repository(), "1.0"))
                            .cause())
                    .hasMessageContaining("is a link");
        }

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void referrers_are_found_whether_they_have_a_name_or_not() {
        Image signature = Images.single(7)
                .artifactType("application/vnd.example.signature")
                .annotation("by", "alice")
                .subject(IMAGE)
                .build();
        bench.seed("1.0", IMAGE);
        bench.source().seed(APP, signature);

        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
            assertThat(layout.repository().referrers(digest(IMAGE))).isEmpty();
            assertThat(Sync.from(bench.from())
                            .digest(digest(signature))
                            .to(layout.repository())
                            .run()
                            .failures())
                    .isEmpty();
            assertThat(layout.repository().referrers(digest(IMAGE)))
                    .singleElement()
                    .satisfies(referrer -> {
                        assertThat(referrer.digest()).isEqualTo(digest(signature));
                        assertThat(referrer.artifactType()).isEqualTo("application/vnd.example.signature");
                        assertThat(referrer.annotations()).containsEntry("by", "alice");
                    });
            assertThat(layout.onlyImage().orElseThrow().digest()).isEqualTo(digest(IMAGE));
            layout.repository().deleteManifest(digest(signature));
            assertThat(layout.repository().referrers(digest(IMAGE))).isEmpty();
        }
    }

    @Test
    void an_image_without_a_name_is_listed_at_the_end() {
        bench.source().seed(APP, Images.index(IMAGE));
        Digest index = digest(Images.index(IMAGE));
        try (OciLayout layout = OciLayout.folder(folder)) {
            assertThat(Sync.from(bench.from())
                            .digest(index)
                            .to(layout.repository())
                            .run()
                            .failures())
                    .isEmpty();
        }

        try (OciLayout layout = OciLayout.open(folder)) {
            assertThat(layout.onlyImage().orElseThrow().digest()).isEqualTo(index);
        }
        bench.seed("1.0", Images.index(IMAGE));
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0");
            assertThat(layout.onlyImage().orElseThrow().annotations()).isNotEmpty();
        }
    }

    @Test
    void a_tag_moves_and_a_manifest_goes_with_all_its_tags() {
        bench.seed("1.0", IMAGE);
        bench.seed("same", IMAGE);
        bench.seed("other", Images.single(2).layers(10).build());
        try (OciLayout layout = OciLayout.folder(folder)) {
            Repository repository = layout.repository();
            copy(bench.from(), repository, "1.0", "same", "other");
            Image newer = bench.seed("1.0", Images.single(3).layers(10).build());
            SyncReport report = copy(bench.from(), repository, "1.0");
            assertThat(report.results()).extracting(ImageResult::status).containsExactly(ImageResult.Status.COPIED);
            assertThat(repository.resolve(new Tag("1.0")).orElseThrow().digest())
                    .isEqualTo(digest(newer));
            bench.seed("1.0", IMAGE);
            copy(bench.from(), repository, "1.0");
            repository.deleteManifest(digest(IMAGE));
            assertThat(repository.tags()).containsExactly(new Tag("other"));
        }
    }

    @Test
    void one_tag_of_two_images_is_not_guessed() throws IOException {
        bench.seed("1.0", IMAGE);
        bench.seed("2.0", Images.single(2).layers(10).build());
        try (OciLayout layout = OciLayout.folder(folder)) {
            copy(bench.from(), layout.repository(), "1.0", "2.0");
        }
        rename("\"org.opencontainers.image.ref.name\":\"1.0\"");

        try (OciLayout layout = OciLayout.open(folder)) {
            assertThatThrownBy(() -> layout.repository().resolve(new Tag("1.0")))
                    .hasMessageContaining("several images have this name");
        }
    }
}
