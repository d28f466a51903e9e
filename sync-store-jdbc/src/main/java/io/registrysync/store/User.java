package io.registrysync.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who may log in. Holds no password, and no hash of one.
 *
 * @param version            counts the changes
 * @param mustChangePassword whether nothing else is allowed before
 */
public record User(
        long id,
        int version,
        Entry entry,
        boolean mustChangePassword,
        Optional<Instant> lastLoginAt,
        Instant createdAt,
        Instant updatedAt) {
    /** What somebody may do; each may also do what those after it may. */
    public enum Role {
        /** Everything. */
        ADMIN,
        /** Change and run tasks. */
        OPERATOR,
        /** Look. */
        VIEWER
    }

    /**
     * What people say of a user.
     *
     * @param username    unique, whatever its case
     * @param displayName may be empty
     * @param email       may be empty
     * @param active      whether the user may log in
     */
    public record Entry(String username, String displayName, String email, Role role, boolean active) {
        private static final int LONGEST_DISPLAY_NAME = 200;
        private static final int LONGEST_EMAIL = 300;

        /**
         * Checks the texts. None is changed.
         *
         * @throws IllegalArgumentException where one is too long or not of one line, or the user name is none
         */
        public Entry {
            Texts.requireName("user name", username);
            Texts.requireLine("a display name", displayName, LONGEST_DISPLAY_NAME);
            Texts.requireLine("an e-mail address", email, LONGEST_EMAIL);
        }
    }

    /** The name to log in with. */
    public String username() {
        return entry.username();
    }

    /** Whether the user rules over others now. */
    boolean isActiveAdmin() {
        return entry.active() && entry.role() == Role.ADMIN;
    }
}
