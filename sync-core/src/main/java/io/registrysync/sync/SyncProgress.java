package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is. Totals grow while the run discovers what there is to do.
 *
 * @param images  per image and target
 * @param blobs   per blob and target repository
 * @param bytes   of blobs
 * @param active  blobs that are being sent now, oldest first
 * @param current images that are being copied now, oldest first
 * @param elapsed since the run began
 */
public record SyncProgress(
        Images images, Blobs blobs, Bytes bytes, List<ActiveBlob> active, List<ActiveImage> current, Duration elapsed) {
    /** Freezes the lists. */
    public SyncProgress {
        active = List.copyOf(active);
        current = List.copyOf(current);
    }

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

    /**
     * An image that is being copied.
     *
     * @param platforms in the order of its index, as far as known; what belongs to none is one of its own
     */
    public record ActiveImage(SyncImage image, List<ActivePlatform> platforms) {
        /** Freezes the list. */
        public ActiveImage {
            platforms = List.copyOf(platforms);
        }
    }

    /**
     * What has to be at the target for a platform of an image. Platforms may share blobs; each counts them as its own.
     *
     * @param platform  absent for what belongs to none: an image without an index, attestations
     * @param done      whether all of it is there
     * @param blobs     known so far
     * @param blobsDone of them, those that are there
     * @param bytes     of the blobs known so far
     * @param bytesDone of them, those that are there
     * @param sending   those of {@link #active} that belong to it
     */
    public record ActivePlatform(
            Optional<Platform> platform,
            boolean done,
            long blobs,
            long blobsDone,
            long bytes,
            long bytesDone,
            List<Digest> sending) {
        /** Freezes the list. */
        public ActivePlatform {
            sending = List.copyOf(sending);
        }
    }
}
