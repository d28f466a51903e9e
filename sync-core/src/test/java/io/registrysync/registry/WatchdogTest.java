package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By a clock that only the test moves. */
class WatchdogTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Watchdog watchdog = new Watchdog(clock::get);
    private final Watchdog.Watch watch = watchdog.watch(cuts::incrementAndGet);

    @AfterEach
    void close() {
        watchdog.close();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void cuts_what_is_expected_for_too_long_once_and_says_why() {
        watch.expect("no byte came", Duration.ofSeconds(30));
        pass(Duration.ofSeconds(30));
        watchdog.check();
        assertThat(watch.reason()).isNull();

        pass(Duration.ofMillis(1));
        watchdog.check();
        watchdog.check();

        assertThat(cuts).hasValue(1);
        assertThat(watch.reason()).hasMessage("stalled: no byte came for 30 s");
    }

    @Test
    void does_not_count_the_time_in_which_nothing_is_expected() throws SocketTimeoutException {
        watch.expect("no byte came", Duration.ofSeconds(30));
        watch.met(1);
        pass(Duration.ofHours(1));
        watchdog.check();

        assertThat(cuts).hasValue(0);
    }

    @Test
    void forgets_what_has_ended() {
        watch.expect("no answer", Duration.ofSeconds(1));
        watch.close();
        pass(Duration.ofSeconds(2));
        watchdog.check();

        assertThat(cuts).hasValue(0);
    }

    @Test
    void gives_up_a_connection_that_delivers_byte_by_byte() throws SocketTimeoutException {
        for (int i = 0; i < 60; i++) {
            watch.expect("no byte came", Duration.ofSeconds(30));
            pass(Duration.ofSeconds(1));
            watch.met(1);
        }
        watch.expect("no byte came", Duration.ofSeconds(30));
        pass(Duration.ofSeconds(1));

        assertThatThrownBy(() -> watch.met(1))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("stalled: only 61 bytes in 61 s");
    }

    @Test
    void lets_a_slow_connection_live_that_delivers_more_than_the_floor() {
        assertThatCode(() -> {
                    for (int i = 0; i < 600; i++) {
                        watch.expect("no byte came", Duration.ofSeconds(30));
                        pass(Duration.ofSeconds(1));
                        watch.met(1100);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void does_not_blame_a_source_for_the_slowness_of_a_target() {
        assertThatCode(() -> {
                    for (int i = 0; i < 600; i++) {
                        watch.expect("no byte came", Duration.ofSeconds(30));
                        watch.met(1);
                        pass(Duration.ofSeconds(20));
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void ends_what_has_only_so_much_time_left_although_it_goes_on() throws SocketTimeoutException {
        watch.finishWithin(Duration.ofMillis(400));
        watch.expect("nothing was taken", Duration.ofSeconds(30));
        watch.met(1_000_000);
        watchdog.check();
        assertThat(cuts).hasValue(0);

        pass(Duration.ofMillis(401));
        watchdog.check();

        assertThat(cuts).hasPositiveValue();
    }
}
