package io.registrysync.sync;

import io.registrysync.registry.Retries;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Limits of a run, and what it works with.
 *
 * @param bytesPerSecond 0 for no limit
 * @param executor       runs blocking work; empty: threads of the run do
 */
record RunSettings(
        int concurrency, long bytesPerSecond, Retries retries, Optional<Executor> executor, SyncState state) {
    static RunSettings defaults() {
        return new RunSettings(8, 0, Retries.DEFAULT, Optional.empty(), SyncState.inMemory());
    }

    RunSettings withConcurrency(int blobs) {
        return new RunSettings(blobs, bytesPerSecond, retries, executor, state);
    }

    RunSettings withBytesPerSecond(long limit) {
        return new RunSettings(concurrency, limit, retries, executor, state);
    }

    RunSettings withRetries(Retries newRetries) {
        return new RunSettings(concurrency, bytesPerSecond, newRetries, executor, state);
    }

    RunSettings withExecutor(Executor newExecutor) {
        return new RunSettings(concurrency, bytesPerSecond, retries, Optional.of(newExecutor), state);
    }

    RunSettings withState(SyncState newState) {
        return new RunSettings(concurrency, bytesPerSecond, retries, executor, newState);
    }
}
