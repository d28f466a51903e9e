package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
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
