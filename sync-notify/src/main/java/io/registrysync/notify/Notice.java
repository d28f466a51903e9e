package io.registrysync.notify;

import java.util.Optional;

/**
 * What a channel is told.
 *
 * @param id      the same at every attempt
 * @param summary the run that ended; empty for a test of the channel
 */
record Notice(String id, Optional<RunSummary> summary) {
    static Notice of(RunSummary summary) {
        return new Notice(summary.id(), Optional.of(summary));
    }

    static Notice test(String id) {
        return new Notice(id, Optional.empty());
    }
}
