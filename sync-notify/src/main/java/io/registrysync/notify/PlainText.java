package io.registrysync.notify;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text from outside, made fit to be shown, and texts of bounded length. */
final class PlainText {
    private PlainText() {}

    /**
     * One line without control, bidirectional and other invisible characters, cut to {@code limit} characters and an
     * ellipsis.
     *
     * @param limit 1 or more
     */
    static String clean(String foreign, int limit) {
        StringBuilder clean = new StringBuilder();
        int at = 0;
        // Two more than are shown: one may be a space at the end, the other tells that something was cut off.
        while (at < foreign.length() && clean.length() < limit + 2) {
            int c = foreign.codePointAt(at);
            at += Character.charCount(c);
            int shown = isInvisible(c) ? ' ' : c;
            boolean repeated = shown == ' ' && (clean.isEmpty() || clean.charAt(clean.length() - 1) == ' ');
            if (!repeated) {
                clean.appendCodePoint(shown);
            }
        }
        String text = clean.toString().strip();
        if (text.length() <= limit) {
            return text;
        }
        // Not through the middle of a character of two.
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end).stripTrailing() + "…";
    }

    /** Bytes in UTF-8. */
    static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Lines and what must stand below them, as one text of at most {@code limit} bytes in UTF-8. Where not all fit, the
     * last lines make place for {@code omission}.
     *
     * @param separator between lines
     * @param end       goes below the lines whatever happens; may be empty
     */
    static String fitted(List<String> lines, String separator, String omission, String end, int limit) {
        String whole = String.join(separator, lines) + end;
        if (size(whole) <= limit) {
            return whole;
        }
        int room = limit - size(omission) - size(end);
        StringBuilder fitting = new StringBuilder();
        for (String line : lines) {
            int needed = size(line) + size(separator);
            if (needed > room) {
                break;
            }
            fitting.append(line).append(separator);
            room -= needed;
        }
        return fitting.append(omission).append(end).toString();
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
