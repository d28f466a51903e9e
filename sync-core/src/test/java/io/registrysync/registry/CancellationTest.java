package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> done = new ArrayList<>();

    @Test
    void is_not_thrown_at_first_and_stays_thrown_afterwards() {
        assertThat(cancellation.isCancelled()).isFalse();
        cancellation.check();
        cancellation.cancel();
        cancellation.cancel();
        assertThat(cancellation.isCancelled()).isTrue();
        assertThatThrownBy(cancellation::check).isInstanceOf(CancellationException.class);
    }

    @Test
    void actions_run_once_in_their_order_on_the_thread_that_cancels() {
        cancellation.onCancel(() -> done.add("a " + Thread.currentThread().getName()));
        cancellation.onCancel(() -> done.add("b"));
        cancellation.cancel();
        cancellation.cancel();
        assertThat(done).containsExactly("a " + Thread.currentThread().getName(), "b");
    }

    @Test
    void action_that_comes_too_late_runs_at_once() {
        cancellation.cancel();
        try (Cancellation.Registration late = cancellation.onCancel(() -> done.add("late"))) {
            assertThat(done).containsExactly("late");
        }
        assertThat(done).containsExactly("late");
    }

    @Test
    void action_that_was_taken_back_does_not_run() {
        cancellation.onCancel(() -> done.add("a")).close();
        cancellation.onCancel(() -> done.add("b"));
        cancellation.cancel();
        assertThat(done).containsExactly("b");
    }

    @Test
    void action_may_look_at_the_switch_and_take_itself_back() {
        List<Cancellation.Registration> registrations = new ArrayList<>();
        registrations.add(cancellation.onCancel(() -> {
            done.add("cancelled " + cancellation.isCancelled());
            registrations.get(0).close();
        }));
        cancellation.cancel();
        assertThat(done).containsExactly("cancelled true");
    }

    @Test
    void pause_ends_by_itself() {
        long start = System.nanoTime();
        cancellation.pause(Duration.ofMillis(20));
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
        cancellation.pause(Duration.ZERO);
        cancellation.pause(Duration.ofSeconds(-1));
    }

    @Test
    void pause_ends_when_the_switch_is_thrown() {
        Waiter<String> waiter = Waiter.waitingIn(() -> {
            cancellation.pause(Duration.ofHours(1));
            return "slept well";
        });
        cancellation.cancel();
        assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> cancellation.pause(Duration.ZERO)).isInstanceOf(CancellationException.class);
    }

    @Test
    void interruption_counts_as_cancellation_and_stays_visible() throws ExecutionException {
        Waiter<Boolean> waiter = Waiter.waitingIn(() -> {
            assertThatThrownBy(() -> cancellation.pause(Duration.ofHours(1))).isInstanceOf(CancellationException.class);
            assertThatThrownBy(cancellation::check).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        waiter.interrupt();
        assertThat(waiter.result()).isTrue();
        assertThat(cancellation.isCancelled()).isFalse();
    }
}
