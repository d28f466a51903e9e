package io.registrysync.spec;

import java.util.List;
import java.util.Optional;

/**
 * What repositories are called in the target: first {@code flatten}, then every one of {@code rename}; the target's
 * project comes in front of that.
 *
 * @param flatten absent for the habit of the tools before this one: {@code ONE} below a project of the target, where the
 *     project takes the place of the source's, and {@code NONE} otherwise
 * @param rename  in this order
 */
public record MappingRules(Optional<Flatten> flatten, List<Rename> rename) {
    /** Names as a target without rules gets them. */
    public static final MappingRules DEFAULT = new MappingRules(Optional.empty(), List.of());

    /** How many leading components a name loses. The last one always stays. */
    public enum Flatten {
        /** {@code a/b/c/image} stays what it is. */
        NONE,
        /** {@code a/b/c/image} becomes {@code b/c/image}. */
        ONE,
        /** {@code a/b/c/image} becomes {@code c/image}. */
        TWO,
        /** {@code a/b/c/image} becomes {@code image}. */
        THREE,
        /** Only the last component stays. */
        ALL
    }

    /**
     * One replacement in names.
     *
     * @param match   a regular expression
     * @param replace what takes the place of each match; {@code $1} stands for the first group
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
