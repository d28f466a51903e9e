package io.registrysync.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration of an image says. */
class ImageConfigTest {
    private static ImageConfig parse(String json) {
        return ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tells_time_and_platform() {
        ImageConfig config = parse("""
                {"architecture":"arm","config":{"os":"x","created":"1999-01-01T00:00:00Z"},"variant":"v7",
                 "created":"2024-05-06T07:08:09.123456789+02:00","os":"linux","history":[{"created":"x"}]}""");

        assertThat(config.created()).hasValue(Instant.parse("2024-05-06T05:08:09.123456789Z"));
        assertThat(config.platform()).hasValue(Platform.parse("linux/arm/v7"));
    }

    @ParameterizedTest
    @CsvSource({"0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void gives_odd_times_as_they_are(String time) {
        assertThat(parse("{\"created\":\"" + time + "\"}").created()).hasValue(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"created\":null}", "{\"created\":5}", "{\"created\":\"yesterday\"}"})
    void knows_no_time_where_none_is_written(String json) {
        assertThat(parse(json).created()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"os\":\"linux\"}", "{\"os\":\"\",\"architecture\":\"amd64\"}", "{\"os\":[]}"})
    void knows_no_platform_where_none_is_written(String json) {
        assertThat(parse(json).platform()).isEmpty();
    }

    @Test
    void gives_no_text_that_steers_a_terminal() {
        ImageConfig config = parse("{\"os\":\"li\\u001b[31mnux\",\"architecture\":\"" + "a".repeat(300) + "\"}");

        assertThat(config.platform().orElseThrow().toString())
                .startsWith("li?[31mnux/a")
                .hasSizeLessThan(90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "\"x\"", "{\"os\":", "nul"})
    void is_a_json_object(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(FormatException.class);
    }
}
