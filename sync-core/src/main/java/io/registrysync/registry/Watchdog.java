package io.registrysync.registry;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts exchanges that wait too long for the other side.
 *
 * <p>Blocking sockets bound the time of a read but not of a write, and a time limit on reads cannot tell a dead source
 * from one that nobody reads because the target is slow. So each exchange says when it begins and ends to wait, and one
 * thread looks for those that have waited too long.
 */
final class Watchdog implements AutoCloseable {
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    private final LongSupplier nanoTime;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;
    private volatile boolean closed;

    Watchdog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins to watch an exchange; {@code cut} ends it from outside. */
    Watch watch(Runnable cut) {
        Watch watch = new Watch(cut);
        watches.add(watch);
        startThread();
        return watch;
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    private synchronized void startThread() {
        if (thread == null && !closed) {
            thread = new Thread(this::patrol, "registry-sync-watchdog");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void patrol() {
        while (!closed) {
            LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
            check();
        }
    }

    /** Cuts what has waited too long. */
    void check() {
        long now = nanoTime.getAsLong();
        for (Watch watch : watches) {
            watch.cutIfOverdue(now);
        }
    }

    /** One exchange. Used by the thread that does the exchange; only {@code cutIfOverdue} is called by another. */
    final class Watch implements AutoCloseable {
        /** A connection that delivers less than this in {@link #FLOOR_WINDOW} of waiting is as good as dead. */
        private static final long FLOOR_BYTES = 60 * 1024;

        private static final long FLOOR_WINDOW = Duration.ofSeconds(60).toNanos();

        private final Runnable cut;
        private volatile long waitingSince;
        private volatile long limit;
        private volatile boolean waiting;
        private volatile long deadline;
        private volatile boolean mustFinish;
        private volatile @Nullable String overdue;
        private String what = "";
        private long windowWaited;
        private long windowBytes;

        private Watch(Runnable cut) {
            this.cut = cut;
        }

        /** From now on the other side is expected to do something. */
        void expect(String whatIsExpected, Duration within) {
            what = whatIsExpected;
            limit = within.toNanos();
            waitingSince = nanoTime.getAsLong();
            waiting = true;
        }

        /** It did. */
        void met() {
            waiting = false;
        }

        /** It delivered or took some bytes. */
        void met(long bytes) throws SocketTimeoutException {
            waiting = false;
            windowWaited += nanoTime.getAsLong() - waitingSince;
            windowBytes += bytes;
            if (windowWaited > FLOOR_WINDOW) {
                if (windowBytes < FLOOR_BYTES) {
                    throw new SocketTimeoutException("stalled: only " + windowBytes + " bytes in "
                            + Duration.ofNanos(windowWaited).toSeconds() + " s");
                }
                windowWaited = 0;
                windowBytes = 0;
            }
        }

        /** From now on there is only so much time left, whatever happens. */
        void finishWithin(Duration rest) {
            deadline = nanoTime.getAsLong() + rest.toNanos();
            mustFinish = true;
        }

        /** Explains a failure that the cut caused; otherwise returns {@code null}. */
        @Nullable
        SocketTimeoutException reason() {
            String text = overdue;
            return text == null ? null : new SocketTimeoutException(text);
        }

        private void cutIfOverdue(long now) {
            if (mustFinish && now - deadline > 0) {
                cut.run();
            }
            if (waiting && overdue == null && now - waitingSince > limit) {
                overdue = "stalled: " + what + " for " + Duration.ofNanos(limit).toSeconds() + " s";
                cut.run();
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
