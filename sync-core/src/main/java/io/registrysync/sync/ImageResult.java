package io.registrysync.sync;

import io.registrysync.oci.Digest;
import java.util.Optional;

/**
 * How the copy of one image to one target ended.
 *
 * @param image   which one
 * @param status  how it ended
 * @param digest  the digest at the source; empty where it did not get that far
 * @param written the digest at the target, which differs where only some platforms of an index are copied; empty where
 *     the target does not have it
 * @param reason  why nothing was copied; empty except with {@link Status#SKIPPED}
 * @param failure why it failed; present exactly with {@link Status#FAILED}
 */
public record ImageResult(
        SyncImage image,
        Status status,
        Optional<Digest> digest,
        Optional<Digest> written,
        String reason,
        Optional<Failure> failure) {
    /** How it ended. */
    public enum Status {
        /** The target has it now. */
        COPIED,
        /** The target had it already. */
        UNCHANGED,
        /** Nothing was to be copied of it: it has none of the selected platforms, or is gone from the source. */
        SKIPPED,
        /** The target's tag is as it was before. */
        FAILED,
        /** Stopped before it was done; the target's tag is as it was before. */
        CANCELLED
    }
}
