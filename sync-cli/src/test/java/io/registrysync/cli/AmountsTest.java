package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({
        "4096, 4096",
        "50MiB, 52428800",
        "50 MiB/s, 52428800",
        "1.5KB, 1500",
        "2GB, 2000000000",
        "1gib, 1073741824",
    })
    void reads_sizes(String text, long bytes) {
        assertThat(Amounts.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1MiB", "5M", "1e9", "9999999999999KiB"})
    void refuses_sizes_that_are_none_or_leave_the_unit_open(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.bytes(text));
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "1.5m, PT1M30S", "2h, PT2H", "3d, PT72H", "2w, PT336H", "0.5d, PT12H"})
    void reads_times(String text, Duration time) {
        assertThat(Amounts.duration(text)).isEqualTo(time);
    }

    @Test
    void refuses_a_time_without_a_unit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Amounts.duration("30"))
                .withMessageContaining("30s");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 KiB",
        "50540000, 48.2 MiB",
        "125829120, 120 MiB",
        "1073741823, 1.0 GiB",
    })
    void writes_sizes_with_two_or_three_digits(long bytes, String text) {
        assertThat(Amounts.size(bytes)).isEqualTo(text);
    }

    @Test
    void writes_a_part_in_the_unit_of_the_whole() {
        assertThat(Amounts.portion(1024, 10 * 1024 * 1024)).isEqualTo("0.0/10.0 MiB");
    }

    @ParameterizedTest
    @CsvSource({"PT0.84S, 0.8 s", "PT59.9S, 59.9 s", "PT5M7S, 5:07", "PT1H2M9S, 1:02:09"})
    void writes_times(Duration time, String text) {
        assertThat(Amounts.time(time)).isEqualTo(text);
    }
}
