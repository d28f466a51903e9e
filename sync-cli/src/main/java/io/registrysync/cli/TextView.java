package io.registrysync.cli;

import io.registrysync.oci.Platform;
import io.registrysync.registry.Notice;
import io.registrysync.sync.BlobOutcome;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A copy as lines of text, for logs and for people. A plan goes to standard output, the course of a run to the other. */
final class TextView implements CopyView {
    /** From this size on the arrival of a blob is worth a line. */
    private static final long LARGE = 16L * 1024 * 1024;

    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private final Shell shell;
    private final Style style;
    private final Style outStyle;
    private final int verbosity;
    private final boolean quiet;

    private final Rates rates = new Rates();
    private Duration nextHeartbeat = HEARTBEAT;

    TextView(Shell shell, Style style, Style outStyle, int verbosity, boolean quiet) {
        this.shell = shell;
        this.style = style;
        this.outStyle = outStyle;
        this.verbosity = verbosity;
        this.quiet = quiet;
    }

    @Override
    public void on(SyncEvent event) {
        if (quiet) {
            return;
        }
        if (event instanceof SyncEvent.Progressed progressed) {
            heartbeat(progressed.progress());
            return;
        }
        line(event).ifPresent(shell.err()::println);
    }

    @Override
    public void planned(SyncPlan plan) {
        plan.images().stream().flatMap(image -> image.targets().stream()).forEach(target -> {
            if (!quiet || target.action() != Action.KEEP) {
                shell.out().println(line(target));
            }
        });
    }

    @Override
    public void ended(CopyOutcome outcome) {
        FailureText.of(style, outcome.failures()).forEach(shell.err()::println);
        if (!quiet) {
            shell.out().flush();
            shell.err().println(summary(outcome));
        }
    }

    // ---- a run ----------------------------------------------------------------------------------------------------

    /** What an event is worth in a log. */
    Optional<String> line(SyncEvent event) {
        if (event instanceof SyncEvent.ImageStarted started) {
            return Optional.of(labelled(
                    "copying",
                    started.image().source() + " " + style.arrow() + " "
                            + started.image().target()));
        }
        if (event instanceof SyncEvent.PlatformsFound found
                && !found.platforms().isEmpty()) {
            return Optional.of(labelled("platforms", found.image().target() + ": " + platforms(found.platforms())));
        }
        if (event instanceof SyncEvent.BlobDone done && (verbosity > 0 || isLarge(done))) {
            return Optional.of(labelled(
                    done.outcome() == BlobOutcome.UPLOADED ? "sent" : "present",
                    done.repository() + " " + done.blob().digest().abbreviated() + " "
                            + Amounts.size(done.blob().size())));
        }
        return outcome(event);
    }

    /** What an event is worth to someone who sees the progress, too. */
    Optional<String> outcome(SyncEvent event) {
        if (event instanceof SyncEvent.Noticed noticed) {
            return Optional.of(notice(noticed.notice()));
        }
        if (event instanceof SyncEvent.ImageDone done) {
            // What a stop has left undone is counted at the end; nobody wants to read hundreds of names then.
            boolean untold = done.result().status() == ImageResult.Status.CANCELLED && verbosity == 0;
            return untold ? Optional.empty() : Optional.of(image(done.result()));
        }
        return Optional.empty();
    }

    private static boolean isLarge(SyncEvent.BlobDone done) {
        return done.outcome() == BlobOutcome.UPLOADED && done.blob().size() >= LARGE;
    }

    private String image(ImageResult result) {
        String digest = result.digest()
                .map(known -> " " + style.dim(known.abbreviated()))
                .orElse("");
        String target = result.image().target();
        return switch (result.status()) {
            case COPIED -> style.green(padded("copied")) + target + digest;
            case UNCHANGED -> style.dim(padded("unchanged")) + target + digest;
            case SKIPPED ->
                style.dim(padded("skipped")) + result.image().source() + ": " + Foreign.text(result.reason());
            case FAILED -> style.red(padded("failed")) + target;
            case CANCELLED -> style.yellow(padded("stopped")) + target;
        };
    }

    private String notice(Notice notice) {
        return switch (notice.kind()) {
            case RATE_LIMIT ->
                style.yellow(padded("waiting")) + Amounts.time(notice.pause()) + " for " + notice.host() + ": "
                        + notice.text();
            case RETRY -> style.yellow(padded("retrying")) + notice.text();
            case WARNING -> style.yellow(padded("warning")) + notice.host() + ": " + notice.text();
        };
    }

    private static String platforms(List<Platform> platforms) {
        return String.join(
                ", ",
                platforms.stream().map(Platform::toString).map(Foreign::text).toList());
    }

    /** A log that stays silent for long looks as if the run hung. */
    private void heartbeat(SyncProgress progress) {
        rates.observe(progress);
        if (progress.elapsed().compareTo(nextHeartbeat) >= 0) {
            nextHeartbeat = progress.elapsed().plus(HEARTBEAT);
            List<String> lines = ProgressView.lines(progress, rates, new WindowSize(100, 1), Style.PLAIN);
            shell.err().println(labelled("progress", lines.get(lines.size() - 1).strip()));
        }
    }

    // ---- a plan ---------------------------------------------------------------------------------------------------

    private String line(PlannedTarget target) {
        String action = padded(target.action().name().toLowerCase(Locale.ROOT));
        String colored = switch (target.action()) {
            case COPY -> outStyle.green(action);
            case OVERWRITE -> outStyle.yellow(action);
            case KEEP, SKIP -> outStyle.dim(action);
            case FAIL -> outStyle.red(action);
        };
        String previous = target.action() == Action.OVERWRITE
                ? target.previous()
                        .map(before -> " (now " + before.digest().abbreviated() + ")")
                        .orElse("")
                : "";
        return colored + target.image().source() + " " + outStyle.arrow() + " "
                + target.image().target() + previous;
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    String summary(CopyOutcome outcome) {
        List<String> parts = new ArrayList<>();
        parts.add(images(outcome));
        outcome.progress().ifPresent(progress -> {
            SyncProgress.Blobs blobs = progress.blobs();
            if (blobs.uploaded() > 0 || progress.bytes().sent() > 0) {
                parts.add(counted(blobs.uploaded(), "blob") + " sent ("
                        + Amounts.size(progress.bytes().sent()) + ")");
            }
            if (blobs.present() > 0) {
                parts.add(blobs.present() + " already there ("
                        + Amounts.size(progress.bytes().present()) + ")");
            }
        });
        parts.add(speed(outcome));
        return String.join(style.unicode() ? " · " : "; ", parts);
    }

    private String images(CopyOutcome outcome) {
        long total = outcome.images().getOrDefault("total", 0L);
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, Long> entry : outcome.images().entrySet()) {
            if (!entry.getKey().equals("total") && entry.getValue() > 0) {
                parts.add(entry.getValue() + " "
                        + switch (entry.getKey()) {
                            case "copy" -> "to copy";
                            case "overwrite" -> "to overwrite";
                            case "keep" -> "unchanged";
                            case "skip" -> "skipped";
                            case "fail" -> "failed";
                            default -> entry.getKey();
                        });
            }
        }
        String text = counted(total, "image") + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
        return switch (outcome.status()) {
            case DONE, IN_SYNC -> style.green("done") + ": " + text;
            case PENDING -> style.yellow("differs") + ": " + text;
            case FAILED -> style.red("failed") + ": " + text;
            case STOPPED -> style.yellow("stopped") + ": " + text;
        };
    }

    private static String speed(CopyOutcome outcome) {
        double seconds = outcome.elapsed().toMillis() / 1000.0;
        long sent = outcome.progress().map(progress -> progress.bytes().sent()).orElse(0L);
        return Amounts.time(outcome.elapsed()) + (sent > 0 && seconds > 0 ? ", " + Amounts.rate(sent / seconds) : "");
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String labelled(String label, String text) {
        return padded(label) + text;
    }

    /** Labels form a column, so that names stand below each other. */
    private static String padded(String label) {
        return label + " ".repeat(Math.max(1, 11 - label.length()));
    }
}
