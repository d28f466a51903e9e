package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How the syncs of a file ended.
 *
 * @param started when the first one began
 * @param elapsed until the end of the last
 * @param isDry   whether they were only described
 * @param syncs   by their names, in the order in which they ran; those that a stop kept from beginning are missing
 */
record SyncsOutcome(Instant started, Duration elapsed, boolean isDry, Map<String, CopyOutcome> syncs) {
    SyncsOutcome {
        syncs = Collections.unmodifiableMap(new LinkedHashMap<>(syncs));
    }

    static SyncsOutcome none(Instant started, boolean isDry) {
        return new SyncsOutcome(started, Duration.ZERO, isDry, Map.of());
    }

    SyncsOutcome with(String sync, CopyOutcome outcome) {
        Map<String, CopyOutcome> more = new LinkedHashMap<>(syncs);
        more.put(sync, outcome);
        return new SyncsOutcome(started, elapsed, isDry, more);
    }

    SyncsOutcome ended(Instant end) {
        return new SyncsOutcome(started, Duration.between(started, end), isDry, syncs);
    }

    boolean isStopped() {
        return syncs.values().stream().anyMatch(outcome -> outcome.status() == CopyOutcome.Status.STOPPED);
    }

    /** What the syncs that failed have in common, or that there is something to do, or that all is well. */
    int exitCode() {
        if (isStopped()) {
            return ExitCode.STOPPED;
        }
        Set<Integer> codes =
                syncs.values().stream().map(CopyOutcome::exitCode).collect(Collectors.toCollection(TreeSet::new));
        boolean differ = codes.remove(ExitCode.DIFFERENT);
        codes.remove(ExitCode.OK);
        if (codes.isEmpty()) {
            return differ ? ExitCode.DIFFERENT : ExitCode.OK;
        }
        return codes.size() == 1 ? codes.iterator().next() : ExitCode.FAILED;
    }

    /** One line for people. */
    String text(Style style) {
        String parts = counts().entrySet().stream()
                .map(count -> count.getValue() + " " + words(count.getKey()))
                .collect(Collectors.joining(", "));
        String text = syncs.size() + (syncs.size() == 1 ? " sync: " : " syncs: ") + parts;
        return switch (exitCode()) {
            case ExitCode.OK -> style.green(text);
            case ExitCode.DIFFERENT, ExitCode.STOPPED -> style.yellow(text);
            default -> style.red(text);
        };
    }

    /** The properties of the last event. */
    void summary(JsonGenerator json) throws IOException {
        json.writeStringField("status", Json.camelCase(status()));
        json.writeNumberField("exitCode", exitCode());
        json.writeStringField("started", started.toString());
        json.writeNumberField("elapsedMillis", elapsed.toMillis());
    }

    /** The properties of the last event, and each sync with its failures. */
    void report(JsonGenerator json) throws IOException {
        json.writeStringField("version", Version.number());
        summary(json);
        json.writeArrayFieldStart("syncs");
        for (Map.Entry<String, CopyOutcome> sync : syncs.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", sync.getKey());
            ReportFile.properties(json, sync.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** How many ended how. */
    void counts(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("syncs");
        json.writeNumberField("total", syncs.size());
        for (Map.Entry<CopyOutcome.Status, Long> count : counts().entrySet()) {
            json.writeNumberField(Json.camelCase(count.getKey()), count.getValue());
        }
        json.writeEndObject();
    }

    private Map<CopyOutcome.Status, Long> counts() {
        Map<CopyOutcome.Status, Long> counts = new LinkedHashMap<>();
        for (CopyOutcome.Status status : CopyOutcome.Status.values()) {
            long count = syncs.values().stream()
                    .filter(outcome -> outcome.status() == status)
                    .count();
            if (count > 0) {
                counts.put(status, count);
            }
        }
        return counts;
    }

    private CopyOutcome.Status status() {
        return switch (exitCode()) {
            case ExitCode.OK -> isDry ? CopyOutcome.Status.IN_SYNC : CopyOutcome.Status.DONE;
            case ExitCode.DIFFERENT -> CopyOutcome.Status.PENDING;
            case ExitCode.STOPPED -> CopyOutcome.Status.STOPPED;
            default -> CopyOutcome.Status.FAILED;
        };
    }

    private static String words(CopyOutcome.Status status) {
        return switch (status) {
            case DONE -> "done";
            case IN_SYNC -> "without differences";
            case PENDING -> "with differences";
            case EMPTY -> "with nothing to copy";
            case FAILED -> "failed";
            case STOPPED -> "stopped";
        };
    }
}
