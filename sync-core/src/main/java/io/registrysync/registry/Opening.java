package io.registrysync.registry;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the first request to a registry go alone: what it is answered tells how all others have to ask, which would
 * otherwise each be refused once.
 *
 * <p>Whatever comes of that request, nobody goes alone after it, so that a registry that is silent does not keep its
 * callers waiting one after the other. Only where it was called off, which says nothing of the registry, does the next
 * one go alone.
 */
final class Opening {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean underWay;
    private volatile boolean over;

    /** A request, until the head of its answer has been read and learnt from. */
    @FunctionalInterface
    interface Step<T, X extends Exception> {
        T take() throws X;
    }

    /**
     * Takes the step, alone if it is the first one.
     *
     * @throws CancellationException where {@code cancellation} is thrown meanwhile
     */
    <T, X extends Exception> T pass(Cancellation cancellation, Step<T, X> step) throws X {
        if (over || !begins(cancellation)) {
            return step.take();
        }
        boolean calledOff = false;
        try {
            return step.take();
        } catch (CancellationException stopped) {
            calledOff = true;
            throw stopped;
        } finally {
            end(!calledOff && !cancellation.isCancelled());
        }
    }

    /** Whether the caller goes alone; where another does, waits for that one's end. */
    private boolean begins(Cancellation cancellation) {
        try (Cancellation.Registration wakeUp = cancellation.onCancel(this::wake)) {
            lock.lock();
            try {
                cancellation.check();
                while (underWay) {
                    changed.await();
                    cancellation.check();
                }
                underWay = !over;
                return underWay;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } finally {
                lock.unlock();
            }
        }
    }

    private void end(boolean forGood) {
        lock.lock();
        try {
            underWay = false;
            over = forGood;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
