package io.registrysync.sync;

import io.registrysync.oci.Digest;
import java.util.Optional;

/**
 * How the copy of one image to one target ended.
 *
 * @param image   which one
 * @param status  how it ended
 * @param digest  the digest at the source; empty where it did not get that far
 * @param failure why it failed; present exactly with {@link Status#FAILED}
 */
public record ImageResult(SyncImage image, Status status, Optional<Digest> digest, Optional<Failure> failure) {
    /** How it ended. */
    public enum Status {
        /** The target has it now. */
        COPIED,
        /** The target had it already. */
        UNCHANGED,
        /** The target's tag is as it was before. */
        FAILED,
        /** Stopped before it was done; the target's tag is as it was before. */
        CANCELLED
    }
}
