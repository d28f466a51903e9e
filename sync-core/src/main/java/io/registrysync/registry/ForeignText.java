package io.registrysync.registry;

/**
 * Text that somebody outside wrote (a registry, a proxy, a server that a message goes to), made fit for messages, logs and
 * terminals. Safe for use by several threads.
 */
public final class ForeignText {
    private ForeignText() {}

    /**
     * One line without control, bidirectional and other invisible characters, cut to {@code limit} characters and an
     * ellipsis.
     *
     * @param limit in characters of UTF-16; 1 or more
     */
    public static String clean(String foreign, int limit) {
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
