package io.registrysync.sync;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one run, or the executor that the caller brought. Closing waits for what they still do. */
final class Threads implements AutoCloseable {
    private static final int REQUEST_THREADS = 32;

    private final ExecutorService ownRequests;
    private final ExecutorService ownTransfers;
    private final Executor requests;
    private final Executor transfers;
    private final Object quiet = new Object();
    private long tasks;

    Threads(RunSettings settings) {
        ownRequests = pool("registry-sync-request-", REQUEST_THREADS);
        ownTransfers = pool("registry-sync-blob-", settings.concurrency());
        requests = counted(settings.executor().orElse(ownRequests));
        transfers = counted(settings.executor().orElse(ownTransfers));
    }

    Executor requests() {
        return requests;
    }

    Executor transfers() {
        return transfers;
    }

    private Executor counted(Executor executor) {
        return task -> {
            count(1);
            boolean taken = false;
            try {
                executor.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        count(-1);
                    }
                });
                taken = true;
            } finally {
                if (!taken) {
                    count(-1);
                }
            }
        };
    }

    private void count(int change) {
        synchronized (quiet) {
            tasks += change;
            quiet.notifyAll();
        }
    }

    /** Waits until nothing is going on, also where the caller is interrupted meanwhile. */
    @Override
    public void close() {
        boolean interrupted = false;
        synchronized (quiet) {
            while (tasks > 0) {
                try {
                    quiet.wait();
                } catch (InterruptedException wakeUp) {
                    interrupted = true;
                }
            }
        }
        ownRequests.shutdown();
        ownTransfers.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads come as they are needed and end after a second without work. */
    private static ExecutorService pool(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
