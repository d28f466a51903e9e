package io.registrysync.cli;

import io.registrysync.sync.Cost;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncProgress;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.TagDeletion;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a copy or its dry run ended: for the summary, the report and the exit code.
 *
 * @param status   in one word
 * @param exitCode for the process
 * @param started  when it began
 * @param elapsed  how long it took
 * @param images   how many images, by what became of them; the first entry is the total
 * @param tags     how many tags that are gone from the source, by what became of them; empty where none is
 * @param progress blobs and bytes; empty for a dry run
 * @param cost     what a run would take; empty for a run, and where that was not asked for
 * @param failures every image that failed; a repository that could not be listed is one of them
 */
record CopyOutcome(
        Status status,
        int exitCode,
        Instant started,
        Duration elapsed,
        Map<String, Long> images,
        Map<String, Long> tags,
        Optional<SyncProgress> progress,
        Optional<Cost> cost,
        List<FailedImage> failures) {

    /** In one word. */
    enum Status {
        /** Everything is at the target now. */
        DONE,
        /** A dry run found nothing to do. */
        IN_SYNC,
        /** A dry run found something to do. */
        PENDING,
        /** Nothing was selected, or all of it was skipped; whoever asked for a copy expects something else. */
        EMPTY,
        FAILED,
        STOPPED
    }

    /** Of a run. */
    static CopyOutcome of(SyncReport report) {
        List<FailedImage> failures = failures(report.failures().stream().map(FailedImage::of), report.deletions());
        SyncProgress.Images counted = report.progress().images();
        Map<String, Long> images = new LinkedHashMap<>();
        images.put("total", counted.total());
        images.put("copied", counted.copied());
        images.put("unchanged", counted.unchanged());
        images.put("skipped", counted.skipped());
        images.put("failed", counted.failed());
        images.put("pending", counted.total() - counted.done());
        Status status = report.cancelled()
                ? Status.STOPPED
                : !failures.isEmpty()
                        ? Status.FAILED
                        : counted.total() == counted.skipped() ? Status.EMPTY : Status.DONE;
        return new CopyOutcome(
                status,
                exitCode(status, failures),
                report.started(),
                report.progress().elapsed(),
                images,
                tags(report.deletions(), "deleted"),
                Optional.of(report.progress()),
                Optional.empty(),
                failures);
    }

    /** Of a run that does not come to its end in time. */
    static CopyOutcome abandoned(SyncProgress progress, Instant started) {
        return of(new SyncReport(started, progress, List.<ImageResult>of(), List.of(), true));
    }

    /** Of a dry run. */
    static CopyOutcome of(SyncPlan plan, Instant started, Duration elapsed) {
        List<PlannedTarget> targets = plan.images().stream()
                .flatMap(image -> image.targets().stream())
                .toList();
        List<FailedImage> failures = failures(
                targets.stream().filter(target -> target.failure().isPresent()).map(FailedImage::of), plan.deletions());
        Map<String, Long> images = new LinkedHashMap<>();
        images.put("total", (long) targets.size());
        for (Action action : Action.values()) {
            images.put(
                    action.name().toLowerCase(Locale.ROOT),
                    targets.stream().filter(target -> target.action() == action).count());
        }
        boolean nothing = targets.stream().allMatch(target -> target.action() == Action.SKIP);
        Status status = !failures.isEmpty()
                ? Status.FAILED
                : nothing ? Status.EMPTY : plan.isInSync() ? Status.IN_SYNC : Status.PENDING;
        Optional<Cost> cost =
                targets.stream().flatMap(target -> target.cost().stream()).reduce(CopyOutcome::sum);
        return new CopyOutcome(
                status,
                exitCode(status, failures),
                started,
                elapsed,
                images,
                tags(plan.deletions(), "delete"),
                Optional.empty(),
                cost,
                failures);
    }

    /** Of what ended before it was known what there is to do. */
    static CopyOutcome early(Status status, List<FailedImage> failures, Instant started, Duration elapsed) {
        return new CopyOutcome(
                status,
                exitCode(status, failures),
                started,
                elapsed,
                Map.of("total", 0L),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                failures);
    }

    /** The same with another failure, at its end. */
    CopyOutcome failed(FailedImage failure) {
        List<FailedImage> all =
                Stream.concat(failures.stream(), Stream.of(failure)).toList();
        Status with = status == Status.STOPPED ? status : Status.FAILED;
        return new CopyOutcome(with, exitCode(with, all), started, elapsed, images, tags, progress, cost, all);
    }

    /** The same, for where failures are told elsewhere. */
    CopyOutcome withoutFailures() {
        return new CopyOutcome(status, exitCode, started, elapsed, images, tags, progress, cost, List.of());
    }

    private static List<FailedImage> failures(Stream<FailedImage> ofImages, List<TagDeletion> deletions) {
        Stream<FailedImage> ofDeletions = deletions.stream()
                .filter(deletion -> deletion.failure().isPresent())
                .map(FailedImage::of);
        return Stream.concat(ofImages, ofDeletions).toList();
    }

    private static Map<String, Long> tags(List<TagDeletion> deletions, String what) {
        if (deletions.isEmpty()) {
            return Map.of();
        }
        long failed = deletions.stream()
                .filter(deletion -> deletion.failure().isPresent())
                .count();
        Map<String, Long> tags = new LinkedHashMap<>();
        tags.put(what, deletions.size() - failed);
        tags.put("failed", failed);
        return tags;
    }

    private static Cost sum(Cost one, Cost other) {
        return new Cost(
                one.sourceReads() + other.sourceReads(),
                one.blobs() + other.blobs(),
                one.bytesToMove() + other.bytesToMove(),
                one.bytesMountable() + other.bytesMountable(),
                one.bytesPresent() + other.bytesPresent());
    }

    private static int exitCode(Status status, List<FailedImage> failures) {
        return switch (status) {
            case DONE, IN_SYNC -> ExitCode.OK;
            case PENDING -> ExitCode.DIFFERENT;
            case EMPTY -> ExitCode.FAILED;
            case FAILED -> ExitCode.of(failures.stream().map(FailedImage::cause).toList());
            case STOPPED -> ExitCode.STOPPED;
        };
    }
}
