package io.registrysync.registry;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What a registry is asked for at once: slots by kind of request, requests per second, and a pause for everybody when
 * the registry asks for one.
 *
 * <p>Blobs have slots of their own in each direction, so that small requests never wait behind large ones, and so that
 * a transfer, which takes its push slot before its pull slot, cannot wait in a circle with one that runs the other way.
 */
final class HostGate {
    /** Kind of request. */
    enum Lane {
        /** Small requests. */
        REQUEST,
        /** Reading a blob. */
        PULL,
        /** Writing a blob. */
        PUSH,
        /** Reading a small blob: its time is the round trip, so many run at once. */
        SMALL_PULL,
        /** Writing a small blob. */
        SMALL_PUSH,
        /** Fetching a token; apart, because a request waits for it. */
        TOKEN;

        static Lane pull(long bytes) {
            return bytes <= SMALL_BLOB ? SMALL_PULL : PULL;
        }

        static Lane push(long bytes) {
            return bytes <= SMALL_BLOB ? SMALL_PUSH : PUSH;
        }
    }

    private static final long SMALL_BLOB = 1024 * 1024;

    private static final int TOKEN_SLOTS = 4;

    private final LongSupplier nanoTime;
    private final long nanosPerRequest;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Map<Lane, Integer> free = new EnumMap<>(Lane.class);
    private long opensAt;
    private long nextRequestAt;

    /**
     * Creates a gate.
     *
     * @param requestsPerSecond 0 for no limit
     */
    HostGate(int requestSlots, int blobSlots, double requestsPerSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nanosPerRequest = requestsPerSecond > 0 ? (long) (1e9 / requestsPerSecond) : 0;
        this.opensAt = nanoTime.getAsLong();
        this.nextRequestAt = opensAt;
        free.put(Lane.REQUEST, requestSlots);
        free.put(Lane.PULL, blobSlots);
        free.put(Lane.PUSH, blobSlots);
        free.put(Lane.SMALL_PULL, requestSlots);
        free.put(Lane.SMALL_PUSH, requestSlots);
        free.put(Lane.TOKEN, TOKEN_SLOTS);
    }

    /** Waits for a slot and for the gate to be open. Throws {@link CancellationException} when cancelled meanwhile. */
    Permit enter(Lane lane, Cancellation cancellation) {
        try (Cancellation.Registration wakeUp = cancellation.onCancel(this::signal)) {
            lock.lock();
            try {
                while (true) {
                    cancellation.check();
                    long wait = nanosToWait(lane);
                    if (wait == 0) {
                        break;
                    }
                    if (wait == Long.MAX_VALUE) {
                        changed.await();
                    } else {
                        changed.awaitNanos(wait);
                    }
                }
                free.merge(lane, -1, Integer::sum);
                nextRequestAt = Math.max(nextRequestAt, nanoTime.getAsLong()) + nanosPerRequest;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } finally {
                lock.unlock();
            }
        }
        return new Permit(lane);
    }

    /** Lets nobody in for this long, or longer where that was asked for already. */
    void pause(Duration duration) {
        lock.lock();
        try {
            opensAt = Math.max(opensAt, nanoTime.getAsLong() + duration.toNanos());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the registry wants to be left alone for longer than this. */
    boolean isClosedFor(Duration duration) {
        lock.lock();
        try {
            return opensAt - nanoTime.getAsLong() > duration.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private long nanosToWait(Lane lane) {
        if (free.getOrDefault(lane, 0) == 0) {
            return Long.MAX_VALUE;
        }
        long now = nanoTime.getAsLong();
        return Math.max(0, Math.max(opensAt, nextRequestAt) - now);
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A slot that is held. Closing it twice does nothing more. */
    final class Permit implements AutoCloseable {
        private final Lane lane;
        private boolean returned;

        private Permit(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!returned) {
                    returned = true;
                    free.merge(lane, 1, Integer::sum);
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
