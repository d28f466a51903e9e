package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.registry.HostGate.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clock stands still unless a test moves it; whoever waits for a time looks at it again when the gate is paused. */
@Timeout(60)
class HostGateTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE / 2);
    private final Cancellation cancellation = new Cancellation();

    // ---- slots ----------------------------------------------------------------------------------------------------

    @Test
    void lets_as_many_in_as_there_are_slots_and_the_next_when_one_leaves() throws ExecutionException {
        HostGate gate = gate(2, 1, 0);
        HostGate.Permit first = gate.enter(Lane.REQUEST, cancellation);
        HostGate.Permit second = gate.enter(Lane.REQUEST, cancellation);
        Waiter<HostGate.Permit> third = Waiter.waitingIn(() -> gate.enter(Lane.REQUEST, cancellation));
        Waiter<HostGate.Permit> fourth = Waiter.waitingIn(() -> gate.enter(Lane.REQUEST, cancellation));
        first.close();
        second.close();
        third.result().close();
        fourth.result().close();
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void full_lane_holds_up_no_other(Lane full) {
        HostGate gate = gate(1, 1, 0);
        for (int i = 0; i < (full == Lane.TOKEN ? 4 : 1); i++) {
            gate.enter(full, cancellation);
        }
        Waiter.waitingIn(() -> gate.enter(full, cancellation));
        for (Lane other : Lane.values()) {
            if (other != full) {
                gate.enter(other, cancellation).close();
            }
        }
        cancellation.cancel();
    }

    @Test
    void slot_that_is_given_back_twice_is_one_slot() {
        HostGate gate = gate(1, 1, 0);
        HostGate.Permit permit = gate.enter(Lane.PUSH, cancellation);
        permit.close();
        permit.close();
        gate.enter(Lane.PUSH, cancellation);
        Waiter.waitingIn(() -> gate.enter(Lane.PUSH, cancellation));
        cancellation.cancel();
    }

    @Test
    void never_more_at_once_than_there_are_slots_and_nobody_is_forgotten() throws ExecutionException {
        HostGate gate = new HostGate(3, 1, 0, System::nanoTime);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Waiter<Integer>> threads = new ArrayList<>();
        List<HostGate.Permit> blockers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            blockers.add(gate.enter(Lane.REQUEST, cancellation));
        }
        for (int i = 0; i < 8; i++) {
            threads.add(Waiter.waitingIn(() -> {
                for (int round = 0; round < 500; round++) {
                    try (HostGate.Permit permit = gate.enter(Lane.REQUEST, cancellation)) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                    }
                }
                return 500;
            }));
        }
        blockers.forEach(HostGate.Permit::close);
        for (Waiter<Integer> thread : threads) {
            assertThat(thread.result()).isEqualTo(500);
        }
        assertThat(most).hasValueBetween(1, 3);
    }

    // ---- pauses ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Lane.class)
    void pause_holds_up_everybody_until_it_is_over(Lane lane) throws ExecutionException {
        HostGate gate = gate(5, 5, 0);
        gate.pause(Duration.ofHours(1));
        Waiter<HostGate.Permit> waiter = Waiter.waitingIn(() -> gate.enter(lane, cancellation));
        passes(gate, Duration.ofMinutes(59));
        waiter.assertWaits();
        passes(gate, Duration.ofMinutes(1));
        waiter.result();
    }

    @Test
    void shorter_pause_does_not_end_a_longer_one() throws ExecutionException {
        HostGate gate = gate(5, 5, 0);
        gate.pause(Duration.ofHours(2));
        gate.pause(Duration.ofHours(1));
        Waiter<HostGate.Permit> waiter = Waiter.waitingIn(() -> gate.enter(Lane.PULL, cancellation));
        passes(gate, Duration.ofHours(1));
        waiter.assertWaits();
        passes(gate, Duration.ofHours(1));
        waiter.result();
    }

    @Test
    void pause_also_holds_up_those_who_wait_already() throws ExecutionException {
        HostGate gate = gate(1, 1, 0);
        HostGate.Permit permit = gate.enter(Lane.REQUEST, cancellation);
        Waiter<HostGate.Permit> waiter = Waiter.waitingIn(() -> gate.enter(Lane.REQUEST, cancellation));
        gate.pause(Duration.ofHours(1));
        permit.close();
        waiter.assertWaits();
        passes(gate, Duration.ofHours(1));
        waiter.result();
    }

    @Test
    void pause_ends_by_itself() {
        HostGate gate = new HostGate(1, 1, 0, System::nanoTime);
        long start = System.nanoTime();
        gate.pause(Duration.ofMillis(30));
        gate.enter(Lane.REQUEST, cancellation).close();
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }

    // ---- rate -----------------------------------------------------------------------------------------------------

    @Test
    void requests_keep_their_distance_across_lanes() throws ExecutionException {
        HostGate gate = gate(9, 9, 0.01);
        gate.enter(Lane.REQUEST, cancellation);
        Waiter<HostGate.Permit> second = Waiter.waitingIn(() -> gate.enter(Lane.PUSH, cancellation));
        passes(gate, Duration.ofSeconds(99));
        second.assertWaits();
        passes(gate, Duration.ofSeconds(1));
        second.result();
        Waiter<HostGate.Permit> third = Waiter.waitingIn(() -> gate.enter(Lane.TOKEN, cancellation));
        passes(gate, Duration.ofSeconds(100));
        third.result();
    }

    @Test
    void quiet_time_is_not_saved_up() {
        HostGate gate = gate(9, 9, 0.01);
        gate.enter(Lane.REQUEST, cancellation);
        passes(gate, Duration.ofHours(1));
        gate.enter(Lane.REQUEST, cancellation);
        Waiter.waitingIn(() -> gate.enter(Lane.REQUEST, cancellation));
        cancellation.cancel();
    }

    @Test
    void without_a_rate_nobody_waits_for_the_clock() {
        HostGate gate = gate(100, 1, 0);
        for (int i = 0; i < 100; i++) {
            gate.enter(Lane.REQUEST, cancellation);
        }
    }

    // ---- ends -----------------------------------------------------------------------------------------------------

    @Test
    void cancelled_caller_is_not_let_in() {
        cancellation.cancel();
        HostGate gate = gate(1, 1, 0);
        assertThatThrownBy(() -> gate.enter(Lane.REQUEST, cancellation)).isInstanceOf(CancellationException.class);
        gate.enter(Lane.REQUEST, new Cancellation()).close();
    }

    @Test
    void cancellation_wakes_who_waits_for_a_slot_and_nobody_else() throws ExecutionException {
        HostGate gate = gate(1, 1, 0);
        Cancellation other = new Cancellation();
        HostGate.Permit permit = gate.enter(Lane.PULL, other);
        Waiter<HostGate.Permit> cancelled = Waiter.waitingIn(() -> gate.enter(Lane.PULL, cancellation));
        Waiter<HostGate.Permit> patient = Waiter.waitingIn(() -> gate.enter(Lane.PULL, other));
        cancellation.cancel();
        assertThat(cancelled.failure()).isInstanceOf(CancellationException.class);
        patient.assertWaits();
        permit.close();
        patient.result();
    }

    @Test
    void cancellation_wakes_who_waits_for_a_pause_to_end() {
        HostGate gate = gate(1, 1, 0);
        gate.pause(Duration.ofHours(1));
        Waiter<HostGate.Permit> waiter = Waiter.waitingIn(() -> gate.enter(Lane.PULL, cancellation));
        cancellation.cancel();
        assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancellation_wakes_who_waits_for_his_turn() {
        HostGate gate = gate(2, 1, 0.001);
        gate.enter(Lane.REQUEST, cancellation);
        Waiter<HostGate.Permit> waiter = Waiter.waitingIn(() -> gate.enter(Lane.REQUEST, cancellation));
        cancellation.cancel();
        assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void interruption_ends_the_wait_and_stays_visible() throws ExecutionException {
        HostGate gate = gate(1, 1, 0);
        HostGate.Permit permit = gate.enter(Lane.PULL, cancellation);
        Waiter<Boolean> waiter = Waiter.waitingIn(() -> {
            assertThatThrownBy(() -> gate.enter(Lane.PULL, cancellation)).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        waiter.interrupt();
        assertThat(waiter.result()).isTrue();
        permit.close();
        gate.enter(Lane.PULL, cancellation).close();
    }

    private HostGate gate(int requests, int blobs, double rate) {
        return new HostGate(requests, blobs, rate, now::get);
    }

    private void passes(HostGate gate, Duration time) {
        now.addAndGet(time.toNanos());
        gate.pause(Duration.ZERO);
    }
}
