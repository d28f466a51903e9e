package io.registrysync.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.registry.Cancellation;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    private static String slowly(Cancellation cancellation) {
        cancellation.pause(LONG);
        return "all";
    }

    @Test
    void work_that_takes_too_long_is_told_to_end() {
        try (Waiting waiting = new Waiting()) {
            assertThatThrownBy(() -> waiting.within(MOMENT, WaitingTest::slowly))
                    .isInstanceOf(Waiting.GivenUp.class)
                    .hasMessageContaining("504");
        }
    }

    @Test
    void work_may_bring_what_it_has_by_then() {
        try (Waiting waiting = new Waiting()) {
            String answer = waiting.within(MOMENT, cancellation -> {
                try {
                    return slowly(cancellation);
                } catch (CancellationException overdue) {
                    return "a part";
                }
            });
            assertThat(answer).isEqualTo("a part");
        }
    }

    @Test
    void a_failure_is_that_of_the_work() {
        try (Waiting waiting = new Waiting()) {
            assertThatThrownBy(() -> waiting.within(LONG, cancellation -> {
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no");
        }
    }

    @Test
    void not_more_than_a_few_ask_at_once() {
        try (Waiting waiting = new Waiting()) {
            assertThatThrownBy(() -> deeper(waiting, 16)).hasMessageContaining("429");
            assertThat(deeper(waiting, 15)).isEqualTo("the innermost");
        }
    }

    /** Questions within questions, so many besides the innermost. */
    private static String deeper(Waiting waiting, int levels) {
        return waiting.within(LONG, cancellation -> levels == 0 ? "the innermost" : deeper(waiting, levels - 1));
    }
}
