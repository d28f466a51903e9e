package io.registrysync.cli;

import io.registrysync.sync.ImageResult;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncProgress;
import io.registrysync.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a copy or its dry run ended: for the summary, the report and the exit code.
 *
 * @param status   in one word
 * @param exitCode for the process
 * @param started  when it began
 * @param elapsed  how long it took
 * @param images   how many images, by what became of them; the first entry is the total
 * @param progress blobs and bytes; empty for a dry run
 * @param failures every image that failed; a repository that could not be listed is one of them
 */
record CopyOutcome(
        Status status,
        int exitCode,
        Instant started,
        Duration elapsed,
        Map<String, Long> images,
        Optional<SyncProgress> progress,
        List<FailedImage> failures) {

    /** In one word. */
    enum Status {
        /** Everything is at the target now. */
        DONE,
        /** A dry run found nothing to do. */
        IN_SYNC,
        /** A dry run found something to do. */
        PENDING,
        FAILED,
        STOPPED
    }

    /** Of a run. */
    static CopyOutcome of(SyncReport report) {
        List<FailedImage> failures =
                report.failures().stream().map(FailedImage::of).toList();
        SyncProgress.Images counted = report.progress().images();
        Map<String, Long> images = new LinkedHashMap<>();
        images.put("total", counted.total());
        images.put("copied", counted.copied());
        images.put("unchanged", counted.unchanged());
        images.put("skipped", counted.skipped());
        images.put("failed", counted.failed());
        images.put("pending", counted.total() - counted.done());
        Status status = report.cancelled() ? Status.STOPPED : failures.isEmpty() ? Status.DONE : Status.FAILED;
        return new CopyOutcome(
                status,
                status == Status.STOPPED ? ExitCode.STOPPED : exitCode(failures),
                report.started(),
                report.progress().elapsed(),
                images,
                Optional.of(report.progress()),
                failures);
    }

    /** Of a run that does not come to its end in time. */
    static CopyOutcome abandoned(SyncProgress progress, Instant started) {
        return of(new SyncReport(started, progress, List.<ImageResult>of(), List.of(), true));
    }

    /** Of a dry run. */
    static CopyOutcome of(SyncPlan plan, Instant started, Duration elapsed) {
        List<FailedImage> failures = plan.images().stream()
                .flatMap(image -> image.targets().stream())
                .filter(target -> target.failure().isPresent())
                .map(target -> FailedImage.of(
                        target.image().source(),
                        target.image().target(),
                        target.failure().get()))
                .toList();
        Map<String, Long> images = new LinkedHashMap<>();
        images.put(
                "total",
                plan.images().stream()
                        .mapToLong(image -> image.targets().size())
                        .sum());
        for (Action action : Action.values()) {
            images.put(
                    action.name().toLowerCase(Locale.ROOT),
                    plan.images().stream()
                            .flatMap(image -> image.targets().stream())
                            .filter(target -> target.action() == action)
                            .count());
        }
        Status status = !failures.isEmpty() ? Status.FAILED : plan.isInSync() ? Status.IN_SYNC : Status.PENDING;
        int exitCode = status == Status.PENDING ? ExitCode.DIFFERENT : exitCode(failures);
        return new CopyOutcome(status, exitCode, started, elapsed, images, Optional.empty(), failures);
    }

    private static int exitCode(List<FailedImage> failures) {
        return ExitCode.of(failures.stream().map(FailedImage::cause).toList());
    }
}
