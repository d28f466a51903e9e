package io.registrysync.sync;

import io.registrysync.registry.RegistryException;

/** Carries a failure, with its side, through the stages of a copy. */
final class CopyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    CopyException(Side side, RegistryException cause) {
        super(cause);
        this.failure = new Failure(side, cause);
    }

    Failure failure() {
        return failure;
    }
}
