package io.registrysync.cli;

import io.registrysync.sync.Sync;
import picocli.CommandLine.Model.CommandSpec;

/** Whether targets lose what their sources no longer have. */
final class DeleteOptions {
    private static final int DEFAULT_PERCENT = 10;

    private final Flag delete = new Flag("--delete", "also delete tags at the target that the source no longer has");
    private final Option<Integer> maxPercent = Option.of(
            "--max-delete-percent",
            "N",
            DeleteOptions::percent,
            "delete nothing where more of the tags would go; default: " + DEFAULT_PERCENT);

    void addTo(CommandSpec command) {
        command.addOption(delete.spec()).addOption(maxPercent.spec());
    }

    /**
     * Says it to the engine.
     *
     * @param wholeRepositories whether the sync is about repositories, and not about images by name
     * @throws UsageException where options do not fit together
     */
    Sync apply(Sync sync, boolean wholeRepositories) {
        if (maxPercent.value().isPresent() && !delete.isSet()) {
            throw new UsageException(maxPercent.name() + " needs " + delete.name());
        }
        if (!delete.isSet()) {
            return sync;
        }
        if (!wholeRepositories) {
            throw new UsageException(
                    delete.name() + " is about whole repositories",
                    "Add --all-tags, or a rule for tags such as --include: only tags that pass it are deleted.");
        }
        return sync.deleteGone(maxPercent.value().orElse(DEFAULT_PERCENT));
    }

    private static int percent(String text) {
        int percent = Integer.parseInt(text);
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a percentage is 0 to 100");
        }
        return percent;
    }
}
