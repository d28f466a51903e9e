package io.registrysync.spec;

import java.util.List;

/**
 * Which images are copied: those that one of {@code include} matches (or any, where there is none) and none of
 * {@code exclude}.
 *
 * @param include globs on {@code image:tag}
 * @param exclude the same
 */
public record ImageRules(List<String> include, List<String> exclude) {
    /** Every image. */
    public static final ImageRules ALL = new ImageRules(List.of(), List.of());

    /**
     * Checks each glob.
     *
     * @throws IllegalArgumentException where one is wrong
     */
    public ImageRules {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        include.forEach(Rules::imageGlob);
        exclude.forEach(Rules::imageGlob);
    }
}
