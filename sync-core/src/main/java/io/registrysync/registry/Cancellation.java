package io.registrysync.registry;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A switch that ends work in progress: waits wake up, open connections are cut.
 *
 * <p>A blob that is short enough gets a last moment to arrive, see {@link #letsFinish}: cut in the middle, an upload may
 * leave its bytes at the registry, out of everybody's reach, and most arrive in that moment.
 *
 * <p>Once thrown it stays thrown. Safe for use by several threads.
 */
public final class Cancellation {
    private static final long LONGEST_TO_FINISH = 16L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thrown = lock.newCondition();
    private final Set<Runnable> actions = new LinkedHashSet<>();
    private volatile boolean cancelled;

    /** Throws the switch. Registered actions run on this thread before the call returns. A second call does nothing. */
    public void cancel() {
        List<Runnable> due;
        lock.lock();
        try {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
            thrown.signalAll();
        } finally {
            lock.unlock();
        }
        due.forEach(Runnable::run);
    }

    /** Whether the switch was thrown. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Whether a blob of this length, on its way when the switch is thrown, gets a last moment to arrive. */
    public static boolean letsFinish(long bytes) {
        return bytes < LONGEST_TO_FINISH;
    }

    /** Throws {@link CancellationException} where the switch was thrown or this thread is interrupted. */
    public void check() {
        if (cancelled || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("cancelled");
        }
    }

    /**
     * Waits. Ends early, with {@link CancellationException}, when the switch is thrown or the thread is interrupted (the
     * interrupt status stays set).
     */
    public void pause(Duration duration) {
        long left = duration.toNanos();
        lock.lock();
        try {
            while (left > 0) {
                check();
                left = thrown.awaitNanos(left);
            }
            check();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Registers an action that must be quick and must not throw. Where the switch was thrown already, it runs at once.
     *
     * @return removes the action when closed
     */
    Registration onCancel(Runnable action) {
        lock.lock();
        try {
            if (!cancelled) {
                actions.add(action);
                return () -> remove(action);
            }
        } finally {
            lock.unlock();
        }
        action.run();
        return () -> {};
    }

    private void remove(Runnable action) {
        lock.lock();
        try {
            actions.remove(action);
        } finally {
            lock.unlock();
        }
    }

    /** Undoes a registration. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
