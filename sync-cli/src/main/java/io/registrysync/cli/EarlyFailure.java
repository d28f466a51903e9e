package io.registrysync.cli;

import io.registrysync.registry.RegistryException;
import io.registrysync.sync.Side;

/** What failed before it was known what is to be copied. */
final class EarlyFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient FailedImage failed;

    private EarlyFailure(FailedImage failed) {
        super(failed.cause());
        this.failed = failed;
    }

    static EarlyFailure atSource(Object name, RegistryException cause) {
        return new EarlyFailure(new FailedImage(name.toString(), "", Side.SOURCE, cause));
    }

    static EarlyFailure atTarget(Object name, RegistryException cause) {
        return new EarlyFailure(new FailedImage("", name.toString(), Side.TARGET, cause));
    }

    FailedImage failed() {
        return failed;
    }
}
