package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.registrysync.cli.Comparison.Compared;
import io.registrysync.cli.Comparison.State;
import io.registrysync.oci.Digest;
import io.registrysync.sync.Failure;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.Side;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows how targets differ from their sources, and whether what they have is whole: a person, or a program. */
final class CompareView implements SyncListener {
    private static final int DIGEST = 8;

    private final Shell shell;
    private final OutputOptions output;
    private final boolean isJson;
    private final Style style;
    private final Style outStyle;
    private final TextView text;
    private Optional<CopyView> shown = Optional.empty();

    CompareView(Shell shell, OutputOptions output, Optional<OutputOptions.Format> format) {
        this.shell = shell;
        this.output = output;
        this.isJson = format.orElse(OutputOptions.Format.TEXT) == OutputOptions.Format.JSON;
        this.style = output.errStyle(shell);
        this.outStyle = output.outStyle(shell);
        this.text = TextView.ofVerification(shell, style, outStyle, output.verbosity(), output.isQuiet());
    }

    /** Hears the notices of the comparison. */
    @Override
    public void on(SyncEvent event) {
        if (!isJson) {
            text.on(event);
        }
    }

    /** Shows every image, or with {@code -q} those that are not the same. */
    void compared(Comparison comparison) {
        for (Compared image : comparison.images()) {
            if (isJson) {
                shell.out().println(Json.line(json -> compared(json, image)));
            } else if (!output.isQuiet() || (image.state() != State.SAME && image.state() != State.SKIPPED)) {
                shell.out().println(line(image));
            }
        }
        shell.out().flush();
    }

    private String line(Compared image) {
        String label = Style.label(label(image.state()));
        String colored = switch (image.state()) {
            case SAME, SKIPPED -> outStyle.dim(label);
            case DIFFERENT -> outStyle.yellow(label);
            case MISSING -> outStyle.green(label);
            case EXTRA, FAILED -> outStyle.red(label);
        };
        String names = image.source().isEmpty()
                ? image.target()
                : image.source() + " " + outStyle.arrow() + " " + image.target();
        String reason = image.reason().isEmpty() ? "" : ": " + Foreign.text(image.reason());
        return colored + digest(image.expected()) + digest(image.actual()) + names + reason;
    }

    private static String label(State state) {
        return switch (state) {
            case SAME -> "same";
            case DIFFERENT -> "differs";
            case MISSING -> "missing";
            case EXTRA -> "extra";
            case SKIPPED -> "skipped";
            case FAILED -> "failed";
        };
    }

    private static String digest(Optional<Digest> digest) {
        return digest.map(known -> known.encoded().substring(0, DIGEST)).orElse("-" + " ".repeat(DIGEST - 1)) + "  ";
    }

    private static void compared(JsonGenerator json, Compared image) throws IOException {
        json.writeStringField("event", "compared");
        json.writeStringField("state", Json.camelCase(image.state()));
        if (!image.source().isEmpty()) {
            json.writeStringField("source", image.source());
        }
        json.writeStringField("target", image.target());
        if (image.expected().isPresent()) {
            json.writeStringField("expected", image.expected().get().toString());
        }
        if (image.actual().isPresent()) {
            json.writeStringField("actual", image.actual().get().toString());
        }
        if (!image.reason().isEmpty()) {
            json.writeStringField("reason", image.reason());
        }
    }

    // ---- verification ---------------------------------------------------------------------------------------------

    /** Watches everything being read. */
    SyncListener watcher() {
        if (isJson) {
            return this::verified;
        }
        CopyView view = shell.screen().isPresent() && !output.isQuiet()
                ? new LiveView(shell.screen().get(), shell, style, text)
                : text;
        shown = Optional.of(view);
        return view;
    }

    private void verified(SyncEvent event) {
        if (event instanceof SyncEvent.ImageDone done) {
            ImageResult result = done.result();
            shell.out().println(Json.line(json -> {
                json.writeStringField("event", "verified");
                json.writeStringField("target", result.image().target());
                json.writeStringField(
                        "status",
                        switch (result.status()) {
                            case FAILED -> "damaged";
                            case CANCELLED -> "cancelled";
                            case COPIED, UNCHANGED, SKIPPED -> "intact";
                        });
                if (result.failure().isPresent()) {
                    json.writeObjectFieldStart("failure");
                    Json.failure(json, atTarget(result));
                    json.writeEndObject();
                }
            }));
        }
    }

    /** Shows the end of the reading, without what is damaged: that is said last. */
    void verified(CopyOutcome outcome) {
        shown.ifPresent(view -> view.ended(outcome.withoutFailures()));
    }

    /** What is read to be checked is read as a source is, but it is the target. */
    static FailedImage atTarget(ImageResult result) {
        Failure failure = result.failure().orElseThrow();
        return new FailedImage("", result.image().target(), Side.TARGET, failure.cause());
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    /** Shows the result. */
    int ended(Comparison comparison, List<FailedImage> damaged) {
        List<FailedImage> failures =
                Stream.concat(comparison.failures().stream(), damaged.stream()).toList();
        int exitCode = !failures.isEmpty()
                ? damaged.isEmpty()
                        ? ExitCode.of(failures.stream().map(FailedImage::cause).toList())
                        : ExitCode.FAILED
                : comparison.isEmpty() ? ExitCode.FAILED : comparison.isSame() ? ExitCode.OK : ExitCode.DIFFERENT;
        FailureText.of(style, failures).forEach(shell.err()::println);
        if (comparison.isEmpty()) {
            shell.err().println(FailureText.error(style, "nothing was compared: no tag is selected at either side"));
        }
        if (isJson) {
            shell.out().println(Json.line(json -> summary(json, comparison, damaged, exitCode)));
        } else if (!output.isQuiet() && !comparison.isEmpty()) {
            shell.err().println(summary(comparison, damaged, exitCode));
        }
        return exitCode;
    }

    private String summary(Comparison comparison, List<FailedImage> damaged, int exitCode) {
        List<String> parts = new ArrayList<>();
        comparison
                .counts()
                .forEach((state, count) -> parts.add(count + " "
                        + switch (state) {
                            case SAME -> "the same";
                            case DIFFERENT -> "different";
                            case MISSING -> "only at the source";
                            case EXTRA -> "only at the target";
                            case SKIPPED -> "skipped";
                            case FAILED -> "failed";
                        }));
        if (!damaged.isEmpty()) {
            parts.add(damaged.size() + " damaged");
        }
        int total = comparison.images().size();
        String status = exitCode == ExitCode.OK
                ? style.green("same")
                : exitCode == ExitCode.DIFFERENT ? style.yellow("differs") : style.red("failed");
        return total == 0
                ? status
                : status + ": " + total + (total == 1 ? " image: " : " images: ") + String.join(", ", parts);
    }

    private static void summary(JsonGenerator json, Comparison comparison, List<FailedImage> damaged, int exitCode)
            throws IOException {
        json.writeStringField("event", "summary");
        json.writeStringField(
                "status", exitCode == ExitCode.OK ? "same" : exitCode == ExitCode.DIFFERENT ? "different" : "failed");
        json.writeNumberField("exitCode", exitCode);
        json.writeObjectFieldStart("images");
        json.writeNumberField("total", comparison.images().size());
        Map<State, Long> counts = comparison.counts();
        for (State state : State.values()) {
            json.writeNumberField(Json.camelCase(state), counts.getOrDefault(state, 0L));
        }
        json.writeNumberField("damaged", damaged.size());
        json.writeEndObject();
    }
}
