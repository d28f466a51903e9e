package io.registrysync.engine;

import io.registrysync.store.Tally;
import io.registrysync.sync.SyncProgress;
import java.util.List;

/**
 * A unit that is being done now.
 *
 * @param unit   its id
 * @param source for people
 * @param tally  how far it is
 * @param images that are being copied, the oldest first; at most ten
 * @param blobs  that are being sent, the oldest first; at most twenty
 */
public record ActiveUnit(long unit, String source, Tally tally, List<ActiveImage> images, List<Blob> blobs) {
    private static final int MOST_IMAGES = 10;
    private static final int MOST_PLATFORMS = 20;
    private static final int MOST_BLOBS = 20;

    /** Freezes the lists. */
    public ActiveUnit {
        images = List.copyOf(images);
        blobs = List.copyOf(blobs);
    }

    /**
     * An image on its way.
     *
     * @param source    with registry and tag
     * @param target    with registry and tag
     * @param platforms in the order of its index, as far as known; at most twenty
     */
    public record ActiveImage(String source, String target, List<ActivePlatform> platforms) {
        /** Freezes the list. */
        public ActiveImage {
            platforms = List.copyOf(platforms);
        }

        private static ActiveImage of(SyncProgress.ActiveImage image) {
            return new ActiveImage(
                    image.image().source(),
                    image.image().target(),
                    image.platforms().stream()
                            .limit(MOST_PLATFORMS)
                            .map(ActivePlatform::of)
                            .toList());
        }
    }

    /**
     * What has to be at the target for a platform of an image. Platforms may share blobs; each counts them as its own.
     *
     * @param name      such as {@code linux/arm64}; empty for what belongs to none
     * @param done      whether all of it is there
     * @param blobs     known so far
     * @param blobsDone of them, those that are there
     * @param bytes     of the blobs known so far
     * @param bytesDone of them, those that are there
     * @param sending   digests of what is being sent for it
     */
    public record ActivePlatform(
            String name, boolean done, long blobs, long blobsDone, long bytes, long bytesDone, List<String> sending) {
        /** Freezes the list. */
        public ActivePlatform {
            sending = List.copyOf(sending);
        }

        private static ActivePlatform of(SyncProgress.ActivePlatform platform) {
            return new ActivePlatform(
                    platform.platform().map(Object::toString).orElse(""),
                    platform.done(),
                    platform.blobs(),
                    platform.blobsDone(),
                    platform.bytes(),
                    platform.bytesDone(),
                    platform.sending().stream()
                            .limit(MOST_BLOBS)
                            .map(Object::toString)
                            .toList());
        }
    }

    /**
     * A blob on its way.
     *
     * @param repository the target's, with its registry
     * @param size       in bytes
     * @param sent       how many of them are there
     */
    public record Blob(String digest, String repository, long size, long sent) {
        private static Blob of(SyncProgress.ActiveBlob blob) {
            return new Blob(blob.digest().toString(), blob.repository(), blob.size(), blob.sent());
        }
    }

    static ActiveUnit of(long unit, String source, SyncProgress progress) {
        return new ActiveUnit(
                unit,
                source,
                Tally.of(progress),
                progress.current().stream()
                        .limit(MOST_IMAGES)
                        .map(ActiveImage::of)
                        .toList(),
                progress.active().stream().limit(MOST_BLOBS).map(Blob::of).toList());
    }
}
