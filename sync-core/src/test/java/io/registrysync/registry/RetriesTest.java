package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetriesTest {
    @Property
    void pause_lies_in_the_upper_half_of_the_doubled_span(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long first,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long more,
            @ForAll @IntRange(min = 1, max = 200) int retry) {
        Retries retries = new Retries(5, Duration.ofNanos(first), Duration.ofNanos(first + more));
        long span = BigInteger.valueOf(first)
                .shiftLeft(Math.min(retry - 1, 20))
                .min(BigInteger.valueOf(first + more))
                .longValueExact();
        assertThat(retries.pause(retry).toNanos()).isBetween(span / 2, span);
    }

    @Test
    void pauses_of_the_default_grow_to_half_a_minute_and_no_further() {
        assertThat(Retries.DEFAULT.pause(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(Retries.DEFAULT.pause(3)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(Retries.DEFAULT.pause(1_000_000)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void pauses_differ() {
        assertThat(Stream.generate(() -> Retries.DEFAULT.pause(8)).limit(50).distinct())
                .hasSizeGreaterThan(40);
    }

    @Test
    void limit_can_be_changed_alone() {
        assertThat(Retries.DEFAULT.withLimit(0))
                .isEqualTo(new Retries(0, Duration.ofMillis(200), Duration.ofSeconds(30)));
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Retries(-1, second, second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retries(1, second.negated(), second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retries(1, second, second.minusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Retries(0, Duration.ZERO, Duration.ZERO).pause(1)).isZero();
    }
}
