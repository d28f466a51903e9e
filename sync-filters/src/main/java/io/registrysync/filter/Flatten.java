package io.registrysync.filter;

import java.util.stream.Stream;

/** How many leading components of a source's path give way to the target project. */
public enum Flatten {
    /** None: {@code a/b/c/img} becomes {@code project/a/b/c/img}. */
    NONE("none", 0),
    /** The first: {@code a/b/c/img} becomes {@code project/b/c/img}. */
    ONE("1", 1),
    /** The first two: {@code a/b/c/img} becomes {@code project/c/img}. */
    TWO("2", 2),
    /** The first three: {@code a/b/c/img} becomes {@code project/img}. */
    THREE("3", 3),
    /** All but the last: {@code a/b/c/img} becomes {@code project/img}, however deep it lies. */
    ALL("all", Integer.MAX_VALUE);

    private final String word;
    private final int levels;

    Flatten(String word, int levels) {
        this.word = word;
        this.levels = levels;
    }

    /**
     * Reads {@code none}, {@code 1}, {@code 2}, {@code 3} or {@code all}.
     *
     * @throws RuleException where {@code text} is another word
     */
    public static Flatten parse(String text) {
        return Stream.of(values())
                .filter(level -> level.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new RuleException(
                        RuleException.quote(text) + " is not a level to flatten; write none, 1, 2, 3 or all"));
    }

    /** The word that {@link #parse} reads. */
    @Override
    public String toString() {
        return word;
    }

    /** What is left of {@code path}; its last component always is. */
    String strip(String path) {
        String rest = path;
        for (int level = 0; level < levels && rest.indexOf('/') >= 0; level++) {
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return rest;
    }
}
