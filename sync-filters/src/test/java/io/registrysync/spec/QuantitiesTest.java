package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times and sizes as people write them. */
class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "4096, 4096",
        "50MiB, 52428800",
        "50 MiB/s, 52428800",
        "1.5KB, 1500",
        "2GB, 2000000000",
        "1gib, 1073741824",
        "999999999999GiB, 9223372036854775807",
    })
    void reads_sizes(String text, long bytes) {
        assertThat(Quantities.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1MiB", "5M", "1e9", "9999999999999KiB"})
    void refuses_sizes_that_are_none_or_leave_the_unit_open(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantities.bytes(text));
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "30 s, PT30S",
        "1.5m, PT1M30S",
        "1h30m, PT1H30M",
        "2h, PT2H",
        "3d, PT72H",
        "2w, PT336H",
        "0.5d, PT12H",
        "1y, PT8760H",
    })
    void reads_times(String text, Duration time) {
        assertThat(Quantities.time(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3 days", "s", "-1s", "1s2", "999999999999y"})
    void refuses_times_that_are_none(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantities.time(text))
                .withMessageContaining("write 500ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "30s", "1h30m", "3d", "8d1s", "0s"})
    void writes_times_as_it_reads_them(String text) {
        assertThat(Quantities.text(Quantities.time(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4096KiB", "50MiB", "3GiB"})
    void writes_sizes_that_it_reads_as_the_same(String text) {
        assertThat(Quantities.bytes(Quantities.text(Quantities.bytes(text)))).isEqualTo(Quantities.bytes(text));
    }
}
