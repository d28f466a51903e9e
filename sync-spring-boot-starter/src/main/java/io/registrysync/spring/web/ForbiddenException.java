package io.registrysync.spring.web;

/** Whoever asks may call this, but not for that. */
final class ForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    ForbiddenException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
