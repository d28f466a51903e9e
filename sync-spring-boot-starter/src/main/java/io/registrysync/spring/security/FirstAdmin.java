package io.registrysync.spring.security;

import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.User;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** The administrator of the first start. There is no password that everybody knows. */
final class FirstAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    /** It is for who starts the server, and not for a file in which it would stay. */
    private static final Marker CONSOLE_ONLY = MarkerFactory.getMarker("CONSOLE_ONLY");

    private static final String NAME = "admin";

    private final Store store;
    private final Passwords passwords;

    FirstAdmin(Store store, Passwords passwords) {
        this.store = store;
        this.passwords = passwords;
    }

    /**
     * Adds one where there is no user at all.
     *
     * @param given what the password is to be; one is made up and shown once where it is absent
     * @throws IllegalArgumentException where the given password is not good enough
     */
    void ensure(Optional<String> given) {
        if (!store.users().list().isEmpty()) {
            return;
        }
        String password = given.orElseGet(() -> RandomToken.text().substring(0, 20));
        User.Entry entry = new User.Entry(NAME, "", "", User.Role.ADMIN, true);
        String hash = passwords.hash(password, NAME);
        try {
            store.users().add(entry, hash, true);
        } catch (StoreException failed) {
            if (failed.kind() == StoreException.Kind.NAME_TAKEN) {
                // Another node was faster. Its password is the one that counts.
                return;
            }
            throw failed;
        }
        if (given.isEmpty()) {
            LOG.warn(CONSOLE_ONLY, """

                    ----------------------------------------------------------------
                      The first administrator was created.
                      User name: {}
                      Password:  {}
                      It is shown this once and has to be changed at the first sign-in.
                    ----------------------------------------------------------------
                    """, NAME, password);
        }
    }
}
