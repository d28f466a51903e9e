package io.registrysync.store;

import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked. The message is one line for a person and holds no secret. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** There is no such thing. */
        NOT_FOUND,
        /** Something else has the name. */
        NAME_TAKEN,
        /** Somebody has changed it since it was read. */
        CHANGED,
        /** Something else needs it. */
        IN_USE,
        /** It is not in a state in which that can be done. */
        WRONG_STATE,
        /** The database does not answer, or is busy; later it may work. */
        UNAVAILABLE,
        /** The database or its key is set up wrongly. */
        CONFIGURATION
    }

    private final Kind kind;

    StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** One with a message for a person. */
    public static StoreException of(Kind kind, String message) {
        return new StoreException(kind, message, null);
    }

    static StoreException notFound(String what, long id) {
        return of(Kind.NOT_FOUND, "there is no " + what + " " + id);
    }

    static StoreException changed(String what, long id) {
        return of(Kind.CHANGED, what + " " + id + " was changed by somebody else; read it again and repeat the change");
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** Whether the same may work later. */
    public boolean isPassing() {
        return kind == Kind.UNAVAILABLE;
    }
}
