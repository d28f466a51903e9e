package io.registrysync.spring.web;

import io.registrysync.spec.SyncSpec;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskEntry.Overlap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task as somebody wants it.
 *
 * @param version     of what was read; where one is changed
 * @param spec        what it does: a sync as a sync file has it. Its {@code enabled} counts when the task is made
 * @param priority    of two that wait the higher one comes first; 0 unless set
 * @param parallelism how many repositories are worked on at once; 4 unless set
 * @param overlap     what happens when it is to run while it runs; it does not, unless set
 */
record TaskRequest(
        @Nullable Integer version,
        @Nullable Map<String, @Nullable Object> spec,
        @Nullable Integer priority,
        @Nullable Integer parallelism,
        @Nullable Overlap overlap) {
    /** A list of images is no longer than this. */
    static final int MOST_IMAGES = 5_000;

    /**
     * What is to be stored.
     *
     * @throws IllegalArgumentException where something is wrong
     */
    TaskEntry entry() {
        return new TaskEntry(
                spec(spec),
                Optional.ofNullable(priority).orElse(0),
                Optional.ofNullable(parallelism).orElse(TaskEntry.DEFAULT_PARALLELISM),
                Optional.ofNullable(overlap).orElse(Overlap.REFUSE));
    }

    static SyncSpec spec(@Nullable Map<String, @Nullable Object> keys) {
        if (keys == null) {
            throw new IllegalArgumentException("spec: missing; it says what is copied from where to where");
        }
        SyncSpec spec = SyncSpec.ofMap(keys);
        requireFewImages(spec.source().images().size());
        return spec;
    }

    static void requireFewImages(int images) {
        if (images > MOST_IMAGES) {
            throw new IllegalArgumentException(
                    "a list has " + MOST_IMAGES + " images at most, not " + images + "; divide it");
        }
    }
}
