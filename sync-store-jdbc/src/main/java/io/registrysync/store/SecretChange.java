package io.registrysync.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a secret when what it belongs to is saved. Never prints the secret. */
public final class SecretChange {
    private static final SecretChange KEEP = new SecretChange(true, null);
    private static final SecretChange CLEAR = new SecretChange(false, null);

    private final boolean kept;
    private final @Nullable String secret;

    private SecretChange(boolean kept, @Nullable String secret) {
        this.kept = kept;
        this.secret = secret;
    }

    /** It stays as it is. */
    public static SecretChange keep() {
        return KEEP;
    }

    /** There is none any more. */
    public static SecretChange clear() {
        return CLEAR;
    }

    /** It is this one from now on. */
    public static SecretChange to(String secret) {
        return new SecretChange(false, secret);
    }

    boolean isKept() {
        return kept;
    }

    Optional<String> secret() {
        return Optional.ofNullable(secret);
    }

    @Override
    public String toString() {
        return kept ? "keep" : secret == null ? "clear" : "to ***";
    }
}
