package io.registrysync.sync;

import java.time.Instant;
import java.util.List;

/**
 * How a run ended.
 *
 * @param started   when it began
 * @param progress  the final counts
 * @param results   one per image and target, in the order in which they ended
 * @param deletions tags that were deleted, or could not be
 * @param cancelled whether it was stopped
 */
public record SyncReport(
        Instant started,
        SyncProgress progress,
        List<ImageResult> results,
        List<TagDeletion> deletions,
        boolean cancelled) {
    /** Freezes the lists. */
    public SyncReport {
        results = List.copyOf(results);
        deletions = List.copyOf(deletions);
    }

    /** Whether everything that was planned is at the targets now, and what was to be deleted is not. */
    public boolean isSuccess() {
        return !cancelled
                && failures().isEmpty()
                && deletions.stream().allMatch(deletion -> deletion.failure().isEmpty());
    }

    /** The images that could not be copied. */
    public List<ImageResult> failures() {
        return results.stream()
                .filter(result -> result.status() == ImageResult.Status.FAILED)
                .toList();
    }
}
