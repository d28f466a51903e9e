package io.registrysync.cli;

import io.registrysync.registry.RegistryException;
import io.registrysync.sync.Failure;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.Side;

/**
 * An image that could not be copied.
 *
 * @param source its name at the source
 * @param target its name at the target
 * @param side   the end at which it failed
 * @param cause  what failed there
 */
record FailedImage(String source, String target, Side side, RegistryException cause) {
    static FailedImage of(String source, String target, Failure failure) {
        return new FailedImage(source, target, failure.side(), failure.cause());
    }

    static FailedImage of(ImageResult result) {
        return of(
                result.image().source(),
                result.image().target(),
                result.failure().orElseThrow());
    }
}
