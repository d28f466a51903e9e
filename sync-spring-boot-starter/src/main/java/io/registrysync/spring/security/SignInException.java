package io.registrysync.spring.security;

import java.time.Duration;

/** Nobody got in. Says the same whether the user exists or not. */
public final class SignInException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long waitSeconds;

    private SignInException(String message, long waitSeconds) {
        super(message);
        this.waitSeconds = waitSeconds;
    }

    static SignInException wrong() {
        return new SignInException("the user name or the password is wrong", 0);
    }

    static SignInException wait(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new SignInException("too many failed sign-ins; try again in " + seconds + " s", seconds);
    }

    /** Seconds before another try is looked at; 0 for none. */
    public long waitSeconds() {
        return waitSeconds;
    }
}
