package io.registrysync.cli;

import io.registrysync.oci.Platform;
import io.registrysync.registry.Notice;
import io.registrysync.sync.BlobOutcome;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncProgress;
import java.time.Duration;
import java.util.List;
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
    private final boolean differencesOnly;
    private final boolean verifies;

    private final Rates rates = new Rates();
    private Duration nextHeartbeat = HEARTBEAT;
    private int repositories = 1;

    TextView(Shell shell, Style style, Style outStyle, int verbosity, boolean quiet) {
        this(shell, style, outStyle, verbosity, quiet, false, false);
    }

    /** For a run that reads what is at a target to check it, and copies nothing. */
    static TextView ofVerification(Shell shell, Style style, Style outStyle, int verbosity, boolean quiet) {
        return new TextView(shell, style, outStyle, verbosity, quiet, true, false);
    }

    /** For a plan of which what stays as it is is counted, and not listed. */
    static TextView ofDifferences(Shell shell, Style style, Style outStyle, int verbosity, boolean quiet) {
        return new TextView(shell, style, outStyle, verbosity, quiet, false, true);
    }

    private TextView(
            Shell shell,
            Style style,
            Style outStyle,
            int verbosity,
            boolean quiet,
            boolean verifies,
            boolean differencesOnly) {
        this.differencesOnly = differencesOnly;
        this.shell = shell;
        this.style = style;
        this.outStyle = outStyle;
        this.verbosity = verbosity;
        this.quiet = quiet;
        this.verifies = verifies;
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
        plan.missingProjects()
                .forEach(project -> shell.out().println(outStyle.green(Style.label("create")) + "project " + project));
        PlanText text = new PlanText(outStyle, quiet || differencesOnly);
        text.lines(plan).forEach(shell.out()::println);
        if (differencesOnly && !quiet) {
            text.counts(plan).forEach(shell.out()::println);
        }
    }

    @Override
    public void ended(CopyOutcome outcome) {
        FailureText.of(style, outcome).forEach(shell.err()::println);
        if (!quiet) {
            shell.out().flush();
            shell.err().println(new Summary(style, verifies).line(outcome));
        }
    }

    // ---- a run ----------------------------------------------------------------------------------------------------

    /** What an event is worth in a log. */
    Optional<String> line(SyncEvent event) {
        if (event instanceof SyncEvent.ImageStarted started) {
            return Optional.of(
                    verifies
                            ? labelled("reading", started.image().target())
                            : labelled(
                                    "copying",
                                    started.image().source() + " " + style.arrow() + " "
                                            + started.image().target()));
        }
        if (event instanceof SyncEvent.PlatformsFound found
                && !found.platforms().isEmpty()
                && !verifies) {
            return Optional.of(labelled("platforms", found.image().target() + ": " + platforms(found.platforms())));
        }
        if (event instanceof SyncEvent.BlobDone done && (verbosity > 0 || isLarge(done))) {
            return Optional.of(labelled(
                    done.outcome() != BlobOutcome.UPLOADED ? "present" : verifies ? "read" : "sent",
                    done.repository() + " " + done.blob().digest().abbreviated() + " "
                            + Amounts.size(done.blob().size())));
        }
        if (event instanceof SyncEvent.BlobFailed failed && verbosity > 0) {
            return Optional.of(labelled(
                    "failed",
                    failed.repository() + " " + failed.blob().digest().abbreviated() + ": " + failed.failure()));
        }
        return outcome(event);
    }

    /** What an event is worth to someone who sees the progress, too. */
    Optional<String> outcome(SyncEvent event) {
        if (event instanceof SyncEvent.RunStarted started) {
            repositories = started.repositories();
        }
        if (event instanceof SyncEvent.RepositoryStarted started && repositories > 1 && !verifies) {
            return Optional.of(style.bold(labelled(
                    "[" + started.number() + "/" + repositories + "]",
                    started.repository().source() + " " + style.arrow() + " "
                            + String.join(", ", started.repository().targets()))));
        }
        if (event instanceof SyncEvent.ProjectCreated created) {
            return Optional.of(style.green(Style.label("created")) + "project " + created.project());
        }
        if (event instanceof SyncEvent.TagDeleted deleted) {
            boolean failed = deleted.deletion().failure().isPresent();
            return Optional.of((failed ? style.red(Style.label("failed")) : style.yellow(Style.label("deleted")))
                    + deleted.deletion().target());
        }
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
        String digest = result.written()
                .or(result::digest)
                .map(known -> " " + style.dim(known.abbreviated()))
                .orElse("");
        String target = result.image().target();
        return switch (result.status()) {
            case COPIED -> style.green(Style.label(verifies ? "intact" : "copied")) + target + digest;
            case UNCHANGED -> style.dim(Style.label("unchanged")) + target + digest;
            case SKIPPED ->
                style.dim(Style.label("skipped")) + result.image().source() + ": " + Foreign.text(result.reason());
            case FAILED -> style.red(Style.label(verifies ? "damaged" : "failed")) + target;
            case CANCELLED -> style.yellow(Style.label("stopped")) + target;
        };
    }

    private String notice(Notice notice) {
        return switch (notice.kind()) {
            case RATE_LIMIT ->
                style.yellow(Style.label("waiting")) + Amounts.time(notice.pause()) + " for " + notice.host() + ": "
                        + notice.text();
            case RETRY -> style.yellow(Style.label("retrying")) + notice.text();
            case WARNING ->
                style.yellow(Style.label("warning"))
                        + (notice.text().startsWith(notice.host()) ? "" : notice.host() + ": ")
                        + notice.text();
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

    private static String labelled(String label, String text) {
        return Style.label(label) + text;
    }
}
