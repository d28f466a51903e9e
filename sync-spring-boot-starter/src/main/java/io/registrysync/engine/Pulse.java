package io.registrysync.engine;

import io.registrysync.store.Execution;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.Task;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does by itself, on one thread: hears wishes to stop, fires tasks whose time has come, begins executions that
 * waited, writes down how far it is, and says that it lives. A database that is away makes it wait, and nothing else.
 */
final class Pulse implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration WRITING = Duration.ofSeconds(1);
    private static final Duration LIVING = Duration.ofSeconds(5);

    private final Store store;
    private final Journals journals;
    private final Ending ending;
    private final Lanes lanes;
    private final Duration interval;
    private final CountDownLatch closing;
    private final Runnable beat;
    private final BooleanSupplier room;
    private final Rhythm writing = new Rhythm(WRITING);
    private final Rhythm living = new Rhythm(LIVING);
    private boolean away;
    private volatile String unwritten = "";
    private volatile long looked = System.nanoTime();

    Pulse(
            Store store,
            Journals journals,
            Ending ending,
            Lanes lanes,
            Duration interval,
            CountDownLatch closing,
            Runnable beat,
            BooleanSupplier room) {
        this.store = store;
        this.journals = journals;
        this.ending = ending;
        this.lanes = lanes;
        this.interval = interval;
        this.closing = closing;
        this.beat = beat;
        this.room = room;
    }

    @Override
    public void run() {
        try {
            do {
                once();
                looked = System.nanoTime();
            } while (!closing.await(interval.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long it has been silent. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - looked);
    }

    /** Why what it had to write could not be written; empty where it could. */
    String unwritten() {
        return unwritten;
    }

    private void once() {
        try {
            // One round in which everything could be written, and something was, shows that the trouble is over.
            boolean writes = !unwritten.isEmpty() || living.isDue();
            stop();
            if (writes) {
                beat.run();
            }
            boolean begins = room.getAsBoolean();
            if (begins) {
                fire();
            }
            if (writing.isDue()) {
                if (begins) {
                    store.executions().beginQueued(lanes::open);
                }
                journals.flush();
            }
            if (away && writes) {
                LOG.info("the database answers again");
            }
            away = away && !writes;
            unwritten = writes ? "" : unwritten;
        } catch (StoreException failure) {
            if (!away) {
                LOG.warn("{}; trying again", failure.getMessage());
            }
            away = true;
            unwritten = String.valueOf(failure.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.error("unexpected; going on", unexpected);
        }
    }

    private void stop() {
        LongConsumer stopping = execution -> {
            journals.ifPresent(execution, ExecutionJournal::cancel);
            ending.close(execution);
        };
        store.executions().stopping().forEach(stopping::accept);
    }

    private void fire() {
        for (Task task : store.tasks().due()) {
            store.executions().fire(task, lanes::open).ifPresent(execution -> {
                Execution fired = store.executions().get(execution);
                LOG.info("task {}: execution {} {}", task.name(), execution, fired.state());
                lanes.look();
            });
        }
    }

    /** Is due at once, and then at most so often. */
    private static final class Rhythm {
        private final long interval;
        private long last;

        Rhythm(Duration interval) {
            this.interval = interval.toNanos();
            this.last = System.nanoTime() - this.interval;
        }

        boolean isDue() {
            boolean due = System.nanoTime() - last >= interval;
            if (due) {
                last = System.nanoTime();
            }
            return due;
        }
    }
}
