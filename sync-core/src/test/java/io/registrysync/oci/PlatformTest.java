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

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "amd64, linux/amd64",
        "linux/amd64, linux/amd64",
        "Linux/AMD64, linux/amd64",
        "x86_64, linux/amd64",
        "linux/x86-64, linux/amd64",
        "X86_64, linux/amd64",
        "aarch64, linux/arm64",
        "linux/arm64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "arm64/v8, linux/arm64",
        "aarch64/v8, linux/arm64",
        "linux/arm64/8, linux/arm64",
        "linux/arm64/v9, linux/arm64/v9",
        "arm/v7, linux/arm/v7",
        "linux/arm/v6, linux/arm/v6",
        "armhf, linux/arm",
        "i386, linux/386",
        "linux/386, linux/386",
        "windows/amd64, windows/amd64",
        "darwin/arm64, darwin/arm64",
        "linux/amd64/v3, linux/amd64/v3",
        "s390x, linux/s390x",
        "linux/ppc64le, linux/ppc64le",
        "unknown/unknown, unknown/unknown",
    })
    void spellings_have_one_normal_form(String text, String normal) {
        assertThat(Platform.parse(text)).hasToString(normal).isEqualTo(Platform.parse(normal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "linux/",
                "/amd64",
                "linux//v7",
                "linux/arm/v7/x",
                "a b",
                "linux/amd64\n",
                "linux/é",
                "*",
                "all/*"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Platform.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("platform");
    }

    @Test
    void version_of_the_operating_system_tells_platforms_apart() {
        Platform server = new Platform("windows", "amd64", "", "10.0.17763.1");
        assertThat(server).hasToString("windows/amd64 10.0.17763.1").isNotEqualTo(Platform.parse("windows/amd64"));
    }

    @Property
    void arbitrary_text_is_accepted_or_refused_with_a_clean_message(@ForAll("any") String text) {
        Texts.accepted_or_refused(text, candidate -> {
            Platform platform = Platform.parse(candidate);
            assertThat(Platform.parse(platform.toString())).isEqualTo(platform);
        });
    }

    @Test
    void long_text_takes_linear_time() {
        Texts.without_delay(Platform::parse);
    }

    @Provide
    Arbitrary<String> any() {
        return Texts.any();
    }
}
