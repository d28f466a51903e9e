package io.registrysync.cli;

import io.registrysync.registry.RegistryException;
import io.registrysync.sync.Failure;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.Side;
import io.registrysync.sync.SyncImage;
import io.registrysync.sync.TagDeletion;

/**
 * An image that could not be copied, or a tag that could not be deleted.
 *
 * @param source its name at the source; empty for a tag that the source does not have
 * @param target its name at the target
 * @param side   the end at which it failed
 * @param cause  what failed there
 */
record FailedImage(String source, String target, Side side, RegistryException cause) {
    static FailedImage of(ImageResult result) {
        return of(result.image(), result.failure().orElseThrow());
    }

    static FailedImage of(PlannedTarget target) {
        return of(target.image(), target.failure().orElseThrow());
    }

    static FailedImage of(TagDeletion deletion) {
        return of(new SyncImage("", deletion.target()), deletion.failure().orElseThrow());
    }

    private static FailedImage of(SyncImage image, Failure failure) {
        return new FailedImage(image.source(), image.target(), failure.side(), failure.cause());
    }
}
