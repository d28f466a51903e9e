package io.registrysync.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final MediaType JSON = new MediaType("application/json");
    private static final MediaType OCTETS = new MediaType("application/octet-stream");
    private static final String D1 = "sha256:" + "1".repeat(64);
    private static final String D2 = "sha256:" + "2".repeat(64);
    private static final String D3 = "sha256:" + "3".repeat(64);
    private static final String CONFIG = descriptor("application/vnd.oci.image.config.v1+json", D1, 11);
    private static final String LAYER = descriptor("application/vnd.oci.image.layer.v1.tar+gzip", D2, 22);
    private static final String CHILD = descriptor("application/vnd.oci.image.manifest.v1+json", D3, 33);
    private static final String IMAGE = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST
            + "\",\"config\":" + CONFIG + ",\"layers\":[" + LAYER + "]}";
    private static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[" + CHILD + "]}";

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

    // ---- contradictions -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"manifests\":[],\"layers\":[]}",
                "{\"manifests\":[],\"config\":%c}",
                "{\"layers\":[],\"config\":%c,\"manifests\":[]}",
                "{\"schemaVersion\":1,\"layers\":[],\"config\":%c,\"manifests\":[]}",
            })
    void body_that_is_an_index_and_an_image_is_refused_under_every_type(String body) {
        String text = body.replace("%c", CONFIG);
        for (MediaType type : List.of(
                MediaType.OCI_INDEX,
                MediaType.OCI_MANIFEST,
                MediaType.DOCKER_LIST,
                MediaType.DOCKER_MANIFEST,
                MediaType.OCI_ARTIFACT,
                JSON,
                new MediaType("application/vnd.example+json"))) {
            assertRefused(type, text, "ambiguous");
        }
    }

    @Test
    void body_that_contradicts_its_header_is_refused() {
        assertRefused(MediaType.OCI_INDEX, IMAGE, "was delivered as");
        assertRefused(MediaType.DOCKER_MANIFEST, IMAGE, "was delivered as");
        assertRefused(MediaType.OCI_MANIFEST, INDEX, "was delivered as");
        assertRefused(MediaType.OCI_INDEX, "{\"config\":" + CONFIG + ",\"layers\":[]}", "has no 'manifests'");
        assertRefused(MediaType.OCI_MANIFEST, "{\"manifests\":[" + CHILD + "]}", "has no 'config'");
        assertRefused(MediaType.OCI_MANIFEST, "{\"config\":" + CONFIG + "}", "has no 'layers'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schemaVersion", "mediaType", "config", "layers", "subject", "manifests", "blobs"})
    void decisive_property_may_stand_only_once(String property) {
        String value = switch (property) {
            case "schemaVersion" -> "2";
            case "mediaType" -> "\"" + MediaType.OCI_MANIFEST + "\"";
            case "config", "subject" -> CONFIG;
            default -> "[]";
        };
        String twice = "\"" + property + "\":" + value + ",\"" + property + "\":" + value;
        assertRefused(MediaType.OCI_MANIFEST, "{" + twice + "}", "'" + property + "' stands twice");
        String escaped =
                twice.replaceFirst(property.substring(0, 1), "\\\\u00" + Integer.toHexString(property.charAt(0)));
        assertRefused(MediaType.OCI_MANIFEST, "{" + escaped + "}", "'" + property + "' stands twice");
        String nullFirst = "\"" + property + "\":null,\"" + property + "\":" + value;
        assertRefused(MediaType.OCI_MANIFEST, "{" + nullFirst + "}", property);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mediaType", "digest", "size"})
    void decisive_property_of_a_descriptor_may_stand_only_once(String property) {
        String value = property.equals("size") ? "22" : property.equals("digest") ? "\"" + D1 + "\"" : "\"a/b\"";
        assertRefused(
                MediaType.OCI_MANIFEST,
                IMAGE.replace("[{", "[{\"" + property + "\":" + value + ","),
                "'layers[0]." + property + "' stands twice");
        assertRefused(
                MediaType.OCI_MANIFEST,
                IMAGE.replace("[{", "[{\"" + property + "\":null,"),
                "'layers[0]." + property + "' stands twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mediaType | is not a string",
                "digest | is not a string",
                "artifactType | is not a string",
                "size | is not a length in bytes",
                "annotations | is not an object",
                "platform | is not an object",
                "urls | is not an array",
            })
    void property_of_the_wrong_type_is_refused(String property, String reason) {
        for (String value : List.of("true", "[[]]", "1.5")) {
            if (property.equals("urls") && value.equals("[[]]")) {
                continue;
            }
            String rest = IMAGE.replace("[{", "[{\"" + property + "\":" + value + ",");
            assertRefused(MediaType.OCI_MANIFEST, rest, "'layers[0]." + property + "' of the manifest " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "\"x\"", "[]", "true"})
    void layer_that_is_no_object_is_refused(String layer) {
        assertRefused(
                MediaType.OCI_MANIFEST,
                IMAGE.replace(LAYER, LAYER + "," + layer),
                "'layers[1]' of the manifest is not an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"x\"", "{}", "true"})
    void layers_that_are_no_array_are_refused(String layers) {
        assertRefused(
                MediaType.OCI_MANIFEST,
                IMAGE.replace("[" + LAYER + "]", layers),
                "'layers' of the manifest is not an array");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-9223372036854775808",
                "9223372036854775808",
                "18446744073709551616",
                "1e3",
                "22.0",
                "\"22\"",
                "[]",
                "true",
                "1000000000000000000000000000000000000000000",
            })
    void size_that_is_no_length_is_refused(String size) {
        assertRefused(
                MediaType.OCI_MANIFEST,
                IMAGE.replace("\"size\":22", "\"size\":" + size),
                "'layers[0].size' of the manifest is not a length in bytes");
    }

    @Test
    void size_of_many_terabytes_is_read() {
        String huge = IMAGE.replace("\"size\":22", "\"size\":999999999999999999");
        assertThat(parse(MediaType.OCI_MANIFEST, huge).blobs().get(1).size()).isEqualTo(999_999_999_999_999_999L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:abc", "../../etc/passwd", "", "sha256:../../x", "\\u0000"})
    void digest_that_is_none_is_refused(String digest) {
        assertRefused(MediaType.OCI_MANIFEST, IMAGE.replace(D2, digest), "is not a digest");
    }

    @Test
    void media_type_that_would_break_a_header_is_refused() {
        String broken = IMAGE.replace("layer.v1.tar+gzip", "layer\\r\\nX-Evil: 1");
        assertRefused(MediaType.OCI_MANIFEST, broken, "is not a media type");
        assertRefused(JSON, "{\"mediaType\":\"a/b\\r\\nX-Evil: 1\"}", "is not a media type");
    }

    // ---- broken JSON ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "5",
                "\"x\"",
                "{",
                "}",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "// x\n{}",
                "\u0000{}",
                "{\u0000}",
                "{}{}",
                "{} x",
                "{},",
                "[{}]",
                "<html></html>",
                "{\"a\":\u201cx\u201d}",
                "\uFEFF\uFEFF{}",
            })
    void what_is_no_json_object_is_refused(String text) {
        assertRefused(MediaType.OCI_MANIFEST, text, "manifest ");
    }

    @Test
    void content_after_the_end_is_refused() {
        for (String rest : List.of("{}", "x", ",", "]", "\u0000", "null", IMAGE)) {
            assertThatThrownBy(() -> parse(MediaType.OCI_MANIFEST, IMAGE + rest))
                    .isInstanceOf(FormatException.class);
        }
    }

    @Test
    void message_does_not_repeat_foreign_text_that_moves_the_cursor() {
        FormatException refused = catchThrowableOfType(
                FormatException.class,
                () -> parse(MediaType.OCI_MANIFEST, "{\"mediaType\":\"\\u001b[2J\\u202e" + "x".repeat(9999) + "\"}"));
        assertThat(refused.getMessage()).doesNotContain("\u001b", "\u202e").hasSizeLessThan(1600);
    }

    @Test
    void manifest_in_utf_16_or_utf_32_is_refused() {
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
            byte[] bytes = IMAGE.getBytes(Charset.forName(charset));
            assertThatThrownBy(() -> Manifest.parse(MediaType.OCI_MANIFEST, bytes))
                    .isInstanceOf(FormatException.class);
        }
    }

    @Test
    void manifest_that_ends_early_is_refused_wherever_it_ends() {
        String rich = IMAGE.replace(
                "{\"schemaVersion\"", "{\"ü\":[1,{\"a\":\"\\u00fc\"}],\"subject\":" + CHILD + ",\"schemaVersion\"");
        byte[] bytes = rich.getBytes(UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Manifest.parse(MediaType.OCI_MANIFEST, part))
                    .as("the first %d bytes", length)
                    .isInstanceOf(FormatException.class);
        }
    }

    // ---- limits ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":[", "[[{\"a\":"})
    void nesting_is_limited_wherever_it_is(String opening) {
        String deep = opening.repeat(100_000);
        for (String text : List.of(
                deep,
                "{\"x\":" + deep,
                "{\"layers\":" + deep,
                "{\"layers\":[{\"x\":" + deep,
                "{\"config\":{\"annotations\":{\"x\":" + deep,
                "{\"manifests\":[{\"platform\":{\"x\":" + deep,
                "{\"schemaVersion\":" + deep)) {
            assertThatThrownBy(() -> parse(MediaType.OCI_MANIFEST, text)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void nesting_of_64_is_read_and_more_is_refused() {
        String text =
                IMAGE.replace("{\"schemaVersion\"", "{\"x\":" + "[".repeat(64) + "]".repeat(64) + ",\"schemaVersion\"");
        assertThat(parse(MediaType.OCI_MANIFEST, text).blobs()).hasSize(2);
        assertRefused(MediaType.OCI_MANIFEST, text.replace("[]", "[[]]"), "nested deeper than 64");
    }

    @Test
    void ten_thousand_layers_are_read_and_one_more_is_refused() {
        String layers = (LAYER + ",").repeat(9_999) + LAYER;
        assertThat(parse(MediaType.OCI_MANIFEST, IMAGE.replace(LAYER, layers)).blobs())
                .hasSize(10_001);
        assertRefused(MediaType.OCI_MANIFEST, IMAGE.replace(LAYER, layers + "," + LAYER), "more than 10000 entries");
        assertRefused(
                MediaType.OCI_INDEX,
                INDEX.replace(CHILD, (CHILD + ",").repeat(10_000) + CHILD),
                "more than 10000 entries");
    }

    @Test
    void number_of_urls_and_annotations_is_limited() {
        String urls = "\"urls\":[" + "\"u\",".repeat(10_000) + "\"u\"],";
        assertRefused(MediaType.OCI_MANIFEST, IMAGE.replace("[{", "[{" + urls), "more than 10000 entries");
        StringBuilder annotations = new StringBuilder("\"annotations\":{\"\":\"\"");
        for (int i = 0; i < 10_000; i++) {
            annotations.append(",\"").append(i).append("\":\"\"");
        }
        assertRefused(
                MediaType.OCI_MANIFEST, IMAGE.replace("[{", "[{" + annotations + "},"), "more than 10000 annotations");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"schemaVersion\":",
                "\"x\":",
                "\"config\":{\"size\":",
                "\"layers\":[",
                "\"mediaType\":",
                "\"x\":-",
                "\"x\":0."
            })
    void number_of_a_million_digits_is_refused_at_once(String property) {
        String text = "{" + property + "1".repeat(1_000_000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String rest : List.of("", "}", "]}", "}}")) {
                assertThatThrownBy(() -> parse(MediaType.OCI_MANIFEST, text + rest))
                        .isInstanceOf(FormatException.class);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999", "-1", "1e999999999", "2.0", "\"1\"", "true", "null", "{}", "1000"})
    void odd_schema_version_does_not_matter(String version) {
        String text = IMAGE.replace("\"schemaVersion\":2", "\"schemaVersion\":" + version);
        assertThat(parse(MediaType.OCI_MANIFEST, text).blobs()).hasSize(2);
    }

    @Test
    void property_name_of_a_megabyte_is_refused() {
        String text = IMAGE.replace("{\"schemaVersion\"", "{\"" + "n".repeat(1_000_000) + "\":1,\"schemaVersion\"");
        assertThatThrownBy(() -> parse(MediaType.OCI_MANIFEST, text)).isInstanceOf(FormatException.class);
    }

    @Test
    void value_of_a_megabyte_is_passed_over() {
        String text = IMAGE.replace("{\"schemaVersion\"", "{\"x\":\"" + "n".repeat(1_000_000) + "\",\"schemaVersion\"");
        assertThat(parse(MediaType.OCI_MANIFEST, text).blobs()).hasSize(2);
    }

    // ---- properties -----------------------------------------------------------------------------------------------

    @Property
    void damaged_manifest_is_read_or_refused_but_nothing_else(@ForAll("damaged") byte[] bytes) {
        for (MediaType type : List.of(MediaType.OCI_MANIFEST, MediaType.OCI_INDEX, OCTETS)) {
            try {
                assertThat(Manifest.parse(type, bytes).bytes()).isEqualTo(bytes);
            } catch (FormatException refused) {
                assertThat(String.valueOf(refused.getMessage()))
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
            }
        }
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<String> whole = Arbitraries.of(IMAGE, INDEX);
        Arbitrary<Character> other = Arbitraries.chars().with("{}[]\",:0-nt\\ \0ÿ");
        return Combinators.combine(
                        whole,
                        Arbitraries.integers().greaterOrEqual(0),
                        other,
                        Arbitraries.integers().greaterOrEqual(0),
                        other)
                .as((text, first, one, second, two) -> {
                    byte[] bytes = text.getBytes(UTF_8);
                    bytes[first % bytes.length] = (byte) (char) one;
                    bytes[second % bytes.length] = (byte) (char) two;
                    return bytes;
                });
    }

    // ---- parts ----------------------------------------------------------------------------------------------------

    private static Manifest parse(MediaType type, String text) {
        return Manifest.parse(type, text.getBytes(UTF_8));
    }

    private static void assertRefused(MediaType type, String text, String reason) {
        assertThatThrownBy(() -> parse(type, text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(reason);
    }

    private static String descriptor(String type, String digest, long size) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    @Test
    void refuses_a_property_that_other_readers_take_for_a_decisive_one() {
        byte[] manifest = "{\"schemaVersion\":2,\"manifests\":[],\"Manifests\":[]}".getBytes(UTF_8);

        assertThatThrownBy(() -> Manifest.parse(MediaType.OCI_INDEX, manifest))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("'Manifests' differs only in case");
    }

    @Test
    void shows_a_platform_without_what_could_steer_a_terminal() {
        String digest = "sha256:" + "a".repeat(64);
        byte[] index = ("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + MediaType.OCI_MANIFEST
                        + "\",\"digest\":\"" + digest + "\",\"size\":1,\"platform\":{\"os\":\"li\\u001b[2Jnux\","
                        + "\"architecture\":\"amd64\"}}]}")
                .getBytes(UTF_8);

        Manifest read = Manifest.parse(MediaType.OCI_INDEX, index);

        assertThat(read.children().get(0).platform().orElseThrow().toString()).isEqualTo("li?[2jnux/amd64");
    }
}
