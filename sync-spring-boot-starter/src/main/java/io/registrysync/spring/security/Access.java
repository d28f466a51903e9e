package io.registrysync.spring.security;

import io.registrysync.store.User.Role;

/** Who may call something. */
enum Access {
    /** Everybody. */
    OPEN,
    /** Everybody who has signed in, even where the password has to be changed first. */
    OWN,
    /** Whoever may look. */
    VIEWER,
    /** Whoever may run tasks. */
    OPERATOR,
    /** Administrators. */
    ADMIN;

    boolean allows(Role role) {
        return switch (this) {
            case OPEN, OWN, VIEWER -> true;
            case OPERATOR -> role != Role.VIEWER;
            case ADMIN -> role == Role.ADMIN;
        };
    }
}
