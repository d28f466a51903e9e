package io.registrysync.cli;

/** Text that somebody else wrote, such as annotations, made fit for a terminal. */
final class Foreign {
    private static final int LONGEST = 300;

    private Foreign() {}

    /** On one line, without control and invisible characters (which could move the cursor or turn the reading order). */
    static String text(String foreign) {
        StringBuilder clean = new StringBuilder();
        foreign.codePoints().limit(LONGEST).forEach(c -> clean.appendCodePoint(isVisible(c) ? c : ' '));
        return clean + (foreign.codePointCount(0, foreign.length()) > LONGEST ? "…" : "");
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
