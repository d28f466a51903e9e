package io.registrysync.spring.server;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure with clean messages. Frames are of programs, and stay as they are. */
final class CleanThrowable implements IThrowableProxy {
    /** Causes beneath causes that are shown. */
    private static final int MOST_CAUSES = 20;

    private final IThrowableProxy failure;
    private final int depth;

    private CleanThrowable(IThrowableProxy failure, int depth) {
        this.failure = failure;
        this.depth = depth;
    }

    static CleanThrowable of(IThrowableProxy failure) {
        return new CleanThrowable(failure, 0);
    }

    @Override
    public @Nullable String getMessage() {
        return Optional.ofNullable(failure.getMessage()).map(LogText::of).orElse(null);
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return Optional.ofNullable(failure.getOverridingMessage())
                .map(LogText::of)
                .orElse(null);
    }

    @Override
    public String getClassName() {
        return failure.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return failure.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        IThrowableProxy cause = failure.getCause();
        return cause == null || depth == MOST_CAUSES ? null : new CleanThrowable(cause, depth + 1);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        IThrowableProxy[] suppressed = failure.getSuppressed();
        return suppressed == null || depth == MOST_CAUSES
                ? new IThrowableProxy[0]
                : Arrays.stream(suppressed)
                        .map(each -> new CleanThrowable(each, depth + 1))
                        .toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return failure.isCyclic();
    }
}
