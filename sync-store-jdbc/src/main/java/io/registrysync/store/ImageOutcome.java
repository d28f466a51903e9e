package io.registrysync.store;

import io.registrysync.oci.Digest;
import io.registrysync.sync.Failure;
import io.registrysync.sync.ImageResult;
import java.util.Optional;

/**
 * How an image of a unit ended. Images that were at the target already are counted, and not among these.
 *
 * @param digest  at the source, where it got that far
 * @param written at the target, where it is there
 * @param reason  why it was skipped or failed
 * @param hint    what to do about it; may be empty
 * @param side    {@code SOURCE} or {@code TARGET}, where it failed
 * @param kind    what kind of failure it was
 */
public record ImageOutcome(
        String source,
        String target,
        ImageResult.Status status,
        Optional<String> digest,
        Optional<String> written,
        String reason,
        String hint,
        Optional<String> side,
        Optional<String> kind) {
    /** What is kept of a result. */
    public static ImageOutcome of(ImageResult result) {
        Optional<Failure> failure = result.failure();
        return new ImageOutcome(
                result.image().source(),
                result.image().target(),
                result.status(),
                result.digest().map(Digest::toString),
                result.written().map(Digest::toString),
                failure.map(failed -> String.valueOf(failed.cause().getMessage()))
                        .orElse(result.reason()),
                failure.map(failed -> failed.cause().hint()).orElse(""),
                failure.map(failed -> failed.side().name()),
                failure.map(failed -> failed.cause().kind().name()));
    }
}
