package io.registrysync.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An archive from anywhere can do nothing but be refused. */
@Timeout(60)
class HostileArchiveTest {
    private static final byte[] CONFIG = utf8("{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[]}}");
    private static final byte[] MANIFEST = utf8("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST
            + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
            + Digest.sha256(CONFIG) + "\",\"size\":" + CONFIG.length + "},\"layers\":[]}");
    private static final String INDEX = "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + MediaType.OCI_MANIFEST
            + "\",\"digest\":\"" + Digest.sha256(MANIFEST) + "\",\"size\":" + MANIFEST.length
            + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"1.0\"}}]}";
    private static final String VERSION = "{\"imageLayoutVersion\":\"1.0.0\"}";

    @TempDir
    private Path folder;

    private static TestTar good() {
        return blobs(new TestTar().file("oci-layout", VERSION).file("index.json", INDEX));
    }

    private static TestTar blobs(TestTar tar) {
        return tar.file(blob(CONFIG), CONFIG).file(blob(MANIFEST), MANIFEST);
    }

    private static String blob(byte[] content) {
        return "blobs/sha256/" + Digest.sha256(content).encoded();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> hostile() {
        byte[] evil = utf8("evil");
        return Stream.of(
                refused("leads out of it", tar -> tar.file("../evil", evil)),
                refused("leads out of it", tar -> tar.file("blobs/sha256/../../../evil", evil)),
                refused("leads out of it", tar -> tar.file("/etc/evil", evil)),
                refused("leads out of it", tar -> tar.pax("path", "../evil").file("harmless", evil)),
                refused(
                        "leads out of it",
                        tar -> tar.entry('L', "@LongLink", "", utf8("../evil\0"))
                                .file("harmless", evil)),
                refused("leads out of it", tar -> tar.link('5', "../folder/", "")),
                refused("symbolic link", tar -> tar.link('2', "blobs/sha256/link", "/etc/passwd")),
                refused("hard link", tar -> tar.link('1', "blobs/sha256/link", "index.json")),
                refused("device", tar -> tar.link('3', "dev", "")),
                refused("device", tar -> tar.link('4', "dev", "")),
                refused("device", tar -> tar.link('6', "fifo", "")),
                refused("sparse", tar -> tar.entry('S', "holes", "", evil)),
                refused("sparse", tar -> tar.pax("GNU.sparse.major", "1").file("holes", evil)),
                refused("unknown type", tar -> tar.entry('V', "label", "", new byte[0])),
                refused("'index.json' twice", tar -> tar.file("index.json", INDEX)),
                refused("'oci-layout' twice", tar -> tar.file("./oci-layout", VERSION)),
                refused("cut off", tar -> tar.header('0', "blobs/bomb", "", 0777_7777_7777L)),
                refused("cut off", tar -> tar.pax("size", "999999999999999999").file("blobs/bomb", evil)),
                refused("longer than 1048576", tar -> tar.entry('x', "pax", "", new byte[2_000_000])),
                refused("is damaged", tar -> tar.entry('x', "pax", "", utf8("99 path=x\n"))),
                refused("is damaged", tar -> tar.entry('x', "pax", "", utf8("path=x\n"))),
                refused("is damaged", tar -> tar.entry('x', "pax", "", utf8("3 \n"))),
                refused("no header at byte", tar -> tar.raw(new byte[] {1}).raw(new byte[511])),
                refused(
                        "no header at byte",
                        tar -> tar.raw(new byte[] {1, 2, 3}).raw(new byte[100])));
    }

    private static Arguments refused(String reason, UnaryOperator<TestTar> addition) {
        return Arguments.of(reason, addition);
    }

    @ParameterizedTest(name = "{0} ({index})")
    @MethodSource("hostile")
    void is_refused_and_nothing_is_written(String reason, UnaryOperator<TestTar> addition) throws IOException {
        Path room = Files.createDirectories(folder.resolve("a/b/c"));
        byte[] bytes = addition.apply(good()).bytes();
        Path archive = Files.write(room.resolve("hostile.tar"), bytes);

        assertRefused(archive, Kind.CONFIGURATION, reason);
        assertThat(Bench.tree(folder)).containsExactly("a", "a/b", "a/b/c", "a/b/c/hostile.tar");
        assertThat(archive).hasBinaryContent(bytes);
    }

    private static void assertRefused(Path archive, Kind kind, String... reasons) {
        for (Disk.Action<OciLayout> opening :
                List.<Disk.Action<OciLayout>>of(() -> OciLayout.open(archive), () -> OciLayout.archive(archive))) {
            assertThatThrownBy(opening::run)
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                    .message()
                    .contains(reasons)
                    .contains("open oci-archive:" + archive);
        }
    }

    @Test
    void a_good_one_is_read() throws IOException {
        Path archive = good().link('5', "./", "")
                .pax("comment", "é")
                .file("other", "kept")
                .write(folder.resolve("x.tar"));

        try (OciLayout layout = OciLayout.open(archive)) {
            assertThat(layout.repository().manifest(new Tag("1.0")).bytes()).isEqualTo(MANIFEST);
            assertThat(layout.repository().tags()).containsExactly(new Tag("1.0"));
        }
    }

    @Test
    void reads_names_and_lengths_of_every_form() throws IOException {
        Path archive = folder.resolve("x.tar");
        String name = blob(CONFIG);
        TestTar tar = new TestTar()
                .file("./oci-layout", VERSION)
                .pax("path", "index.json", "size", Integer.toString(INDEX.length()))
                .header('0', "shortened", "", 0)
                .raw(Arrays.copyOf(utf8(INDEX), (INDEX.length() + 511) / 512 * 512))
                .entry('L', "././@LongLink", "", utf8(name + "\0"))
                .file("shortened", CONFIG)
                .entry('\0', blob(MANIFEST), "", MANIFEST);
        tar.write(archive);

        try (OciLayout layout = OciLayout.open(archive)) {
            assertThat(layout.repository().manifest(new Tag("1.0")).bytes()).isEqualTo(MANIFEST);
            Descriptor config =
                    layout.repository().manifest(new Tag("1.0")).blobs().get(0);
            try (InputStream in = layout.repository().openBlob(config, 5)) {
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONFIG, 5, CONFIG.length));
            }
        }
    }

    @Test
    void more_than_a_hundred_thousand_entries_are_refused() {
        TestTar tar = good();
        byte[] one = new TestTar().header('5', "folder/", "", 0).bytes();
        byte[] header = Arrays.copyOf(one, 512);
        for (int i = 0; i <= 100_000; i++) {
            tar.raw(header);
        }

        assertRefused(tar.write(folder.resolve("x.tar")), Kind.CONFIGURATION, "more than 100000 entries");
    }

    @Test
    void an_index_that_is_too_long_is_refused() {
        TestTar tar =
                blobs(new TestTar().file("oci-layout", VERSION).file("index.json", INDEX + " ".repeat(4_200_000)));

        assertRefused(tar.write(folder.resolve("x.tar")), Kind.CONFIGURATION, "'index.json'", "longer than 4194304");
    }

    @Test
    void a_compressed_archive_is_refused_with_the_way_out() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(good().bytes());
        }
        Path archive = Files.write(folder.resolve("x.tar.gz"), compressed.toByteArray());

        assertRefused(archive, Kind.CONFIGURATION, "compressed", "gunzip x.tar.gz");
    }

    @Test
    void what_is_no_archive_is_told() throws IOException {
        assertRefused(Files.writeString(folder.resolve("text"), "hello"), Kind.CONFIGURATION, "not a tar archive");
        assertRefused(Files.write(folder.resolve("noise"), noise()), Kind.CONFIGURATION, "not a tar archive");
        assertRefused(Files.write(folder.resolve("empty"), new byte[0]), Kind.CONFIGURATION, "empty");
        assertRefused(
                new TestTar().file("readme", "hi").write(folder.resolve("x.tar")),
                Kind.CONFIGURATION,
                "no OCI layout: it has no file oci-layout");
        assertRefused(
                new TestTar()
                        .file("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}")
                        .write(folder.resolve("y.tar")),
                Kind.CONFIGURATION,
                "version '2.0.0'");
        assertRefused(
                new TestTar().file("oci-layout", VERSION).write(folder.resolve("z.tar")),
                Kind.CONFIGURATION,
                "no index.json");
    }

    private static byte[] noise() {
        byte[] noise = new byte[4096];
        Arrays.fill(noise, (byte) 0x55);
        return noise;
    }

    @Test
    void a_manifest_that_is_not_what_its_digest_says_is_refused() {
        byte[] wrong = MANIFEST.clone();
        wrong[wrong.length - 2] = ' ';
        TestTar tar = new TestTar()
                .file("oci-layout", VERSION)
                .file("index.json", INDEX)
                .file(blob(MANIFEST), wrong);

        try (OciLayout layout = OciLayout.open(tar.write(folder.resolve("x.tar")))) {
            assertThatThrownBy(() -> layout.repository().manifest(new Tag("1.0")))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Kind.INVALID_CONTENT))
                    .hasMessageContaining("digest mismatch");
        }
    }

    @Test
    void a_blob_that_stands_twice_is_refused_when_it_is_asked_for() {
        Path archive = blobs(good()).write(folder.resolve("x.tar"));

        try (OciLayout layout = OciLayout.open(archive)) {
            assertThatThrownBy(() -> layout.repository().manifest(new Tag("1.0")))
                    .hasMessageContaining("the archive has 'blobs/sha256/")
                    .hasMessageContaining("twice");
        }
    }

    @Test
    void an_archive_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = good().bytes();
        for (int length = 0; length < whole.length - 1536; length += 100) {
            Path archive = Files.write(folder.resolve("x.tar"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> {
                        try (OciLayout layout = OciLayout.open(archive)) {
                            layout.repository().manifest(new Tag("1.0"));
                        }
                    })
                    .isInstanceOf(RegistryException.class);
        }
    }
}
