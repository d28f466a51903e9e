package io.registrysync.cli;

import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncPlan;

/** Shows a copy to whoever asked for it: a person at a terminal, a log, a program. */
interface CopyView extends SyncListener {
    /** Shows what a run would do. */
    void planned(SyncPlan plan);

    /** Shows how it ended. Called once, last, and not necessarily on the thread of the events. */
    void ended(CopyOutcome outcome);
}
