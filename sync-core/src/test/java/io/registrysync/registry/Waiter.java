package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A thread of its own for a call that is expected to wait. */
final class Waiter<T> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Thread thread;

    private Waiter(Supplier<T> call) {
        thread = new Thread(
                () -> {
                    try {
                        result.complete(call.get());
                    } catch (RuntimeException failure) {
                        result.completeExceptionally(failure);
                    }
                },
                "waiter");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts the call. */
    static <T> Waiter<T> of(Supplier<T> call) {
        return new Waiter<>(call);
    }

    /** Starts the call and returns when it waits. */
    static <T> Waiter<T> waitingIn(Supplier<T> call) {
        Waiter<T> waiter = new Waiter<>(call);
        waiter.assertWaits();
        return waiter;
    }

    /** Returns when the thread waits; fails if the call ends instead. */
    void assertWaits() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        // Looked at once for both: it may wake up for a moment, to see that it has to go on waiting.
        boolean waits = isWaiting();
        while (!waits && !result.isDone() && System.nanoTime() < end) {
            Thread.onSpinWait();
            waits = isWaiting();
        }
        assertThat(result).as("a call that should wait").isNotDone();
        assertThat(waits).isTrue();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** What the call returns, once it does. */
    T result() throws ExecutionException {
        try {
            return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException stuck) {
            throw new AssertionError("the call still waits", stuck);
        }
    }

    /** How the call fails, once it does. */
    Throwable failure() {
        return result.handle((value, failure) -> {
                    if (failure == null) {
                        throw new AssertionError("no failure, but " + value);
                    }
                    return failure;
                })
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
}
