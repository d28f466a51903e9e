package io.registrysync.cli;

import io.registrysync.sync.SyncProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a run or a dry run ended, in one line.
 *
 * @param style    of the line
 * @param verifies whether it only read what is at a target
 */
record Summary(Style style, boolean verifies) {
    /** The line. */
    String line(CopyOutcome outcome) {
        List<String> parts = new ArrayList<>();
        parts.add(images(outcome));
        outcome.progress().ifPresent(progress -> {
            SyncProgress.Blobs blobs = progress.blobs();
            if (blobs.uploaded() > 0 || progress.bytes().sent() > 0) {
                parts.add(counted(blobs.uploaded(), "blob") + (verifies ? " read (" : " sent (")
                        + Amounts.size(progress.bytes().sent()) + ")");
            }
            if (blobs.present() > 0) {
                parts.add(blobs.present() + " already there ("
                        + Amounts.size(progress.bytes().present()) + ")");
            }
        });
        outcome.cost().ifPresent(cost -> {
            parts.add(Amounts.size(cost.bytesToMove()) + " to send");
            if (cost.bytesMountable() > 0) {
                parts.add(Amounts.size(cost.bytesMountable()) + " to mount");
            }
            parts.add(counted(cost.sourceReads(), "read") + " at the source");
        });
        outcome.tags().forEach((what, count) -> {
            if (count > 0) {
                parts.add(counted(count, "tag")
                        + switch (what) {
                            case "delete" -> " to delete";
                            case "failed" -> " not deleted";
                            default -> " " + what;
                        });
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
                            case "copied" -> verifies ? "intact" : "copied";
                            case "failed" -> verifies ? "damaged" : "failed";
                            default -> entry.getKey();
                        });
            }
        }
        if (total == 0) {
            return style.yellow(outcome.status() == CopyOutcome.Status.STOPPED ? "stopped" : "failed");
        }
        String text = counted(total, "image") + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
        return switch (outcome.status()) {
            case DONE, IN_SYNC -> style.green(verifies ? "verified" : "done") + ": " + text;
            case PENDING -> style.yellow("differs") + ": " + text;
            case FAILED, EMPTY -> style.red(verifies ? "damaged" : "failed") + ": " + text;
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
}
