package io.registrysync.spring.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The application would serve everybody in its network without asking who they are. */
final class UnsecuredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsecuredException(String address) {
        super("registry-sync.security.enabled is false, and the server listens on " + address
                + ": everybody who reaches it could do everything");
    }

    /** Says it without the stack of the container. */
    static final class Analyzer extends AbstractFailureAnalyzer<UnsecuredException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, UnsecuredException cause) {
            return new FailureAnalysis(
                    String.valueOf(cause.getMessage()),
                    "Switch security on, set server.address to 127.0.0.1, or, where something in front of it asks who"
                            + " people are, set registry-sync.security.allow-anonymous to true.",
                    cause);
        }
    }
}
