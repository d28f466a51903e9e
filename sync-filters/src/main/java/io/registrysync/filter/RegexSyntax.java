package io.registrysync.filter;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads a regular expression ahead of RE2, for two things that RE2 does not do: say in words, and where, what Java or
 * Perl would understand and it does not; and refuse nested counted repetition before it is expanded in memory.
 *
 * <p>Lets everything else pass, right or wrong: RE2 judges that.
 */
final class RegexSyntax {
    private static final String LOOK_REMEDY =
            "; use include together with exclude instead, such as include '^1\\.' and exclude '-alpine'";
    private static final String LINEAR_REMEDY = "; leave it out, no pattern can take long here";

    /** Keeps the memory small in which RE2 unrolls a pattern; coarse, since the exact size is known only then. */
    private static final int MAX_ESTIMATE = 10 * Regex.MAX_SIZE;

    private final String text;
    /** How large the parts become that are open: of the whole, and of each group around the place. */
    private final Deque<Long> sizes = new ArrayDeque<>();

    private final Deque<Integer> openings = new ArrayDeque<>();
    /** Of what a repetition at this place repeats. */
    private long last;

    private int at;

    private RegexSyntax(String text) {
        this.text = text;
    }

    static void check(String text) {
        new RegexSyntax(text).check();
    }

    static RuleException tooLarge(String text, int at) {
        return new RuleException("the pattern " + RuleException.quote(text) + " repeats too much up to character " + at
                + "; use smaller counts, or '*' and '+'");
    }

    private void check() {
        sizes.push(0L);
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '*', '+', '?' -> repeat(1, 1);
                case '{' -> counted();
                default -> atom(1, 1);
            }
        }
        if (!openings.isEmpty()) {
            throw wrong("is not closed", openings.peek(), "; add ')', or write '\\(' for the character itself");
        }
    }

    private void escape() {
        if (text.startsWith("\\Q", at)) {
            int end = text.indexOf("\\E", at);
            int length = (end < 0 ? text.length() : end + 2) - at;
            atom(length, length);
            return;
        }
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if ((next >= '1' && next <= '9') || text.startsWith("\\k<", at) || text.startsWith("\\k{", at)) {
            throw wrong("is a back-reference, which is not supported", at, "; write the alternatives out");
        }
        boolean braced = (next == 'p' || next == 'P' || next == 'x') && text.startsWith("{", at + 2);
        int end = braced ? text.indexOf('}', at) : -1;
        atom(end < 0 ? 2 : end + 1 - at, 1);
    }

    private void characterClass() {
        int end = at + (text.startsWith("^", at + 1) ? 2 : 1);
        // A ']' that comes first is the character itself.
        for (boolean first = true; end < text.length() && (first || text.charAt(end) != ']'); first = false) {
            int named = text.startsWith("[:", end) ? text.indexOf(":]", end) : -1;
            end = named >= 0 ? named + 2 : end + (text.charAt(end) == '\\' ? 2 : 1);
        }
        if (end >= text.length()) {
            throw wrong("is not closed", at, "; add ']', or write '\\[' for the character itself");
        }
        atom(end + 1 - at, 1);
    }

    private void open() {
        if (startsWithAny("(?=", "(?!")) {
            throw wrong("is a look-ahead, which is not supported", at, LOOK_REMEDY);
        }
        if (startsWithAny("(?<=", "(?<!")) {
            throw wrong("is a look-behind, which is not supported", at, LOOK_REMEDY);
        }
        if (startsWithAny("(?>")) {
            throw wrong("is an atomic group, which is not supported", at, "; write '(?:'");
        }
        if (startsWithAny("(?P=")) {
            throw wrong("is a back-reference, which is not supported", at, "; write the alternatives out");
        }
        openings.push(at);
        sizes.push(0L);
        at += startsWithAny("(?") ? 2 : 1;
        last = 0;
    }

    private void close() {
        if (openings.isEmpty()) {
            throw wrong("closes nothing", at, "; remove it, or write '\\)' for the character itself");
        }
        openings.pop();
        last = sizes.pop() + 2;
        sizes.push(sizes.pop() + last);
        at++;
    }

    private void counted() {
        int end = text.indexOf('}', at);
        String[] counts = end < 0 ? new String[0] : text.substring(at + 1, end).split(",", -1);
        boolean isCount = counts.length >= 1
                && counts.length <= 2
                && counts[0].matches("[0-9]{1,4}")
                && (counts.length == 1 || counts[1].matches("[0-9]{0,4}"));
        if (!isCount) {
            atom(1, 1);
            return;
        }
        int most = Integer.parseInt(counts[counts.length - 1].isEmpty() ? counts[0] : counts[counts.length - 1]);
        repeat(Math.max(1, most), end + 1 - at);
    }

    /** A repetition of {@code length} characters; one that is possessive ends with a '+' more. */
    private void repeat(int times, int length) {
        int start = at;
        long repeated = last * times;
        sizes.push(sizes.pop() - last + repeated);
        last = repeated;
        at += length;
        if (sizes.peek() > MAX_ESTIMATE) {
            throw tooLarge(text, at);
        }
        if (text.startsWith("+", at)) {
            throw wrong("is a possessive repetition, which is not supported", start, LINEAR_REMEDY);
        }
        if (text.startsWith("?", at)) {
            at++;
        }
    }

    private void atom(int length, long size) {
        last = size;
        sizes.push(sizes.pop() + last);
        at += length;
    }

    private boolean startsWithAny(String... starts) {
        for (String start : starts) {
            if (text.startsWith(start, at)) {
                return true;
            }
        }
        return false;
    }

    private RuleException wrong(String what, int place, String remedy) {
        String part = text.substring(place, Math.min(text.length(), place + (text.startsWith("(?<", place) ? 4 : 3)));
        return new RuleException("in the pattern " + RuleException.quote(text) + ", " + RuleException.quote(part)
                + " at character " + (place + 1) + " " + what + remedy);
    }
}
