package io.registrysync.oci;

import static io.registrysync.oci.ManifestTexts.CHILD;
import static io.registrysync.oci.ManifestTexts.CONFIG;
import static io.registrysync.oci.ManifestTexts.D1;
import static io.registrysync.oci.ManifestTexts.D2;
import static io.registrysync.oci.ManifestTexts.D3;
import static io.registrysync.oci.ManifestTexts.IMAGE;
import static io.registrysync.oci.ManifestTexts.INDEX;
import static io.registrysync.oci.ManifestTexts.LAYER;
import static io.registrysync.oci.ManifestTexts.assertRefused;
import static io.registrysync.oci.ManifestTexts.parse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What manifests say, and that their bytes stay as they are. */
class ManifestTest {
    // ---- about itself ----------------------------------------------------------------------------------------------

    @Test
    void annotations_keep_their_order_and_what_is_no_text_is_left_out() {
        String annotated = INDEX.replaceFirst("}$", ",\"annotations\":{\"b\":\"1\",\"a\":\"2\",\"c\":3}}");

        assertThat(parse(MediaType.OCI_INDEX, annotated).annotations())
                .containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
        assertThat(parse(MediaType.OCI_INDEX, INDEX).annotations()).isEmpty();
    }

    @Test
    void odd_annotations_and_types_do_not_make_a_manifest_unreadable() {
        String odd = INDEX.replaceFirst("}$", ",\"annotations\":[1],\"artifactType\":{\"x\":[]}}");

        assertThat(parse(MediaType.OCI_INDEX, odd).annotations()).isEmpty();
        assertThat(parse(MediaType.OCI_INDEX, odd).artifactType()).isEmpty();
    }

    @Test
    void an_artifact_has_the_type_it_names_or_else_that_of_its_configuration() {
        String artifact = IMAGE.replaceFirst("}$", ",\"artifactType\":\"application/x\"}");

        assertThat(parse(MediaType.OCI_MANIFEST, artifact).artifactType()).isEqualTo("application/x");
        assertThat(parse(MediaType.OCI_MANIFEST, IMAGE).artifactType())
                .isEqualTo("application/vnd.oci.image.config.v1+json");
        assertThat(parse(MediaType.OCI_INDEX, INDEX).artifactType()).isEmpty();
    }

    // ---- kinds ----------------------------------------------------------------------------------------------------

    @Test
    void oci_image_has_a_config_and_layers() {
        ImageManifest image = (ImageManifest) parse(MediaType.OCI_MANIFEST, IMAGE);
        assertThat(image.config().orElseThrow().digest()).hasToString(D1);
        assertThat(image.layers()).extracting(Descriptor::size).containsExactly(22L);
        assertThat(image.blobs()).extracting(layer -> layer.digest().toString()).containsExactly(D1, D2);
        assertThat(image.children()).isEmpty();
        assertThat(image.subject()).isEmpty();
        assertThat(image.descriptor())
                .isEqualTo(new Descriptor(
                        MediaType.OCI_MANIFEST, Digest.sha256(IMAGE.getBytes(UTF_8)), IMAGE.getBytes(UTF_8).length));
        assertThat(image)
                .hasToString(MediaType.OCI_MANIFEST + " " + image.descriptor().digest());
    }

    @Test
    void docker_schema_2_is_an_image() {
        String docker = IMAGE.replace(MediaType.OCI_MANIFEST.name(), MediaType.DOCKER_MANIFEST.name());
        Manifest manifest = parse(MediaType.DOCKER_MANIFEST, docker);
        assertThat(manifest).isInstanceOf(ImageManifest.class);
        assertThat(manifest.descriptor().mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
    }

    @Test
    void oci_index_has_children() {
        Manifest manifest = parse(MediaType.OCI_INDEX, INDEX);
        assertThat(manifest).isInstanceOf(Index.class);
        assertThat(manifest.children())
                .extracting(child -> child.digest().toString())
                .containsExactly(D3);
        assertThat(manifest.blobs()).isEmpty();
    }

    @Test
    void docker_list_has_children_with_platforms() {
        String list = """
                {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.list.v2+json", "manifests": [
                  {"mediaType": "application/vnd.docker.distribution.manifest.v2+json", "size": 1, "digest": "D3",
                   "platform": {"architecture": "aarch64", "os": "linux", "variant": "v8", "features": ["x"]}},
                  {"mediaType": "application/vnd.docker.distribution.manifest.v2+json", "size": 1, "digest": "D3",
                   "platform": {"architecture": "amd64", "os": "windows", "os.version": "10.0.1", "os.features": []}},
                  {"mediaType": "application/vnd.docker.distribution.manifest.v2+json", "size": 1, "digest": "D3",
                   "platform": {}}
                ]}
                """.replace("D3", D3);
        assertThat(parse(MediaType.DOCKER_LIST, list).children())
                .extracting(child -> child.platform().orElseThrow())
                .containsExactly(
                        Platform.parse("linux/arm64"),
                        new Platform("windows", "amd64", "", "10.0.1"),
                        Platform.parse("unknown/unknown"));
    }

    @Test
    void artifact_manifest_has_blobs_but_no_config() {
        String artifact = "{\"mediaType\":\"" + MediaType.OCI_ARTIFACT + "\",\"artifactType\":\"a/b\",\"blobs\":["
                + LAYER + "],\"subject\":" + CHILD + "}";
        ImageManifest manifest = (ImageManifest) parse(MediaType.OCI_ARTIFACT, artifact);
        assertThat(manifest.config()).isEmpty();
        assertThat(manifest.blobs())
                .extracting(blob -> blob.digest().toString())
                .containsExactly(D2);
        assertThat(manifest.subject().orElseThrow().digest()).hasToString(D3);
    }

    @Test
    void artifact_manifest_may_have_no_blobs() {
        assertThat(parse(MediaType.OCI_ARTIFACT, "{\"mediaType\":\"" + MediaType.OCI_ARTIFACT + "\"}")
                        .blobs())
                .isEmpty();
    }

    @Test
    void unknown_type_is_opaque() {
        MediaType type = new MediaType("application/vnd.example.thing.v9+json");
        Manifest manifest = parse(type, "{\"mediaType\":\"" + type + "\",\"layers\":[" + LAYER + "],\"things\":[1]}");
        assertThat(manifest).isInstanceOf(OpaqueManifest.class);
        assertThat(manifest.descriptor().mediaType()).isEqualTo(type);
        assertThat(manifest.blobs()).isEmpty();
        assertThat(manifest.children()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.docker.distribution.manifest.v1+prettyjws, application/vnd.docker.distribution.manifest.v1+prettyjws",
        "application/vnd.docker.distribution.manifest.v1+json, application/vnd.docker.distribution.manifest.v1+json",
        "application/json, application/vnd.docker.distribution.manifest.v1+json",
        "text/plain, application/vnd.docker.distribution.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.v1+json",
    })
    void schema_1_is_recognised_whatever_it_is_called(String delivered, String type) {
        String old = "{\"schemaVersion\": 1, \"name\": \"x\", \"fsLayers\": [{\"blobSum\": \"" + D1
                + "\"}], \"history\": []}";
        Manifest manifest = parse(new MediaType(delivered), old);
        assertThat(manifest).isInstanceOf(OpaqueManifest.class);
        assertThat(manifest.descriptor().mediaType()).hasToString(type);
        assertThat(manifest.descriptor().mediaType().isSchema1()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream", "Application/JSON"})
    void kind_follows_from_the_body_where_the_header_says_nothing(String delivered) {
        MediaType type = new MediaType(delivered);
        assertThat(parse(type, IMAGE).descriptor().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(parse(type, "{\"manifests\":[" + CHILD + "]}").descriptor().mediaType())
                .isEqualTo(MediaType.OCI_INDEX);
        assertThat(parse(type, "{\"config\":" + CONFIG + ",\"layers\":[]}")
                        .descriptor()
                        .mediaType())
                .isEqualTo(MediaType.OCI_MANIFEST);
        assertRefused(type, "{\"schemaVersion\":2}", "what kind of manifest");
    }

    @Test
    void kind_follows_from_the_header_where_the_body_says_nothing() {
        String silent = "{\"config\":" + CONFIG + ",\"layers\":[" + LAYER + "]}";
        assertThat(parse(MediaType.DOCKER_MANIFEST, silent).descriptor().mediaType())
                .isEqualTo(MediaType.DOCKER_MANIFEST);
    }

    @Test
    void digest_is_computed_with_the_algorithm_that_is_asked_for() {
        Manifest manifest = Manifest.parse(MediaType.OCI_MANIFEST, IMAGE.getBytes(UTF_8), "sha512");
        assertThat(manifest.descriptor().digest()).isEqualTo(Digest.of("sha512", IMAGE.getBytes(UTF_8)));
    }

    @Test
    void details_of_descriptors_are_kept() {
        String index =
                "{\"manifests\":[{\"mediaType\":\"a/b\",\"digest\":\"" + D1 + "\",\"size\":0,\"artifactType\":\"x/y\","
                        + "\"annotations\":{\"k\":\"v\",\"odd\":5,\"nested\":{\"a\":[1]}},\"urls\":[\"https://x/y\"],\"data\":\"e30=\"}]}";
        Descriptor child = parse(MediaType.OCI_INDEX, index).children().get(0);
        assertThat(child.artifactType()).isEqualTo("x/y");
        assertThat(child.annotations()).isEqualTo(Map.of("k", "v"));
        assertThat(child.urls()).containsExactly("https://x/y");
        assertThat(child.size()).isZero();
    }

    @Test
    void null_means_absent() {
        String image = IMAGE.replace("{\"schemaVersion\"", "{\"manifests\":null,\"subject\":null,\"schemaVersion\"")
                .replace(
                        "\"size\":22",
                        "\"size\":22,\"urls\":null,\"annotations\":null,\"platform\":null,\"artifactType\":null");
        assertThat(parse(MediaType.OCI_MANIFEST, image).blobs()).hasSize(2);
    }

    @Test
    void duplicates_among_layers_survive() {
        assertThat(parse(MediaType.OCI_MANIFEST, IMAGE.replace("[" + LAYER, "[" + LAYER + "," + LAYER))
                        .blobs())
                .hasSize(3);
    }

    // ---- bytes ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                " \t\r\n%s",
                "%s\n",
                "%s \r\n\t ",
                "\uFEFF%s",
                "{\"unknown\":{\"a\":[1,2.50,1e400,true,null,\"\\u0000\"]},%t",
                "{\"a\":1,\"a\":2,\"a\":{\"a\":1,\"a\":2},%t",
                "{\"annotations\":{\"k\":\"1\",\"k\":\"2\"},%t",
                "{\"x\":\"\\ud800 \\\" / \\/ ü 密 \uD83D\uDE00\",%t",
            })
    void keeps_bytes_and_digest_whatever_else_is_in_it(String frame) {
        String text = frame.replace("%s", IMAGE).replace("%t", IMAGE.substring(1));
        byte[] bytes = text.getBytes(UTF_8);
        Manifest manifest = Manifest.parse(MediaType.OCI_MANIFEST, bytes.clone());
        assertThat(manifest.bytes()).isEqualTo(bytes);
        assertThat(manifest.descriptor().digest()).isEqualTo(Digest.sha256(bytes));
        assertThat(manifest.descriptor().size()).isEqualTo(bytes.length);
        assertThat(manifest.blobs()).hasSize(2);
    }

    @Test
    void bytes_are_a_copy() {
        Manifest manifest = parse(MediaType.OCI_MANIFEST, IMAGE);
        Arrays.fill(manifest.bytes(), (byte) 0);
        assertThat(manifest.bytes()).isEqualTo(IMAGE.getBytes(UTF_8));
    }

    @Test
    void lists_cannot_be_changed() {
        Manifest manifest = parse(MediaType.OCI_MANIFEST, IMAGE);
        assertThat(manifest.blobs()).isUnmodifiable();
        assertThat(((ImageManifest) manifest).layers()).isUnmodifiable();
        assertThat(parse(MediaType.OCI_INDEX, INDEX).children()).isUnmodifiable();
    }
}
