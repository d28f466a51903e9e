package io.registrysync.spec;

import io.registrysync.filter.Flatten;
import java.util.List;
import java.util.Optional;

/**
 * What repositories are called in the target: their name in the source goes through every one of {@code rename}, then
 * through {@code flatten}, and the target's project comes in front of the result.
 *
 * @param flatten absent where the target's project takes the place of the source's: below a project of the target, a
 *     name loses the project of the source, or its first component where the source names none. In a target without a
 *     project, and where there is something to rename, absent is {@link Flatten#NONE}.
 * @param rename  in this order
 */
public record MappingRules(Optional<Flatten> flatten, List<Rename> rename) {
    /** Names as a target without rules gets them. */
    public static final MappingRules DEFAULT = new MappingRules(Optional.empty(), List.of());

    /**
     * One replacement in names.
     *
     * @param match   a regular expression
     * @param replace what takes the place of the first match; {@code $1} stands for the first group
     */
    public record Rename(String match, String replace) {
        /**
         * Checks the expression.
         *
         * @throws IllegalArgumentException where it is none, or {@code replace} names a group that it does not have
         */
        public Rename {
            Rules.rename(match, replace);
        }
    }

    /** Copies the list. */
    public MappingRules {
        rename = List.copyOf(rename);
    }
}
