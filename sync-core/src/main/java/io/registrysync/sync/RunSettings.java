package io.registrysync.sync;

import io.registrysync.registry.Retries;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Limits of a run, and what it works with.
 *
 * @param bytesPerSecond 0 for no limit
 * @param executor         runs blocking work; empty: threads of the run do
 * @param maxDeletePercent  how much of the targets may be deleted; empty: nothing is
 */
record RunSettings(
        int concurrency,
        long bytesPerSecond,
        Retries retries,
        Optional<Executor> executor,
        SyncState state,
        Optional<Integer> maxDeletePercent) {
    static RunSettings defaults() {
        return new RunSettings(8, 0, Retries.DEFAULT, Optional.empty(), SyncState.inMemory(), Optional.empty());
    }

    RunSettings withConcurrency(int blobs) {
        return new RunSettings(blobs, bytesPerSecond, retries, executor, state, maxDeletePercent);
    }

    RunSettings withBytesPerSecond(long limit) {
        return new RunSettings(concurrency, limit, retries, executor, state, maxDeletePercent);
    }

    RunSettings withRetries(Retries newRetries) {
        return new RunSettings(concurrency, bytesPerSecond, newRetries, executor, state, maxDeletePercent);
    }

    RunSettings withExecutor(Executor newExecutor) {
        return new RunSettings(concurrency, bytesPerSecond, retries, Optional.of(newExecutor), state, maxDeletePercent);
    }

    RunSettings withState(SyncState newState) {
        return new RunSettings(concurrency, bytesPerSecond, retries, executor, newState, maxDeletePercent);
    }

    RunSettings withMaxDeletePercent(int percent) {
        return new RunSettings(concurrency, bytesPerSecond, retries, executor, state, Optional.of(percent));
    }
}
