package io.registrysync.sync;

import io.registrysync.oci.Digest;
import java.time.Duration;
import java.util.List;

/**
 * How far a run is. Totals grow while the run discovers what there is to do.
 *
 * @param images  per image and target
 * @param blobs   per blob and target repository
 * @param bytes   of blobs
 * @param active  blobs that are being sent now, oldest first
 * @param elapsed since the run began
 */
public record SyncProgress(Images images, Blobs blobs, Bytes bytes, List<ActiveBlob> active, Duration elapsed) {
    /** Disjoint: the rest up to {@code total} is pending. */
    public record Images(long total, long copied, long unchanged, long skipped, long failed) {
        /** Those that are over, in whatever way. */
        public long done() {
            return copied + unchanged + skipped + failed;
        }
    }

    /** Disjoint: the rest up to {@code total} is pending. */
    public record Blobs(long total, long uploaded, long present, long failed) {}

    /**
     * Bytes.
     *
     * @param total   of all blobs known so far
     * @param sent    sent to targets and kept by them, as far as known
     * @param present of blobs that did not need to be sent
     */
    public record Bytes(long total, long sent, long present) {}

    /**
     * A blob that is being sent.
     *
     * @param repository the target's repository, with its registry
     * @param sent       how many of its bytes are at the target
     */
    public record ActiveBlob(Digest digest, String repository, long size, long sent) {}
}
