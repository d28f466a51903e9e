package io.registrysync.filter;

import java.util.ArrayList;
import java.util.List;

/** Lists of patterns in one line of text, as people type them. */
public final class Patterns {
    private Patterns() {}

    /**
     * Splits at commas that stand outside of {@code ()}, {@code []} and {@code {}}, so that {@code 1\.{1,3},(a,b)} is
     * two patterns. {@code \,} is a comma that does not separate. Blanks around a pattern and empty patterns are
     * dropped.
     */
    public static List<String> split(String text) {
        List<String> patterns = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                pattern.append(escaped == ',' ? "," : "\\" + escaped);
            } else if (c == '[') {
                int end = endOfClass(text, i);
                pattern.append(text, i, end);
                i = end - 1;
            } else if (c == ',' && depth == 0) {
                add(patterns, pattern);
            } else {
                depth = Math.max(0, depth + (c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0));
                pattern.append(c);
            }
        }
        add(patterns, pattern);
        return List.copyOf(patterns);
    }

    /** Brackets within a class are characters, so nothing counts there but its end. */
    private static int endOfClass(String text, int start) {
        int i = start + 1;
        if (text.startsWith("^", i) || text.startsWith("!", i)) {
            i++;
        }
        for (boolean first = true; i < text.length() && (first || text.charAt(i) != ']'); first = false) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), i + 1);
    }

    private static void add(List<String> patterns, StringBuilder pattern) {
        String trimmed = pattern.toString().trim();
        if (!trimmed.isEmpty()) {
            patterns.add(trimmed);
        }
        pattern.setLength(0);
    }
}
