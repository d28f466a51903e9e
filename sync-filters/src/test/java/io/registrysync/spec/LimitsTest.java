package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void of_two_rates_the_lower_counts() {
        assertThat(sync(8, 20).at(Optional.empty(), Optional.of(5.0)).requestsPerSecond())
                .contains(5.0);
        assertThat(sync(8, 20).at(Optional.empty(), Optional.of(50.0)).requestsPerSecond())
                .contains(20.0);
        assertThat(sync(8, 20).at(Optional.empty(), Optional.empty()).requestsPerSecond())
                .contains(20.0);
        assertThat(Limits.NONE.at(Optional.empty(), Optional.of(5.0)).requestsPerSecond())
                .contains(5.0);
    }

    @Test
    void concurrency_of_a_registry_counts_before_that_of_a_sync() {
        assertThat(sync(8, 20).at(Optional.of(2), Optional.empty()).concurrency())
                .contains(2);
        assertThat(sync(8, 20).at(Optional.empty(), Optional.empty()).concurrency())
                .contains(8);
    }

    private static Limits sync(int concurrency, double rate) {
        return new Limits(
                Optional.of(concurrency), Optional.empty(), Optional.of(rate), Optional.empty(), Optional.empty());
    }
}
