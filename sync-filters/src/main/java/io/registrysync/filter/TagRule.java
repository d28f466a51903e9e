package io.registrysync.filter;

/**
 * A rule for tags, as data.
 *
 * @param kind which rule
 * @param text what it was given, as the user wrote it: a pattern, a range, a duration (ISO 8601), a number; empty for
 *             kinds that need none
 */
public record TagRule(Kind kind, String text) {
    /** The kinds of rules, in the order in which they are asked, and reported. */
    public enum Kind {
        /** A regular expression whose tags are not copied. */
        EXCLUDE,
        /** A glob whose images are not copied. */
        IMAGE_EXCLUDE,
        /** A regular expression whose tags are copied. */
        INCLUDE,
        /** There are such expressions, and none of them matches. */
        NO_INCLUDE,
        /** A glob whose images are copied. */
        IMAGE_INCLUDE,
        /** There are such globs, and none of them matches. */
        NO_IMAGE_INCLUDE,
        /** A range of versions. */
        SEMVER,
        /** The least time since the image was made. */
        MIN_AGE,
        /** The most time since the image was made. */
        MAX_AGE,
        /** The least time since the tag, as it is now, was first seen. */
        COOL_DOWN,
        /** The number of newest tags that are copied. */
        NEWEST,
        /** No rule had to let the tag pass, and none refused it. */
        NONE
    }
}
