package io.registrysync.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one run, or the executor that the caller brought. Closing waits for what they still do. */
final class Threads implements AutoCloseable {
    private static final int REQUEST_THREADS = 32;
    private static final int LISTING_THREADS = 8;

    private final ExecutorService ownRequests;
    private final ExecutorService ownTransfers;
    private final ExecutorService ownListings;
    private final Executor requests;
    private final Executor transfers;
    private final Executor listings;
    private final Object quiet = new Object();
    private long tasks;

    Threads(RunSettings settings) {
        ownRequests = pool("registry-sync-request-", REQUEST_THREADS);
        ownTransfers = pool("registry-sync-blob-", settings.concurrency());
        ownListings = pool("registry-sync-list-", LISTING_THREADS);
        requests = counted(settings.executor().orElse(ownRequests));
        transfers = counted(settings.executor().orElse(ownTransfers));
        // Never the caller's: these wait for requests, and would fill an executor that has few threads.
        listings = counted(ownListings);
    }

    Executor requests() {
        return requests;
    }

    Executor transfers() {
        return transfers;
    }

    Executor listings() {
        return listings;
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
        ownListings.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a result; what was thrown for it is thrown here. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            throw unwrapped(failed);
        }
    }

    /** What really happened, beneath what futures wrap around it. */
    static RuntimeException unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
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
