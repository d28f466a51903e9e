package io.registrysync.registry;

/** Makes text from outside fit for messages, logs and terminals. */
final class Text {
    private Text() {}

    /** Without control, bidirectional and other invisible characters, and at most {@code limit} characters long. */
    static String clean(String foreign, int limit) {
        StringBuilder clean = new StringBuilder();
        foreign.codePoints().limit(limit + 1L).forEach(c -> {
            int type = Character.getType(c);
            boolean invisible = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.PRIVATE_USE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            clean.appendCodePoint(invisible ? ' ' : c);
        });
        String text = clean.toString().replaceAll(" {2,}", " ").strip();
        return text.length() > limit ? text.substring(0, limit) + "…" : text;
    }
}
