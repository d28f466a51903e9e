package io.registrysync.cli;

import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.util.List;

/** What the process tells its caller. Part of the contract with scripts; see docs/cli.md. */
final class ExitCode {
    /** Done, or nothing to do. */
    static final int OK = 0;
    /** Something failed; the rest was done. */
    static final int FAILED = 1;
    /** The command line, a file or the configuration is wrong. */
    static final int USAGE = 2;
    /** Everything that failed, failed for want of a login or a permission. */
    static final int DENIED = 3;
    /** Source and target differ. */
    static final int DIFFERENT = 10;
    /** Stopped by a signal before the end. */
    static final int STOPPED = 130;

    private ExitCode() {}

    /** What failures amount to. */
    static int of(List<RegistryException> failures) {
        if (failures.isEmpty()) {
            return OK;
        }
        if (failures.stream().allMatch(failure -> failure.kind() == Kind.ACCESS_DENIED)) {
            return DENIED;
        }
        return failures.stream().allMatch(failure -> failure.kind() == Kind.CONFIGURATION) ? USAGE : FAILED;
    }
}
