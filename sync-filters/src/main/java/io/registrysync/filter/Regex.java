package io.registrysync.filter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Set;

/**
 * A regular expression that a user wrote. Takes time linear in the text whatever the pattern (RE2), and is safe for use
 * by several threads.
 */
final class Regex {
    /** More than any pattern of the permitted length has without counted repetition; bounds the time for one text. */
    static final int MAX_SIZE = 1_000;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Compiles {@code text}. Throws {@link RuleException}, which names the place of what is wrong or not supported. */
    static Regex of(String text) {
        RuleException.checkLength("pattern", text);
        RegexSyntax.check(text);
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > MAX_SIZE) {
                throw RegexSyntax.tooLarge(text, text.length());
            }
            return new Regex(pattern);
        } catch (PatternSyntaxException malformed) {
            throw new RuleException("the pattern " + RuleException.quote(text) + " is not a regular expression: "
                    + malformed.getDescription() + place(text, malformed.getPattern()));
        }
    }

    /** Whether the pattern occurs anywhere in {@code text}. */
    boolean occursIn(String text) {
        return pattern.matcher(text).find();
    }

    Matcher matcher(String text) {
        return pattern.matcher(text);
    }

    int groupCount() {
        return pattern.groupCount();
    }

    Set<String> groupNames() {
        return pattern.namedGroups().keySet();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    /** RE2 tells the part that it did not like, and not where it stands. */
    private static String place(String text, String part) {
        int at = part == null || part.isEmpty() ? -1 : text.indexOf(part);
        return at < 0 ? "" : " at character " + (at + 1) + " (" + RuleException.quote(part) + ")";
    }
}
