package io.registrysync.sync;

import io.registrysync.registry.Retries;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Limits of a run.
 *
 * @param bytesPerSecond 0 for no limit
 * @param executor       runs blocking work; empty: threads of the run do
 */
record RunSettings(int concurrency, long bytesPerSecond, Retries retries, Optional<Executor> executor) {
    static final RunSettings DEFAULT = new RunSettings(8, 0, Retries.DEFAULT, Optional.empty());
}
