package io.registrysync.sync;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one run, or the executor that the caller brought. */
final class Threads implements AutoCloseable {
    private static final int REQUEST_THREADS = 32;

    private final ExecutorService ownRequests;
    private final ExecutorService ownTransfers;
    private final Executor requests;
    private final Executor transfers;

    Threads(Sync.Settings settings) {
        ownRequests = pool("registry-sync-request-", REQUEST_THREADS);
        ownTransfers = pool("registry-sync-blob-", settings.concurrency());
        requests = settings.executor().orElse(ownRequests);
        transfers = settings.executor().orElse(ownTransfers);
    }

    Executor requests() {
        return requests;
    }

    Executor transfers() {
        return transfers;
    }

    @Override
    public void close() {
        ownRequests.shutdown();
        ownTransfers.shutdown();
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
