package io.registrysync.store;

import io.registrysync.spec.SyncSpec;

/**
 * What people say of a task.
 *
 * @param spec        what it does, and when; its {@code enabled} counts when the task is made, later
 *     {@link TaskStore#setEnabled} does
 * @param priority    of two that wait, the one with the higher priority comes first; 0 unless set
 * @param parallelism how many repositories are worked on at once, over all nodes
 * @param overlap     what happens when it is to run while it runs
 */
public record TaskEntry(SyncSpec spec, int priority, int parallelism, Overlap overlap) {
    /** How many repositories of a task are worked on at once, unless it says otherwise. */
    public static final int DEFAULT_PARALLELISM = 4;

    private static final int MOST = 100;

    /** What happens when a task is to run while it runs. */
    public enum Overlap {
        /** It does not; who asked for it is told. */
        REFUSE,
        /** It runs when the run before is over; one waits at most. */
        QUEUE
    }

    /**
     * Checks the numbers, and that registries are all that it touches.
     *
     * @throws IllegalArgumentException where something is wrong
     */
    public TaskEntry {
        if (parallelism < 1 || parallelism > MOST) {
            throw new IllegalArgumentException("parallelism is 1 to " + MOST);
        }
        if (priority < -MOST || priority > MOST) {
            throw new IllegalArgumentException("priority is -" + MOST + " to " + MOST);
        }
        if (spec.source().layout().isPresent()
                || spec.targets().stream().anyMatch(target -> target.layout().isPresent())) {
            throw new IllegalArgumentException(
                    "a task copies between registries; layouts and archives are files of whoever runs the command line");
        }
    }

    /** A task with what is usual. */
    public static TaskEntry of(SyncSpec spec) {
        return new TaskEntry(spec, 0, DEFAULT_PARALLELISM, Overlap.REFUSE);
    }
}
