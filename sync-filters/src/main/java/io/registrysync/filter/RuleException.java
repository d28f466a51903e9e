package io.registrysync.filter;

/**
 * A rule that cannot be used: a malformed pattern, a range that is none, a name that cannot be mapped. The message names
 * the rule, the place and the remedy, and is fit to be shown to a person; control characters in it are escaped.
 */
public final class RuleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_RULE_LENGTH = 512;

    RuleException(String message) {
        super(message);
    }

    /** Quotes foreign text for a message. */
    static String quote(String text) {
        return "'" + printable(text) + "'";
    }

    /** Escapes foreign text for a message, and cuts it so that it cannot flood a terminal or a log. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        int shown = Math.min(text.length(), 200);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if ((c >= 0x20 && c < 0x7f) || Character.isLetterOrDigit(c)) {
                printable.append(c);
            } else {
                printable.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            }
        }
        return printable.append(shown < text.length() ? "…" : "").toString();
    }

    /** Refuses what no rule may be: empty, or so long that nobody wrote it on purpose. */
    static void checkLength(String what, String text) {
        if (text.isBlank()) {
            throw new RuleException("an empty " + what + " says nothing; leave it out");
        }
        if (text.length() > MAX_RULE_LENGTH) {
            throw new RuleException("the " + what + " " + quote(text) + " has " + text.length() + " characters, "
                    + MAX_RULE_LENGTH + " are allowed; split it into several");
        }
    }
}
