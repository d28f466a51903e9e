package io.registrysync.layout;

import static io.registrysync.layout.Bench.copy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Reference;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Failure;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docker save writes can be copied, and what is written can be loaded. */
@Timeout(60)
class DockerArchiveTest {
    private static final String TAR = "application/vnd.docker.image.rootfs.diff.tar";
    private static final byte[] BASE = noise(1, 3000);
    private static final byte[] TOP = noise(2, 500);
    private static final Reference NGINX = Reference.parse("nginx");
    private static final Tag TAG = new Tag("1.25");

    private final Bench bench = new Bench();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    private static byte[] noise(long seed, int length) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        noise[0] = 'x';
        return noise;
    }

    private static byte[] config(byte[]... layers) {
        List<String> diffIds = Arrays.stream(layers)
                .map(layer -> "\"" + Digest.sha256(layer) + "\"")
                .toList();
        return utf8("{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":"
                + diffIds + "}}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String manifest(String config, String tags, String... layers) {
        return "[{\"Config\":\"" + config + "\",\"RepoTags\":" + tags + ",\"Layers\":[\"" + String.join("\",\"", layers)
                + "\"]}]";
    }

    private Path write(TestTar tar) {
        return tar.write(folder.resolve("saved.tar"));
    }

    /** In the manner of Docker up to 24: a folder for each layer, equal ones as links. */
    private static TestTar older() {
        return new TestTar()
                .link('5', "aaa/", "")
                .file("aaa/VERSION", "1.0")
                .file("aaa/layer.tar", BASE)
                .link('2', "bbb/layer.tar", "../aaa/layer.tar")
                .file("ccc/layer.tar", TOP)
                .file("config.json", config(BASE, BASE, TOP))
                .file(
                        "manifest.json",
                        manifest(
                                "config.json",
                                "[\"nginx:1.25\",\"localhost:5000/team/web:x\"]",
                                "aaa/layer.tar",
                                "bbb/layer.tar",
                                "ccc/layer.tar"));
    }

    private static String blob(byte[] content) {
        return "blobs/sha256/" + Digest.sha256(content).encoded();
    }

    @Test
    void the_older_form_is_read_with_its_links() {
        try (DockerArchive archive = DockerArchive.open(write(older()))) {
            assertThat(archive.images())
                    .extracting(Reference::toString)
                    .containsExactly("docker.io/library/nginx:1.25", "localhost:5000/team/web:x");
            Repository nginx = archive.repository(Reference.parse("docker.io/library/nginx"));
            assertThat(nginx.tags()).containsExactly(TAG);
            assertThat(nginx.location()).endsWith("saved.tar:nginx");
            Manifest manifest = nginx.manifest(TAG);
            assertThat(manifest.descriptor().mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
            assertThat(manifest.blobs())
                    .extracting(Descriptor::digest)
                    .containsExactly(
                            Digest.sha256(config(BASE, BASE, TOP)),
                            Digest.sha256(BASE),
                            Digest.sha256(BASE),
                            Digest.sha256(TOP));
            assertThat(manifest.blobs().get(1).mediaType()).hasToString(TAR);
            assertThat(archive.repository(Reference.parse("localhost:5000/team/web"))
                            .resolve(new Tag("x")))
                    .hasValue(manifest.descriptor());
            assertThat(archive.repository(Reference.parse("team/web")).tags()).isEmpty();

            copy(nginx, bench.to(), "1.25");
            SyncReport again = copy(nginx, bench.to(), "1.25");
            assertThat(again.results()).extracting(ImageResult::status).containsExactly(ImageResult.Status.UNCHANGED);
        }
        assertThat(bench.target()
                        .blob(Bench.APP, Digest.sha256(TOP).toString())
                        .orElseThrow()
                        .bytes())
                .isEqualTo(TOP);
    }

    @Test
    void the_form_of_today_is_read_to_the_same_manifest() {
        byte[] config = config(BASE, BASE, TOP);
        TestTar today = new TestTar()
                .file(blob(BASE), BASE)
                .file(blob(TOP), TOP)
                .file(blob(config), config)
                .file("manifest.json", manifest(blob(config), "[\"nginx:1.25\"]", blob(BASE), blob(BASE), blob(TOP)))
                .file("oci-layout", "{}")
                .file("repositories", "{}");
        Descriptor expected;
        try (DockerArchive archive = DockerArchive.open(write(older()))) {
            expected = archive.onlyImage().orElseThrow();
        }

        try (DockerArchive archive = DockerArchive.open(write(today))) {
            assertThat(archive.repository(NGINX).resolve(TAG).orElseThrow().digest())
                    .isEqualTo(expected.digest());
            copy(archive.repository(NGINX), bench.to(), "1.25");
        }
    }

    @Test
    void an_image_without_a_name_is_had_by_its_digest() {
        TestTar tar =
                new TestTar().file("c", config(TOP)).file("l", TOP).file("manifest.json", manifest("c", "null", "l"));

        try (DockerArchive archive = DockerArchive.open(write(tar))) {
            Digest only = archive.onlyImage().orElseThrow().digest();
            assertThat(archive.images()).isEmpty();
            assertThat(Sync.from(archive.repository())
                            .digest(only, TAG)
                            .to(bench.to())
                            .run()
                            .failures())
                    .isEmpty();
            assertThat(bench.target().manifest(Bench.APP, "1.25").orElseThrow().digest())
                    .isEqualTo(only.toString());
        }
    }

    @Test
    void compressed_layers_keep_their_bytes_and_get_their_type() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(TOP);
        }
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 1, 2};
        TestTar tar = new TestTar()
                .file("c", config(TOP, BASE))
                .file("gzip", bytes.toByteArray())
                .file("zstd", zstd)
                .file("manifest.json", manifest("c", "[\"nginx:1.25\"]", "gzip", "zstd"));

        try (DockerArchive archive = DockerArchive.open(write(tar))) {
            List<Descriptor> blobs = archive.repository(NGINX).manifest(TAG).blobs();
            assertThat(blobs.get(1).digest()).isEqualTo(Digest.sha256(bytes.toByteArray()));
            assertThat(blobs.get(1).mediaType()).hasToString(TAR + ".gzip");
            assertThat(blobs.get(2).digest()).isEqualTo(Digest.sha256(zstd));
            assertThat(blobs.get(2).mediaType()).hasToString(TAR + ".zstd");
        }
    }

    @Test
    void a_layer_that_is_not_what_its_config_says_is_refused() {
        TestTar tar = new TestTar()
                .file("c", config(BASE))
                .file("l", TOP)
                .file("manifest.json", manifest("c", "[\"nginx:1.25\"]", "l"));

        try (DockerArchive archive = DockerArchive.open(write(tar))) {
            Failure failure = failure(Bench.run(archive.repository(NGINX), bench.to(), "1.25"));
            assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
        }
        assertThat(bench.target().tags(Bench.APP)).isEmpty();

        byte[] config = config(BASE);
        assertRefused(
                new TestTar()
                        .file("c", config)
                        .file(blob(TOP), TOP)
                        .file("manifest.json", manifest("c", "[\"nginx:1.25\"]", blob(TOP))),
                "is not what its image's config says");
    }

    @Test
    void what_cannot_be_trusted_or_understood_is_refused() {
        byte[] config = config(TOP);
        assertRefused(new TestTar().file("x", "y"), "no archive of docker save: it does not have 'manifest.json'");
        assertRefused(new TestTar().file("oci-layout", "{}"), "it is an OCI archive");
        assertRefused(new TestTar().file("manifest.json", "{}"), "not a list of images");
        assertRefused(new TestTar().file("manifest.json", "["), "is not JSON");
        assertRefused(layered(config, "../l"), "does not have '../l'");
        assertRefused(layered(config, "l").link('2', "l", "../../etc/passwd"), "leads out of the archive");
        assertRefused(layered(config, "l").link('2', "l", "/etc/passwd"), "leads out of the archive");
        assertRefused(layered(config, "l").link('2', "l", "l"), "too many links");
        assertRefused(layered(config, "l").link('2', "l", "nowhere"), "does not have 'l'");
        assertRefused(layered(config, "l").file("l", TOP).file("l", BASE), "'l' twice");
        assertRefused(layered(config, "l").link('1', "l", "c"), "hard link");
        assertRefused(layered(config(TOP, TOP), "l").file("l", TOP), "has 1 layers, its config has 2");
        assertRefused(
                layered(utf8("{\"rootfs\":{\"diff_ids\":[\"sha256:../../x\"]}}"), "l")
                        .file("l", TOP),
                "digest");
        assertRefused(layered(config, "l").file("l", "BZh91AY&SY"), "compressed in a way");
    }

    private static TestTar layered(byte[] config, String layer) {
        return new TestTar().file("c", config).file("manifest.json", manifest("c", "[\"nginx:1.25\"]", layer));
    }

    private void assertRefused(TestTar tar, String reason) {
        Path path = write(tar);
        assertThatThrownBy(() -> DockerArchive.open(path))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Kind.CONFIGURATION))
                .hasMessageContaining("open docker-archive:" + path)
                .hasMessageContaining(reason);
        assertThat(Bench.tree(folder)).containsExactly("saved.tar");
    }

    private static Failure failure(SyncReport report) {
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0).failure().orElseThrow();
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    @Test
    void what_is_written_is_an_archive_for_docker_and_an_oci_archive() throws IOException {
        Image image = Images.single(1).layers(1000, 2000).build();
        bench.seed("1.25", image);
        bench.seed("latest", image);
        Path path = folder.resolve("out.tar");
        try (DockerArchive archive = DockerArchive.create(path)) {
            copy(bench.from(), archive.repository(NGINX), "1.25", "latest");
            copy(bench.from(), archive.repository(Reference.parse("localhost:5000/a/b")), "1.25");
            SyncReport again = copy(bench.from(), archive.repository(NGINX), "1.25");
            assertThat(again.results()).extracting(ImageResult::status).containsExactly(ImageResult.Status.UNCHANGED);
        }

        String manifest = new String(
                TarDirectory.read(path, false).content("manifest.json", 10_000).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(manifest)
                .startsWith("[{\"Config\":\"blobs/sha256/"
                        + image.blobs().get(0).digest().substring(7))
                .containsOnlyOnce("Config")
                .contains(
                        "\"docker.io/library/nginx:1.25\"",
                        "\"docker.io/library/nginx:latest\"",
                        "\"localhost:5000/a/b:1.25\"")
                .endsWith(",\"Layers\":[\"blobs/sha256/"
                        + image.blobs().get(1).digest().substring(7) + "\",\"blobs/sha256/"
                        + image.blobs().get(2).digest().substring(7) + "\"]}]");
        try (OciLayout layout = OciLayout.open(path)) {
            assertThat(layout.onlyImage().orElseThrow().digest()).hasToString(image.digest());
        }
        try (DockerArchive archive = DockerArchive.open(path)) {
            assertThat(archive.images()).hasSize(3);
        }
        assertThat(Bench.tree(folder)).containsExactly("out.tar");
    }

    @Test
    void an_index_of_one_image_is_taken_and_of_several_refused() {
        bench.seed("one", Images.withAttestations(3, "linux/arm64"));
        bench.seed("two", Images.multiPlatform(5, "linux/amd64", "linux/arm64"));
        bench.seed(
                "none",
                Images.single(9).artifactType("application/vnd.example.sbom").build());
        bench.seed(
                "elsewhere",
                Images.single(10)
                        .layers(10)
                        .layer(Blob.of(TAR + ".gzip", "x").elsewhere(URI.create("http://127.0.0.1:9/layer")))
                        .build());
        Path path = folder.resolve("out.tar");
        try (DockerArchive archive = DockerArchive.create(path)) {
            Repository target = archive.repository(NGINX);
            copy(bench.from(), target, "one");
            bench.source().traffic().reset();
            Failure several = failure(Bench.run(bench.from(), target, "two"));
            assertThat(several.cause().kind()).isEqualTo(Kind.REFUSED);
            assertThat(several.cause())
                    .hasMessageContaining("one platform of an image, this has 2 (linux/amd64, linux/arm64)")
                    .hasMessageContaining("choose one platform");
            assertThat(failure(Bench.run(bench.from(), target, "none")).cause()).hasMessageContaining("artifact");
            assertThat(failure(Bench.run(bench.from(), target, "elsewhere")).cause())
                    .hasMessageContaining("is not for distribution");
            assertThat(bench.source().traffic().count("GET", "/v2/.+/blobs/.+")).isZero();
            assertThat(target.tags()).containsExactly(new Tag("one"));
        }

        try (OciLayout layout = OciLayout.open(path)) {
            assertThat(layout.onlyImage().orElseThrow().digest())
                    .hasToString(Images.withAttestations(3, "linux/arm64").digest());
        }
    }

    @Test
    void an_image_has_to_have_a_name() {
        Image image = bench.seed("1.25", Images.single(1).layers(10).build());
        Path path = folder.resolve("out.tar");
        try (DockerArchive archive = DockerArchive.create(path)) {
            assertThat(failure(Bench.run(bench.from(), archive.repository(), "1.25"))
                            .cause())
                    .hasMessageContaining("named repository:tag");
            assertThat(failure(Sync.from(bench.from())
                                    .digest(Digest.parse(image.digest()))
                                    .to(archive.repository(NGINX))
                                    .run())
                            .cause())
                    .hasMessageContaining("give the image a tag");
            assertThat(bench.source().traffic().count("GET", "/v2/.+/blobs/.+")).isZero();
        }

        assertThat(Bench.tree(folder)).isEmpty();
    }
}
