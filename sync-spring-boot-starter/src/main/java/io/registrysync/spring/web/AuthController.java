package io.registrysync.spring.web;

import io.registrysync.spring.security.AuditNotes;
import io.registrysync.spring.security.Identity;
import io.registrysync.spring.security.ProblemCode;
import io.registrysync.spring.security.SessionCookies;
import io.registrysync.spring.security.SignIn;
import io.registrysync.spring.security.SignInException;
import io.registrysync.spring.security.Visitor;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out, and one's own password. */
@RestController
@RequestMapping("/auth")
class AuthController {
    private final Store store;
    private final SignIn signIn;
    private final SessionCookies sessions;

    AuthController(Store store, SignIn signIn, SessionCookies sessions) {
        this.store = store;
        this.signIn = signIn;
        this.sessions = sessions;
    }

    /** Who wants to come in. */
    record LoginRequest(
            @Nullable String username,
            @Nullable String password,
            @Nullable Boolean rememberMe) {
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /** A change of one's own password. */
    record PasswordChange(
            @Nullable String currentPassword, @Nullable String newPassword) {
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    /**
     * Who makes requests.
     *
     * @param role of these requests
     */
    record Me(
            long id,
            String username,
            String displayName,
            String email,
            User.Role role,
            boolean mustChangePassword,
            Identity.Proof proof) {
        static Me of(User user, User.Role role, Identity.Proof proof) {
            return new Me(
                    user.id(),
                    user.username(),
                    user.entry().displayName(),
                    user.entry().email(),
                    role,
                    user.mustChangePassword(),
                    proof);
        }
    }

    @PostMapping("/login")
    Me login(@RequestBody LoginRequest login, HttpServletRequest request, HttpServletResponse response) {
        String username = Bodies.required(login.username(), "username");
        String password = Bodies.required(login.password(), "password");
        AuditNotes.actor(request, username);
        User user = signIn.enter(username, password, Visitor.of(request));
        sessions.open(user.id(), Boolean.TRUE.equals(login.rememberMe()), request, response);
        return Me.of(user, user.entry().role(), Identity.Proof.SESSION);
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(HttpServletRequest request, HttpServletResponse response) {
        sessions.close(Identity.current().sessionId(), request, response);
    }

    @GetMapping("/me")
    Me me() {
        Identity identity = Identity.current();
        if (identity.proof() == Identity.Proof.NONE) {
            return new Me(0, identity.username(), "", "", identity.role(), false, identity.proof());
        }
        return Me.of(store.users().get(identity.userId()), identity.role(), identity.proof());
    }

    @PostMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(@RequestBody PasswordChange change, HttpServletRequest request) {
        Identity identity = Identity.current();
        if (identity.proof() != Identity.Proof.SESSION) {
            throw new ForbiddenException(
                    ProblemCode.SESSION_REQUIRED, "a password is changed by a person who has signed in");
        }
        String current = Bodies.required(change.currentPassword(), "currentPassword");
        String next = Bodies.required(change.newPassword(), "newPassword");
        try {
            Bodies.about("newPassword", () -> {
                signIn.changePassword(identity, current, next, Visitor.of(request));
                return next;
            });
        } catch (SignInException refused) {
            if (refused.waitSeconds() > 0) {
                throw refused;
            }
            // Not 401: whoever asks has signed in, and stays so.
            throw new ForbiddenException(ProblemCode.PASSWORD_WRONG, "the current password is wrong");
        }
    }
}
