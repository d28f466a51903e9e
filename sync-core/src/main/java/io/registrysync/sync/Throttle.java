package io.registrysync.sync;

import io.registrysync.registry.Cancellation;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps all transfers of a run together below a number of bytes per second. */
final class Throttle {
    /** So much may be sent at once after a time of silence: short enough not to be felt by others. */
    private static final long BURST_NANOS = Duration.ofMillis(250).toNanos();

    private static final long LEAST_PORTION = 1024;

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private long paidUntil;

    /** Creates a throttle; 0 means no limit. */
    Throttle(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.paidUntil = nanoTime.getAsLong();
    }

    /** How much of {@code bytes} to read at a time, so that all who share the limit move on and none leaps. */
    int portion(int bytes) {
        return bytesPerSecond == 0 ? bytes : (int) Math.min(bytes, Math.max(LEAST_PORTION, bytesPerSecond / 10));
    }

    /** Waits until {@code bytes} more may have been sent. */
    void take(long bytes, Cancellation cancellation) {
        if (bytesPerSecond > 0) {
            long wait = nanosToWait(bytes);
            if (wait > 0) {
                cancellation.pause(Duration.ofNanos(wait));
            }
        }
    }

    /** Books the bytes and says how long their sender has to wait. */
    synchronized long nanosToWait(long bytes) {
        long now = nanoTime.getAsLong();
        paidUntil = Math.max(paidUntil, now - BURST_NANOS) + (long) (bytes * 1e9 / bytesPerSecond);
        return paidUntil - now;
    }
}
