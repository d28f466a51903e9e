package io.registrysync.sync;

/**
 * Hears what happens in a run.
 *
 * <p>Events of one run arrive one after the other on a thread of the run, in the order in which they happened. A slow
 * listener slows the run down once its queue is full. An exception is logged and otherwise ignored. After
 * {@link SyncEvent.RunFinished} nothing more arrives.
 */
@FunctionalInterface
public interface SyncListener {
    /** Called for every event. */
    void on(SyncEvent event);
}
