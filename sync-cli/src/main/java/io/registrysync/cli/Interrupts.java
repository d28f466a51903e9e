package io.registrysync.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets what runs end in good order when the process is told to stop (SIGINT, SIGTERM): it is called off, and gets a
 * moment to cancel its uploads and to say how far it came.
 */
final class Interrupts {
    /** People who press Ctrl-C expect an end within a second. */
    private static final Duration GRACE = Duration.ofMillis(900);

    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Runnable running;
    private @Nullable Runnable overdue;
    private boolean stopping;

    /**
     * Says what is to be done when a stop is asked for from now on.
     *
     * @param stop returns at once
     * @param late called when the process is about to end although what runs has not ended
     */
    void onStop(Runnable stop, Runnable late) {
        boolean tooLate;
        synchronized (this) {
            running = stop;
            overdue = late;
            tooLate = stopping;
        }
        // Between two of several syncs nothing runs, and the next one is not to begin.
        if (tooLate) {
            stop.run();
        }
    }

    /** The process has said its last word; it is going to exit by itself. */
    void ended() {
        ended.countDown();
    }

    /** Called once, on a thread of its own, when the process is to stop. */
    void stop() {
        Runnable stop;
        Runnable late;
        synchronized (this) {
            stopping = true;
            stop = running;
            late = overdue;
        }
        if (ended.getCount() == 0 || stop == null || late == null) {
            return;
        }
        stop.run();
        try {
            if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                late.run();
            }
        } catch (InterruptedException hurry) {
            late.run();
        }
    }
}
