package io.registrysync.filter;

import com.google.re2j.Pattern;

/**
 * A shell pattern that has to match a whole text; upper and lower case differ. Two dialects: that of image rules, where
 * {@code *} stands for anything, and that of repository paths, where it ends at a {@code /}.
 *
 * <p>Becomes a regular expression of RE2, so that many stars cost no more than one.
 */
final class Glob {
    private final String text;
    private final boolean path;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private int alternatives;
    private final Pattern pattern;

    private Glob(String text, boolean path) {
        RuleException.checkLength("pattern", text);
        this.text = text;
        this.path = path;
        while (at < text.length()) {
            next();
        }
        if (alternatives > 0) {
            throw unclosed('{', '}');
        }
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** As Python's {@code fnmatch}: {@code *}, {@code ?}, {@code [seq]}, {@code [!seq]}, all of which match '/', too. */
    static Glob ofImage(String text) {
        return new Glob(text, false);
    }

    /**
     * As Harbor's filters for repositories: {@code *}, {@code ?}, {@code [seq]} stay within a component, {@code **} as
     * a component of its own stands for any number of them, {@code {a,b}} for either.
     */
    static Glob ofPath(String text) {
        return new Glob(text, true);
    }

    boolean matches(String candidate) {
        return pattern.matcher(candidate).matches();
    }

    @Override
    public String toString() {
        return text;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '*' -> stars();
            case '?' -> take(1, any());
            case '[' -> characterClass();
            case '{', '}', ',' -> alternative(c);
            default -> take(1, Pattern.quote(String.valueOf(c)));
        }
    }

    private void stars() {
        if (!path) {
            take(1, ".*");
        } else if (beginsComponent() && text.startsWith("**/", at)) {
            take(3, "(?:[^/]+/)*");
        } else if (beginsComponent() && text.startsWith("**", at) && ends(at + 2)) {
            take(2, ".+");
        } else {
            take(1, "[^/]*");
        }
    }

    private boolean beginsComponent() {
        return at == 0 || "/{,".indexOf(text.charAt(at - 1)) >= 0;
    }

    /** Whether the pattern, or an alternative within it, ends at {@code place}. */
    private boolean ends(int place) {
        return place == text.length() || (alternatives > 0 && "},".indexOf(text.charAt(place)) >= 0);
    }

    private void alternative(char c) {
        if (path && c == '{') {
            alternatives++;
            take(1, "(?:");
        } else if (path && c == '}' && alternatives > 0) {
            alternatives--;
            take(1, ")");
        } else {
            take(1, c == ',' && alternatives > 0 ? "|" : Pattern.quote(String.valueOf(c)));
        }
    }

    /** As in Python, a '[' that is not closed is the character itself, and a range backwards is empty. */
    private void characterClass() {
        boolean negated = text.startsWith("!", at + 1) || (path && text.startsWith("^", at + 1));
        int start = at + (negated ? 2 : 1);
        // A ']' that comes first is the character itself.
        int end = text.indexOf(']', start + 1);
        if (end < 0 && path) {
            throw unclosed('[', ']');
        }
        if (end < 0) {
            take(1, "\\[");
            return;
        }
        StringBuilder ranges = new StringBuilder();
        for (int i = start; i < end; i++) {
            boolean range = i + 2 < end && text.charAt(i + 1) == '-';
            char to = text.charAt(range ? i + 2 : i);
            if (text.charAt(i) <= to) {
                ranges.append(hex(text.charAt(i))).append('-').append(hex(to));
            }
            i += range ? 2 : 0;
        }
        if (ranges.isEmpty()) {
            // RE2 has no empty class; a bound within a text matches nothing either.
            take(end + 1 - at, negated ? any() : "[^\\x00-\\x{10FFFF}]");
        } else {
            take(end + 1 - at, "[" + (negated ? "^" + (path ? "/" : "") : "") + ranges + "]");
        }
    }

    private RuleException unclosed(char opening, char closing) {
        return new RuleException("the pattern " + RuleException.quote(text) + " has a '" + opening + "' without its '"
                + closing + "'; add it");
    }

    private String any() {
        return path ? "[^/]" : ".";
    }

    private static String hex(char c) {
        return "\\x{" + Integer.toHexString(c) + "}";
    }

    private void take(int length, String translation) {
        regex.append(translation);
        at += length;
    }
}
