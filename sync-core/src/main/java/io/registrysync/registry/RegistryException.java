package io.registrysync.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call to a registry failed for good: retries that made sense were made.
 *
 * <p>{@link #getMessage()} is one line for a person: operation, name, cause. {@link #hint()} says what to do about it.
 * Neither holds a secret.
 */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Kind {
        /** The registry wants a login, or refuses the one it got, or the login does not permit the operation. */
        ACCESS_DENIED,
        /** The repository, tag, manifest or blob does not exist. */
        NOT_FOUND,
        /** The registry asked for a pause that is longer than we wait. */
        RATE_LIMITED,
        /** The registry could not be reached, broke off, stalled, or answered with a server error. */
        UNAVAILABLE,
        /** What the registry sent is not what its digest or the specification says. */
        INVALID_CONTENT,
        /** The registry refuses the request for another reason that it names. */
        REFUSED,
        /** Something on this side is set up wrongly: a certificate file, a credential helper, an address. */
        CONFIGURATION
    }

    private final Kind kind;
    private final String operation;
    private final String name;
    private final String reason;
    private final int status;
    private final transient List<RegistryError> errors;
    private final String hint;
    private final boolean passing;

    RegistryException(
            Kind kind,
            String operation,
            String name,
            String reason,
            int status,
            List<RegistryError> errors,
            boolean passing,
            @Nullable Throwable cause) {
        super(operation + " " + name + ": " + reason, cause);
        this.kind = kind;
        this.operation = operation;
        this.name = name;
        this.reason = reason;
        this.status = status;
        this.errors = List.copyOf(errors);
        this.passing = passing;
        this.hint = Hints.hint(operation, kind, status, this.errors, reason, name);
    }

    /**
     * A failure without an answer of a registry, for implementations of {@link Repository} and for what reads their
     * streams. {@link Kind#UNAVAILABLE} is {@linkplain #isPassing() passing}, every other kind is not.
     */
    public static RegistryException of(
            Kind kind, String operation, String name, String reason, @Nullable Throwable cause) {
        return new RegistryException(kind, operation, name, reason, 0, List.of(), kind == Kind.UNAVAILABLE, cause);
    }

    /**
     * A refusal with the reasons that a registry would give, for implementations of {@link Repository}: by the code
     * {@code MANIFEST_BLOB_UNKNOWN} the engine knows that a part has to be sent again.
     */
    public static RegistryException refused(String operation, String name, String reason, List<RegistryError> errors) {
        return new RegistryException(Kind.REFUSED, operation, name, reason, 0, errors, false, null);
    }

    static RegistryException invalid(String operation, String name, String reason) {
        return of(Kind.INVALID_CONTENT, operation, name, reason, null);
    }

    static RegistryException configuration(String operation, String name, String reason, @Nullable Throwable cause) {
        return of(Kind.CONFIGURATION, operation, name, reason, cause);
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** What was tried, for example {@code push manifest}. */
    public String operation() {
        return operation;
    }

    /** What it was tried on, for example {@code registry.example.com/prod/web:1.25.3}. */
    public String name() {
        return name;
    }

    /** Why it failed: the message without operation and name. */
    public String reason() {
        return reason;
    }

    /** The status of the answer; 0 where there was none. */
    public int status() {
        return status;
    }

    /** What the registry said, in its order. */
    public List<RegistryError> errors() {
        return errors;
    }

    /** What a person can do about it; empty where nothing better than the message is known. */
    public String hint() {
        return hint;
    }

    /** Whether the same call may succeed later without anything being changed. */
    public boolean isPassing() {
        return passing;
    }
}
