package io.registrysync.spring.web;

import io.registrysync.spring.security.ProblemCode;

/** Whoever asks may call this, but not for that. */
final class ForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    ForbiddenException(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    ProblemCode code() {
        return code;
    }
}
