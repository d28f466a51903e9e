package io.registrysync.spec;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether rules can be understood. Each check throws an IllegalArgumentException where its rule cannot. */
final class Rules {
    private Rules() {}

    static String regex(String text) {
        try {
            Pattern.compile(text);
            return text;
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " is not a regular expression: " + malformed.getDescription(), malformed);
        }
    }

    static String imageGlob(String text) {
        return text;
    }

    static String semver(String text) {
        return text;
    }

    static void rename(String match, String replace) {
        regex(match);
    }
}
