package io.registrysync.oci;

import static io.registrysync.oci.ManifestTexts.CHILD;
import static io.registrysync.oci.ManifestTexts.CONFIG;
import static io.registrysync.oci.ManifestTexts.D1;
import static io.registrysync.oci.ManifestTexts.D2;
import static io.registrysync.oci.ManifestTexts.IMAGE;
import static io.registrysync.oci.ManifestTexts.INDEX;
import static io.registrysync.oci.ManifestTexts.JSON;
import static io.registrysync.oci.ManifestTexts.LAYER;
import static io.registrysync.oci.ManifestTexts.OCTETS;
import static io.registrysync.oci.ManifestTexts.assertRefused;
import static io.registrysync.oci.ManifestTexts.parse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

/** Manifests that are broken, ambiguous or too large on purpose. */
class HostileManifestTest {
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
}
