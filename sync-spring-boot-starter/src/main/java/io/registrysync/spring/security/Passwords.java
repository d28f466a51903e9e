package io.registrysync.spring.security;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder.BCryptVersion;

/** Hashes passwords with bcrypt and says which are good enough. Safe for use by several threads. */
public final class Passwords {
    /** What bcrypt looks at. What is longer is refused: two passwords that begin alike would be one. */
    static final int MOST_BYTES = 72;

    private static final int COST = 12;

    private final BCryptPasswordEncoder bcrypt;
    private final int minLength;
    private final String nobodys;

    Passwords(int minLength) {
        this(minLength, COST);
    }

    /** With another cost, where there are many passwords and none is worth protecting. */
    Passwords(int minLength, int cost) {
        this.minLength = minLength;
        this.bcrypt = new BCryptPasswordEncoder(BCryptVersion.$2B, cost);
        // A hash is random to look at. To make one of something costs half a second at each start.
        this.nobodys = String.format(Locale.ROOT, "$2b$%02d$", cost)
                + (RandomToken.text() + RandomToken.text())
                        .replaceAll("[-_]", "/")
                        .substring(0, 53);
    }

    /**
     * Hashes a password that somebody has chosen.
     *
     * @throws IllegalArgumentException where it is not good enough; the message says why
     */
    public String hash(String password, String username) {
        if (password.codePointCount(0, password.length()) < minLength) {
            throw new IllegalArgumentException("a password has " + minLength + " characters or more");
        }
        if (isTooLong(password)) {
            throw new IllegalArgumentException("a password has at most " + MOST_BYTES + " bytes");
        }
        if (password.toLowerCase(Locale.ROOT).equals(username.toLowerCase(Locale.ROOT)) || password.isBlank()) {
            throw new IllegalArgumentException("a password is not the user name, and not blank");
        }
        return bcrypt.encode(password);
    }

    /** Whether this is the password. Takes as long for any password. */
    boolean matches(String password, String hash) {
        boolean fits = !isTooLong(password);
        return bcrypt.matches(fits ? password : "", hash) && fits;
    }

    /** A hash that no password has, to spend the same time for a user who does not exist. */
    String nobodys() {
        return nobodys;
    }

    /** Whether a hash was made with less effort than today. */
    boolean isOutdated(String hash) {
        return bcrypt.upgradeEncoding(hash);
    }

    /** Hashes a password that is right already, however good it is. */
    String rehash(String password) {
        return bcrypt.encode(password);
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }
}
