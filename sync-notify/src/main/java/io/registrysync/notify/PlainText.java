package io.registrysync.notify;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Texts of bounded length. */
final class PlainText {
    private PlainText() {}

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
}
