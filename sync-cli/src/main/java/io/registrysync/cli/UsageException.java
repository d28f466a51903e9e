package io.registrysync.cli;

/** The command line asks for something that cannot be meant, or names a file that cannot be used. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    UsageException(String message) {
        this(message, "");
    }

    /**
     * Creates the exception.
     *
     * @param message what is wrong, in one line
     * @param hint    what to write instead; empty: the command's help is pointed to
     */
    UsageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
