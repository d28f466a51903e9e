package io.registrysync.spring.security;

import java.util.Locale;
import org.springframework.http.HttpStatusCode;

/** What problems are called, for programs: {@code code} in each answer that is not what was asked for. */
public enum ProblemCode {
    // What is stored.
    NOT_FOUND,
    NAME_TAKEN,
    CHANGED,
    IN_USE,
    WRONG_STATE,
    UNAVAILABLE,
    CONFIGURATION,
    // What a registry answers.
    REGISTRY_ACCESS_DENIED,
    REGISTRY_NOT_FOUND,
    REGISTRY_RATE_LIMITED,
    REGISTRY_UNAVAILABLE,
    REGISTRY_INVALID_CONTENT,
    REGISTRY_REFUSED,
    REGISTRY_CONFIGURATION,
    // What was sent.
    VALUE,
    FORMAT,
    RULE,
    SPEC,
    CHANNEL,
    TEXT,
    BODY,
    BODY_TOO_LARGE,
    CONTENT_TYPE,
    PARAMETER,
    PAGE,
    PATH,
    METHOD,
    REQUEST,
    // Who asks.
    LOGIN_FAILED,
    LOGIN_LOCKED,
    NOT_SIGNED_IN,
    TOKEN_INVALID,
    SESSION_REQUIRED,
    ROLE_REQUIRED,
    PASSWORD_CHANGE_REQUIRED,
    PASSWORD_WRONG,
    PASSWORD_NEEDED,
    CSRF,
    FOREIGN_PAGE,
    NOT_GUARDED,
    // How the server is.
    UNEXPECTED,
    BUSY,
    TIMEOUT,
    STOPPING,
    TOO_MANY_TESTS;

    /** For what the container or the framework refuses, which knows a status only. */
    public static ProblemCode of(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> CONTENT_TYPE;
            default -> status.is4xxClientError() ? REQUEST : UNEXPECTED;
        };
    }

    /** As it is sent. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
