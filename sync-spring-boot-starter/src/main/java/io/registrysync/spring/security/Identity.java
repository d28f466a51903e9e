package io.registrysync.spring.security;

import io.registrysync.store.ApiToken;
import io.registrysync.store.User;
import io.registrysync.store.User.Role;
import java.util.Optional;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who makes a request, and with what.
 *
 * @param userId             0 where nobody has to sign in
 * @param role               what may be done with this request; less than the user's own for some tokens
 * @param proof              what showed who it is
 * @param sessionId          0 unless it is a session
 * @param tokenId            0 unless it is an API token
 * @param mustChangePassword before anything else
 */
public record Identity(
        long userId, String username, Role role, Proof proof, long sessionId, long tokenId, boolean mustChangePassword)
        implements AuthenticatedPrincipal {
    /** What shows who somebody is. */
    public enum Proof {
        /** A person with a browser. */
        SESSION,
        /** A program. */
        TOKEN,
        /** Nothing: security is switched off. */
        NONE
    }

    /** Everybody, where security is switched off. */
    static final Identity ANYBODY = new Identity(0, "anonymous", Role.ADMIN, Proof.NONE, 0, 0, false);

    static Identity session(User user, long sessionId) {
        return new Identity(
                user.id(),
                user.username(),
                user.entry().role(),
                Proof.SESSION,
                sessionId,
                0,
                user.mustChangePassword());
    }

    static Identity token(User user, ApiToken token) {
        return new Identity(
                user.id(), user.username(), token.role(), Proof.TOKEN, 0, token.id(), user.mustChangePassword());
    }

    /**
     * Who makes the request of this thread.
     *
     * @throws IllegalStateException where nobody does; handlers of ours are never reached then, unless by everybody
     */
    public static Identity current() {
        return known().orElseThrow(() -> new IllegalStateException("nobody has signed in"));
    }

    /** Who makes the request of this thread, if anybody is known. */
    static Optional<Identity> known() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Identity identity
                ? Optional.of(identity)
                : Optional.empty();
    }

    /** Whether this may do what the role may. */
    public boolean is(Role wanted) {
        return role.compareTo(wanted) <= 0;
    }

    @Override
    public String getName() {
        return username;
    }
}
