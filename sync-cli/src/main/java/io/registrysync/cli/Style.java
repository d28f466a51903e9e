package io.registrysync.cli;

/**
 * How text may look.
 *
 * @param colored whether the reader understands colours (ECMA-48, "Select Graphic Rendition")
 * @param unicode whether the reader's character set has more than ASCII
 */
record Style(boolean colored, boolean unicode) {
    /** For files and pipes of unknown readers. */
    static final Style PLAIN = new Style(false, false);

    /** Labels form a column, so that names stand below each other. */
    static String label(String text) {
        return text + " ".repeat(Math.max(1, 11 - text.length()));
    }

    String bold(String text) {
        return painted(text, "1");
    }

    String dim(String text) {
        return painted(text, "2");
    }

    String red(String text) {
        return painted(text, "31");
    }

    String green(String text) {
        return painted(text, "32");
    }

    String yellow(String text) {
        return painted(text, "33");
    }

    String cyan(String text) {
        return painted(text, "36");
    }

    String arrow() {
        return unicode ? "→" : "->";
    }

    String ellipsis() {
        return unicode ? "…" : "..";
    }

    String yes() {
        return unicode ? "✔" : "+";
    }

    String no() {
        return unicode ? "✘" : "-";
    }

    /** A bar of {@code width} characters. */
    String bar(double fraction, int width) {
        int halves = (int) Math.floor(Math.max(0, Math.min(1, fraction)) * width * 2);
        int full = halves / 2;
        boolean half = halves % 2 == 1;
        String done = (unicode ? "━" : "=").repeat(full) + (half ? unicode ? "╸" : ">" : "");
        String rest = (unicode ? "─" : "-").repeat(width - full - (half ? 1 : 0));
        return (fraction >= 1 ? green(done) : cyan(done)) + dim(rest);
    }

    private String painted(String text, String rendition) {
        return colored && !text.isEmpty() ? "\u001b[" + rendition + "m" + text + "\u001b[0m" : text;
    }
}
