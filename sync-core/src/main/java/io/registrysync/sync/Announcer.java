package io.registrysync.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the events of a run to its listeners: in order, on one thread, never under a lock of the engine. */
final class Announcer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int QUEUE = 10_000;
    private static final long PROGRESS_NANOS = Duration.ofMillis(200).toNanos();

    private final List<SyncListener> listeners;
    private final Meter meter;
    /** Nothing stands for the end. */
    private final BlockingQueue<Optional<SyncEvent>> queue = new ArrayBlockingQueue<>(QUEUE);

    private final Thread thread = new Thread(this::deliverAll, "registry-sync-events");

    Announcer(List<SyncListener> listeners, Meter meter) {
        this.listeners = listeners;
        this.meter = meter;
        if (!listeners.isEmpty()) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Queues an event. Waits while the queue is full. */
    void announce(SyncEvent event) {
        if (!listeners.isEmpty()) {
            put(Optional.of(event));
        }
    }

    /** Waits until all events have been heard. */
    @Override
    public void close() {
        if (listeners.isEmpty()) {
            return;
        }
        put(Optional.empty());
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException wakeUp) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also where the thread is interrupted: no event is lost. */
    private void put(Optional<SyncEvent> event) {
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(event);
                break;
            } catch (InterruptedException wakeUp) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverAll() {
        long progressAt = System.nanoTime() + PROGRESS_NANOS;
        while (true) {
            Optional<SyncEvent> event;
            try {
                event = queue.poll(PROGRESS_NANOS, TimeUnit.NANOSECONDS);
            } catch (InterruptedException nobodyDoesThis) {
                continue;
            }
            if (event != null && event.isEmpty()) {
                return;
            }
            if (event != null) {
                deliver(event.get());
            }
            if (System.nanoTime() - progressAt >= 0) {
                deliver(new SyncEvent.Progressed(meter.snapshot()));
                progressAt = System.nanoTime() + PROGRESS_NANOS;
            }
        }
    }

    private void deliver(SyncEvent event) {
        for (SyncListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException failed) {
                LOG.warn("a listener failed on {}", event.getClass().getSimpleName(), failed);
            }
        }
    }
}
