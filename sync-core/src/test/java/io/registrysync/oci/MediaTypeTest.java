package io.registrysync.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/json",
                "application/json; charset=utf-8 | application/json",
                "application/json;charset=utf-8;x=y | application/json",
                " application/json ; x | application/json",
                "application/vnd.oci.image.index.v1+json;q=0.1 | application/vnd.oci.image.index.v1+json",
                "a/b | a/b",
                "x-a!#$&^_.+-/x1 | x-a!#$&^_.+-/x1",
            })
    void parameters_of_a_content_type_are_dropped(String text, String type) {
        assertThat(MediaType.parse(text)).hasToString(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "json",
                "/",
                "a/",
                "/b",
                "a/b/c",
                "a b/c",
                "a/b c",
                "a/b, c/d",
                "a/b\r\nX: y",
                "a/b\n",
                "\u0000/b",
                "é/b",
                "*/*",
                "a/*",
                "+a/b",
                "a/.b",
                "a:b/c",
                "a/b\u202e",
            })
    void refuses_what_could_break_a_header(String text) {
        assertThatThrownBy(() -> new MediaType(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void each_part_has_127_characters_at_most() {
        assertThat(new MediaType("a".repeat(127) + "/" + "b".repeat(127))).isNotNull();
        assertThatThrownBy(() -> new MediaType("a".repeat(128) + "/b")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> new MediaType("a/" + "b".repeat(128))).isInstanceOf(FormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.oci.image.index.v1+json, index",
        "application/vnd.docker.distribution.manifest.list.v2+json, index",
        "application/vnd.oci.image.manifest.v1+json, image",
        "application/vnd.docker.distribution.manifest.v2+json, image",
        "application/vnd.oci.artifact.manifest.v1+json, image",
        "application/vnd.docker.distribution.manifest.v1+json, schema1",
        "application/vnd.docker.distribution.manifest.v1+prettyjws, schema1",
        "application/vnd.oci.image.layer.nondistributable.v1.tar, foreign",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip, foreign",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd, foreign",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, foreign",
        "application/vnd.oci.image.layer.v1.tar+gzip, other",
        "application/vnd.docker.image.rootfs.diff.tar.gzip, other",
        "application/vnd.oci.image.config.v1+json, other",
        "application/json, other",
    })
    void kind_follows_from_the_name(String name, String kind) {
        MediaType type = new MediaType(name);
        assertThat(type.isIndex()).isEqualTo(kind.equals("index"));
        assertThat(type.isImage()).isEqualTo(kind.equals("image"));
        assertThat(type.isSchema1()).isEqualTo(kind.equals("schema1"));
        assertThat(type.isNonDistributable()).isEqualTo(kind.equals("foreign"));
    }

    @Property
    void arbitrary_text_is_accepted_or_refused_and_never_breaks_a_header(@ForAll("any") String text) {
        Texts.accepted_or_refused(
                text, candidate -> assertThat(new MediaType(candidate).name()).matches("[!-~&&[^\",;]]+"));
        Texts.accepted_or_refused(
                text, candidate -> assertThat(MediaType.parse(candidate).name()).matches("[!-~&&[^\",;]]+"));
    }

    @Test
    void long_text_takes_linear_time() {
        Texts.without_delay(MediaType::parse);
    }

    @Provide
    Arbitrary<String> any() {
        return Texts.any();
    }
}
