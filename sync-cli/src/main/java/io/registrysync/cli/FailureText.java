package io.registrysync.cli;

import io.registrysync.registry.RegistryException;
import io.registrysync.sync.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Failures as lines for the person who reads standard error. Names come before reasons, advice comes last. */
final class FailureText {
    private static final int MOST = 20;

    private FailureText() {}

    /** The failure of a command that talks to one registry: its options have no side. */
    static List<String> of(Style style, RegistryException failure) {
        List<String> lines = new ArrayList<>();
        lines.add(error(style, reason(failure)));
        if (!failure.hint().isEmpty()) {
            lines.add(hint(style, failure.hint().replaceAll("--src-([a-z-]+) or --dst-\\1", "--$1")));
        }
        return lines;
    }

    /** What went wrong with a run, or nothing. */
    static List<String> of(Style style, CopyOutcome outcome) {
        if (outcome.status() != CopyOutcome.Status.EMPTY) {
            return of(style, outcome.failures());
        }
        return outcome.images().getOrDefault("total", 0L) == 0
                ? List.of(
                        error(style, "nothing was selected: the source has no tag that the rules let pass"),
                        hint(style, RegistrySync.NAME + " tags SRC, with the same rules, says of each tag why."))
                : List.of(
                        error(style, "nothing was copied: every image was skipped"),
                        hint(style, RegistrySync.NAME + " inspect shows the platforms of an image."));
    }

    /** Failures of images, the first twenty of them. An advice that fits several stands behind the first. */
    static List<String> of(Style style, List<FailedImage> failures) {
        List<String> lines = new ArrayList<>();
        Set<String> said = new HashSet<>();
        for (FailedImage failed : failures.subList(0, Math.min(MOST, failures.size()))) {
            lines.add(error(style, side(failed.side()) + " " + reason(failed.cause()) + image(failed)));
            String advice = failed.cause().hint();
            if (!advice.isEmpty() && said.add(advice)) {
                lines.add(hint(style, advice));
            }
        }
        if (failures.size() > MOST) {
            lines.add(style.ellipsis() + " and " + (failures.size() - MOST) + " more, see --report");
        }
        return lines;
    }

    static String error(Style style, String text) {
        return style.red(style.bold("error:")) + " " + text;
    }

    static String hint(Style style, String text) {
        return style.cyan("hint:") + " " + text;
    }

    static String side(Side side) {
        return side == Side.SOURCE ? "source" : "target";
    }

    private static String reason(RegistryException failure) {
        return failure.name() + ": " + failure.operation() + ": " + failure.reason();
    }

    /** Which image it was, where what failed is a part of it. */
    private static String image(FailedImage failed) {
        String image = failed.side() == Side.SOURCE ? failed.source() : failed.target();
        return image.isEmpty() || failed.cause().name().equals(image) ? "" : " (image " + image + ")";
    }
}
