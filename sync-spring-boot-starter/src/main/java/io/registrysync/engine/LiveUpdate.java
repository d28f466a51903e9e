package io.registrysync.engine;

import io.registrysync.store.Execution;
import io.registrysync.store.LogStore;
import io.registrysync.store.Tally;
import java.util.List;

/**
 * How an execution is now.
 *
 * @param reason why it ended
 * @param tally  sums over all that is done and being done
 * @param active what is being done, on all nodes
 * @param chunk  where the log goes on; to be given when watching is taken up again
 * @param lines  new lines of the log
 */
public record LiveUpdate(
        long execution,
        Execution.State state,
        Execution.Reason reason,
        Tally tally,
        List<ActiveUnit> active,
        long chunk,
        List<LogStore.Numbered> lines) {
    /** Freezes the lists. */
    public LiveUpdate {
        active = List.copyOf(active);
        lines = List.copyOf(lines);
    }
}
