package io.registrysync.oci;

/**
 * Text or bytes that do not follow the OCI specifications. The message names the offending part and is fit to be shown
 * to a person; control characters in it are escaped.
 */
public final class FormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong, and with which part
     */
    public FormatException(String message) {
        super(message);
    }

    /** Quotes foreign text for a message: escaped, and cut so that it cannot flood a terminal or a log. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        int shown = Math.min(text.length(), 200);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7f || isInvisible(c)) {
                quoted.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(shown < text.length() ? "…'" : "'").toString();
    }

    private static boolean isInvisible(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
