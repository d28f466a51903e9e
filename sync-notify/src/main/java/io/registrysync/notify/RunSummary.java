package io.registrysync.notify;

import io.registrysync.registry.ForeignText;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncProgress;
import io.registrysync.sync.SyncReport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How a run ended, as far as people are told.
 *
 * <p>Texts are cleaned: control and invisible characters become spaces, and what is longer than can be shown is cut.
 *
 * @param id        identifies the run; the same for every channel and every further attempt to send, so that a receiver
 *     can tell a repetition
 * @param task      the task's name
 * @param outcome   how it ended
 * @param recovered whether the run before failed and this one did not
 * @param started   when it began
 * @param ended     when it ended
 * @param zone      in which times are shown
 * @param images    per image and target
 * @param blobs     per blob and target repository
 * @param bytes     sent to targets
 * @param failures  images that failed; no more than {@value #MAX_FAILURES} are kept, {@code images.failed()} counts all
 * @param link      where to read more: an address with http or https and without credentials
 * @param note      one line that somebody wants to add; may be empty
 */
public record RunSummary(
        String id,
        String task,
        Outcome outcome,
        boolean recovered,
        Instant started,
        Instant ended,
        ZoneId zone,
        Images images,
        Blobs blobs,
        long bytes,
        List<FailedImage> failures,
        Optional<URI> link,
        String note) {
    /** How many failed images a message names. */
    public static final int MAX_FAILURES = 20;

    private static final int NAME_LENGTH = 300;
    private static final int REASON_LENGTH = 500;
    /** Links are never cut, and must leave room for the rest of a message. */
    private static final int MAX_LINK = 1_000;

    /** How a run ended. */
    public enum Outcome {
        /** Everything that was planned is at the targets. */
        SUCCEEDED,
        /** Something is not, or the run could not even begin. */
        FAILED,
        /** Somebody stopped it. */
        STOPPED
    }

    /** Disjoint: the rest up to {@code total} was not reached. */
    public record Images(long total, long copied, long unchanged, long skipped, long failed) {}

    /** Disjoint: the rest up to {@code total} was not reached. */
    public record Blobs(long total, long uploaded, long present, long failed) {}

    /**
     * An image that could not be copied.
     *
     * @param image  its name, usually that at the target
     * @param reason one line
     */
    public record FailedImage(String image, String reason) {
        /** Cleans the texts. */
        public FailedImage {
            image = ForeignText.clean(image, NAME_LENGTH);
            reason = ForeignText.clean(reason, REASON_LENGTH);
        }
    }

    /** Cleans the texts. Throws {@link IllegalArgumentException} where {@code link} is not what it should be. */
    public RunSummary {
        id = ForeignText.clean(id, NAME_LENGTH);
        task = ForeignText.clean(task, NAME_LENGTH);
        note = ForeignText.clean(note, REASON_LENGTH);
        failures = failures.stream().limit(MAX_FAILURES).toList();
        link.ifPresent(RunSummary::requireShowable);
    }

    /** What a report says, under a new id. */
    public static RunSummary of(String task, SyncReport report, ZoneId zone) {
        SyncProgress progress = report.progress();
        Outcome ended = report.isSuccess() ? Outcome.SUCCEEDED : Outcome.FAILED;
        SyncProgress.Images images = progress.images();
        SyncProgress.Blobs blobs = progress.blobs();
        return new RunSummary(
                UUID.randomUUID().toString(),
                task,
                report.cancelled() ? Outcome.STOPPED : ended,
                false,
                report.started(),
                report.started().plus(progress.elapsed()),
                zone,
                new Images(images.total(), images.copied(), images.unchanged(), images.skipped(), images.failed()),
                new Blobs(blobs.total(), blobs.uploaded(), blobs.present(), blobs.failed()),
                progress.bytes().sent(),
                report.failures().stream()
                        .limit(MAX_FAILURES)
                        .map(RunSummary::failure)
                        .toList(),
                Optional.empty(),
                "");
    }

    private static FailedImage failure(ImageResult result) {
        String reason = result.failure().map(Object::toString).orElse("");
        return new FailedImage(result.image().target(), reason);
    }

    /** This, with an address at which to read more. */
    public RunSummary withLink(URI address) {
        return new RunSummary(
                id,
                task,
                outcome,
                recovered,
                started,
                ended,
                zone,
                images,
                blobs,
                bytes,
                failures,
                Optional.of(address),
                note);
    }

    /** How long the run took; never negative, even where a clock was set back. */
    public Duration duration() {
        Duration between = Duration.between(started, ended);
        return between.isNegative() ? Duration.ZERO : between;
    }

    private static void requireShowable(URI link) {
        boolean web = "https".equalsIgnoreCase(link.getScheme()) || "http".equalsIgnoreCase(link.getScheme());
        boolean tooLong = link.toASCIIString().length() > MAX_LINK;
        if (!web || tooLong || link.getHost() == null || link.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the link of a run must be an address with http or https, a host, no user" + " name and at most "
                            + MAX_LINK + " characters");
        }
    }
}
