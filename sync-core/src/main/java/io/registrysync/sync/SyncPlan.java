package io.registrysync.sync;

import java.util.List;

/**
 * What a sync would do, image by image. Immutable; running it does exactly this, by digest, even if tags have moved
 * meanwhile.
 */
public final class SyncPlan {
    private final Sync sync;
    private final List<PlannedImage> images;

    SyncPlan(Sync sync, List<PlannedImage> images) {
        this.sync = sync;
        this.images = List.copyOf(images);
    }

    /** The images, in the order of the selection. */
    public List<PlannedImage> images() {
        return images;
    }

    /** Whether running it would change nothing and nothing has failed. */
    public boolean isInSync() {
        return images.stream()
                .allMatch(image -> image.failure().isEmpty()
                        && image.targets().stream().allMatch(target -> target.action() == PlannedImage.Action.KEEP));
    }

    /** Starts to run it. Returns at once. */
    public SyncRun start() {
        return SyncRun.start(sync, taker -> images.forEach(taker));
    }

    /** Runs it and waits for the end. Failures of images are in the report, not thrown. */
    public SyncReport run() {
        return start().await();
    }
}
