package io.registrysync.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/** Work that is done in short transactions, with room between them, until it is done or is to stop. */
final class Pieces {
    private final Database database;
    private final BooleanSupplier stop;
    private final Duration pause;

    Pieces(Database database, BooleanSupplier stop, Duration pause) {
        this.database = database;
        this.stop = stop;
        this.pause = pause;
    }

    boolean isStopped() {
        return stop.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** Repeats a piece until nothing is left; returns the sum of what the pieces returned. */
    long whole(ToLongFunction<Handle> piece) {
        long sum = 0;
        while (!isStopped()) {
            long done = one(piece);
            sum += done;
            if (done == 0) {
                break;
            }
        }
        return sum;
    }

    long one(ToLongFunction<Handle> piece) {
        long done = database.change(piece::applyAsLong);
        // SQLite has no queue for writers: who waits asks again now and then, and needs the time to find it free.
        if (done > 0 && !pause.isZero()) {
            LockSupport.parkNanos(pause.toNanos());
        }
        return done;
    }
}
