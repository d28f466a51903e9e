package io.registrysync.cli;

import io.registrysync.sync.PlannedImage.Action;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.SyncPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan in lines: what is to be done, how much is to be sent where that is known, and the names.
 *
 * @param style      of the lines
 * @param changesOnly whether what stays as it is goes without saying
 */
record PlanText(Style style, boolean changesOnly) {
    /** Of the column of sizes, with the gap behind it. */
    private static final int SIZE = 11;

    List<String> lines(SyncPlan plan) {
        List<PlannedTarget> targets = plan.images().stream()
                .flatMap(image -> image.targets().stream())
                .toList();
        boolean withCosts = targets.stream().anyMatch(target -> target.cost().isPresent());
        List<String> lines = new ArrayList<>();
        for (PlannedTarget target : targets) {
            boolean stays = target.action() == Action.KEEP || target.action() == Action.SKIP;
            if (!changesOnly || !stays) {
                lines.add(line(target, withCosts));
            }
        }
        plan.deletions().stream()
                .filter(deletion -> deletion.failure().isEmpty())
                .map(deletion ->
                        style.red(Style.label("delete")) + " ".repeat(withCosts ? SIZE : 0) + deletion.target())
                .forEach(lines::add);
        return lines;
    }

    /** How many images stay as they are, for whoever does not see them listed. */
    List<String> counts(SyncPlan plan) {
        return Stream.of(Action.KEEP, Action.SKIP)
                .flatMap(action -> count(plan, action).stream())
                .toList();
    }

    private Optional<String> count(SyncPlan plan, Action action) {
        long count = plan.images().stream()
                .flatMap(image -> image.targets().stream())
                .filter(target -> target.action() == action)
                .count();
        String label = Style.label(action.name().toLowerCase(Locale.ROOT));
        return Optional.of(style.dim(label + count + (count == 1 ? " image" : " images") + "; -v lists them"))
                .filter(line -> count > 0);
    }

    private String line(PlannedTarget target, boolean withCosts) {
        String action = Style.label(target.action().name().toLowerCase(Locale.ROOT));
        String colored = switch (target.action()) {
            case COPY -> style.green(action);
            case OVERWRITE -> style.yellow(action);
            case KEEP, SKIP -> style.dim(action);
            case FAIL -> style.red(action);
        };
        String size = withCosts
                ? padLeft(
                                target.cost()
                                        .map(cost -> Amounts.size(cost.bytesToMove()))
                                        .orElse("-"),
                                SIZE - 2) + "  "
                : "";
        String more = switch (target.action()) {
            case OVERWRITE ->
                target.previous()
                        .map(before -> " (now " + before.digest().abbreviated() + ")")
                        .orElse("");
            case SKIP -> ": " + Foreign.text(target.reason());
            default -> "";
        };
        return colored + size + target.image().source() + " " + style.arrow() + " "
                + target.image().target() + more;
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
