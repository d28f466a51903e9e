package io.registrysync.cli;

import io.registrysync.registry.RegistryException;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.Side;
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
import java.util.stream.Stream;

/**
 * How a copy or its dry run ended: for the summary, the report and the exit code.
 *
 * @param status   in one word
 * @param exitCode for the process
 * @param started  when it began
 * @param elapsed  how long it took
 * @param images   how many images, by what became of them; the first entry is the total
 * @param progress blobs and bytes; empty for a dry run
 * @param failures every image that failed; where the source could not be listed, that too
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

    /**
     * Of a run.
     *
     * @param broken why the source's tags could not be listed to the end
     */
    static CopyOutcome of(SyncReport report, Optional<RegistryException> broken, CopyRequest request) {
        List<FailedImage> failures = Stream.concat(
                        report.failures().stream().map(FailedImage::of),
                        broken.stream().map(cause -> unlisted(cause, request)))
                .toList();
        SyncProgress.Images counted = report.progress().images();
        Map<String, Long> images = new LinkedHashMap<>();
        images.put("total", counted.total());
        images.put("copied", counted.copied());
        images.put("unchanged", counted.unchanged());
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
    static CopyOutcome abandoned(SyncProgress progress, Instant started, CopyRequest request) {
        return of(new SyncReport(started, progress, List.<ImageResult>of(), true), Optional.empty(), request);
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

    /** Of a dry run whose source could not be listed. */
    static CopyOutcome unplanned(RegistryException broken, CopyRequest request, Instant started, Duration elapsed) {
        List<FailedImage> failures = List.of(unlisted(broken, request));
        return new CopyOutcome(
                Status.FAILED, exitCode(failures), started, elapsed, Map.of("total", 0L), Optional.empty(), failures);
    }

    private static FailedImage unlisted(RegistryException cause, CopyRequest request) {
        return new FailedImage(
                request.source().toString(), request.targets().get(0).toString(), Side.SOURCE, cause);
    }

    private static int exitCode(List<FailedImage> failures) {
        return ExitCode.of(failures.stream().map(FailedImage::cause).toList());
    }
}
