package io.registrysync.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.layout.DockerArchive;
import io.registrysync.layout.OciLayout;
import io.registrysync.oci.Reference;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Registry;
import io.registrysync.registry.Repository;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Layouts and archives that are exchanged with the programs that everybody uses. */
@Timeout(180)
class RealLayoutTest {
    private static final String WEB = "library/web";
    private static final String NAME = "example.com/team/web:1.25.3";

    @TempDir
    static Path shared;

    private static DockerRegistry registry;
    private static Registry client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeImages() {
        RealParts.require("docker-registry", "umoci", "skopeo", "podman", "tar");
        registry = DockerRegistry.plain();
        RealImages images = new RealImages(shared, registry.host(), 300_000);
        images.pushIndex(WEB, "all", "\n ");
        images.pushSingle(WEB, "1.25.3");
        images.pushSingle(WEB, "docker", "--format", "v2s2");
        client = Registry.at(registry.host()).open();
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            client.close();
            registry.close();
        }
    }

    private static void copy(Repository from, String tag, Repository to, String targetTag) {
        SyncReport report =
                Sync.from(from).tag(new Tag(tag), new Tag(targetTag)).to(to).run();
        assertThat(report.failures()).isEmpty();
        assertThat(report.progress().images().copied()).isEqualTo(1);
    }

    private String skopeo(String from, String to) {
        return RealParts.run("skopeo", "copy", "--quiet", "--all", "--preserve-digests", from, to);
    }

    private String podman(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "podman",
                "--root",
                folder.resolve("podman").toString(),
                "--runroot",
                folder.resolve("run").toString(),
                "--storage-driver",
                "vfs"));
        command.addAll(Arrays.asList(arguments));
        return RealParts.run(command.toArray(String[]::new));
    }

    private static Object inRegistry(String repository, String tag) {
        return Judge.plain(registry.host()).read(repository, tag);
    }

    private static Repository repository(String name) {
        return client.repository(name);
    }

    @Test
    void skopeo_and_umoci_read_a_layout_folder() {
        Path path = folder.resolve("images");
        try (OciLayout layout = OciLayout.folder(path)) {
            copy(repository(WEB), "all", layout.repository(), "all");
            copy(repository(WEB), "1.25.3", layout.repository(), "1.25.3");
            copy(repository(WEB), "1.25.3", layout.repository(new RepositoryName("team/web")), "1.25.3");
        }

        skopeo("oci:" + path + ":all", "dir:" + folder.resolve("all"));
        skopeo("oci:" + path + ":team/web:1.25.3", "dir:" + folder.resolve("named"));
        RealParts.run(
                "umoci",
                "unpack",
                "--rootless",
                "--image",
                path + ":1.25.3",
                folder.resolve("bundle").toString());
        assertThat(folder.resolve("bundle/rootfs/app")).hasSize(300_000);
        assertThat(RealParts.run("umoci", "ls", "--layout", path.toString())).contains("all", "1.25.3");
    }

    @Test
    void skopeo_reads_an_archive_and_tar_lists_it() {
        Path path = folder.resolve("images.tar");
        try (OciLayout layout = OciLayout.archive(path)) {
            copy(repository(WEB), "all", layout.repository(), "all");
        }

        skopeo("oci-archive:" + path + ":all", "dir:" + folder.resolve("all"));
        assertThat(RealParts.run("tar", "-tvf", path.toString())).contains("oci-layout", "index.json", "blobs/sha256/");
    }

    @Test
    void what_umoci_and_skopeo_wrote_is_read() {
        skopeo("docker://" + registry.host() + "/" + WEB + ":all", folder);
        try (OciLayout umoci = OciLayout.open(shared.resolve("layout"));
                OciLayout skopeo = OciLayout.open(folder.resolve("skopeo.tar"))) {
            copy(umoci.repository(), "amd64", repository("from/umoci"), "1");
            SyncReport report = Sync.from(skopeo.repository())
                    .digest(skopeo.onlyImage().orElseThrow().digest(), new Tag("all"))
                    .to(repository("from/skopeo"))
                    .run();
            assertThat(report.failures()).isEmpty();
        }

        assertThat(inRegistry("from/umoci", "1")).isEqualTo(inRegistry(WEB, "1.25.3"));
        assertThat(inRegistry("from/skopeo", "all")).isEqualTo(inRegistry(WEB, "all"));
    }

    private static void skopeo(String from, Path folder) {
        RealParts.run(
                "skopeo",
                "copy",
                "--quiet",
                "--all",
                "--src-tls-verify=false",
                from,
                "oci-archive:" + folder.resolve("skopeo.tar"));
    }

    @Test
    void a_docker_archive_is_loaded_by_podman_and_read_by_skopeo() {
        Path path = folder.resolve("docker.tar");
        try (DockerArchive archive = DockerArchive.create(path)) {
            copy(repository(WEB), "1.25.3", archive.repository(Reference.parse(NAME)), "1.25.3");
            copy(repository(WEB), "docker", archive.repository(Reference.parse("nginx")), "docker");
        }

        assertThat(podman("load", "--quiet", "--input", path.toString()))
                .contains(NAME)
                .contains("docker.io/library/nginx:docker");
        skopeo("docker-archive:" + path + ":" + NAME, folder.resolve("a"), "dir:");
        skopeo("docker-archive:" + path + ":nginx:docker", folder.resolve("b"), "dir:");
        skopeo("oci-archive:" + path + ":" + NAME, folder.resolve("c"), "oci:");
    }

    private static void skopeo(String from, Path to, String kind) {
        RealParts.run("skopeo", "copy", "--quiet", from, kind + to);
    }

    @Test
    void what_podman_and_skopeo_saved_is_read() {
        Path written = folder.resolve("docker.tar");
        try (DockerArchive archive = DockerArchive.create(written)) {
            copy(repository(WEB), "1.25.3", archive.repository(Reference.parse(NAME)), "1.25.3");
        }
        podman("load", "--quiet", "--input", written.toString());
        Path saved = folder.resolve("saved.tar");
        podman("save", "--quiet", "--output", saved.toString(), NAME);
        Path oci = folder.resolve("oci.tar");
        podman("save", "--quiet", "--format", "oci-archive", "--output", oci.toString(), NAME);
        Path skopeo = folder.resolve("skopeo.tar");
        skopeo("docker-archive:" + written, Path.of(skopeo + ":" + NAME), "docker-archive:");

        for (Path path : List.of(saved, skopeo)) {
            try (DockerArchive archive = DockerArchive.open(path)) {
                assertThat(archive.images()).extracting(Reference::toString).containsExactly(NAME);
                copy(
                        archive.repository(Reference.parse(NAME)),
                        "1.25.3",
                        repository("from/" + path.getFileName()),
                        "1");
            }
            pull("from/" + path.getFileName() + ":1", folder.resolve("pulled-" + path.getFileName()));
        }
        // The manifests that are made are the same, whoever saved the image.
        assertThat(inRegistry("from/saved.tar", "1")).isEqualTo(inRegistry("from/skopeo.tar", "1"));
        try (OciLayout archive = OciLayout.open(oci)) {
            assertThat(archive.repositories()).containsExactly(new RepositoryName("example.com/team/web"));
            copy(archive.repository(new RepositoryName("team/web")), "1.25.3", repository("from/podman"), "1");
        }
        pull("from/podman:1", folder.resolve("pulled"));
    }

    private static void pull(String name, Path to) {
        RealParts.run(
                "skopeo",
                "copy",
                "--quiet",
                "--src-tls-verify=false",
                "docker://" + registry.host() + "/" + name,
                "dir:" + to);
        assertThat(to.resolve("manifest.json")).exists();
    }
}
