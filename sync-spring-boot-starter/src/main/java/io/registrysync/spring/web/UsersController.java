package io.registrysync.spring.web;

import io.registrysync.spring.security.AuditNotes;
import io.registrysync.spring.security.Identity;
import io.registrysync.spring.security.Passwords;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Users. What somebody may do is changed by a call of its own, so that it never comes along with something else. */
@RestController
@RequestMapping("/users")
class UsersController {
    private final Store store;
    private final Passwords passwords;

    UsersController(Store store, Passwords passwords) {
        this.store = store;
        this.passwords = passwords;
    }

    /** A user as administrators see one. */
    record UserView(
            long id,
            int version,
            String username,
            String displayName,
            String email,
            User.Role role,
            boolean active,
            boolean mustChangePassword,
            @Nullable Instant lastLoginAt,
            Instant createdAt,
            Instant updatedAt) {
        static UserView of(User user) {
            User.Entry entry = user.entry();
            return new UserView(
                    user.id(),
                    user.version(),
                    entry.username(),
                    entry.displayName(),
                    entry.email(),
                    entry.role(),
                    entry.active(),
                    user.mustChangePassword(),
                    user.lastLoginAt().orElse(null),
                    user.createdAt(),
                    user.updatedAt());
        }
    }

    /** A new user. The password is to be changed at the first sign-in. */
    record NewUser(
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String email,
            User.@Nullable Role role,
            @Nullable Boolean active,
            @Nullable String password) {
        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    /** What is changed of a user. */
    record UserChange(
            int version,
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Boolean active) {}

    /** Another role. */
    record RoleChange(int version, User.@Nullable Role role) {}

    /** Another password, to be changed at the next sign-in. */
    record PasswordReset(@Nullable String password) {
        @Override
        public String toString() {
            return "PasswordReset[]";
        }
    }

    @GetMapping
    List<UserView> list() {
        return store.users().list().stream().map(UserView::of).toList();
    }

    @GetMapping("/{id}")
    UserView get(@PathVariable long id) {
        return UserView.of(store.users().get(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    UserView add(@RequestBody NewUser wish, HttpServletRequest request) {
        User.Entry entry = new User.Entry(
                Bodies.required(wish.username(), "username"),
                Optional.ofNullable(wish.displayName()).orElse(""),
                Optional.ofNullable(wish.email()).orElse(""),
                role(wish.role()),
                !Boolean.FALSE.equals(wish.active()));
        String hash = passwords.hash(Bodies.required(wish.password(), "password"), entry.username());
        long id = store.users().add(entry, hash, true);
        AuditNotes.subject(request, Long.toString(id));
        AuditNotes.detail(request, entry.username() + ", role " + entry.role());
        return get(id);
    }

    /** Whoever may not come in any more is out at once. */
    @PutMapping("/{id}")
    UserView update(@PathVariable long id, @RequestBody UserChange change, HttpServletRequest request) {
        User.Entry before = store.users().get(id).entry();
        User.Entry entry = new User.Entry(
                Bodies.required(change.username(), "username"),
                Optional.ofNullable(change.displayName()).orElse(before.displayName()),
                Optional.ofNullable(change.email()).orElse(before.email()),
                before.role(),
                Optional.ofNullable(change.active()).orElse(before.active()));
        User changed = store.users().update(id, change.version(), entry);
        if (!entry.active()) {
            store.sessions().endAll(id, 0);
        }
        AuditNotes.detail(request, "active " + before.active() + " → " + entry.active());
        return UserView.of(changed);
    }

    @PutMapping("/{id}/role")
    UserView changeRole(@PathVariable long id, @RequestBody RoleChange change, HttpServletRequest request) {
        User.Entry before = store.users().get(id).entry();
        User.Role role = role(change.role());
        User.Entry entry =
                new User.Entry(before.username(), before.displayName(), before.email(), role, before.active());
        User changed = store.users().update(id, change.version(), entry);
        store.sessions().endAll(id, Identity.current().sessionId());
        AuditNotes.detail(request, before.username() + ": " + before.role() + " → " + role);
        return UserView.of(changed);
    }

    private static User.Role role(User.@Nullable Role role) {
        return Optional.ofNullable(role)
                .orElseThrow(() -> new IllegalArgumentException("the property role is missing"));
    }

    @PutMapping("/{id}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetPassword(@PathVariable long id, @RequestBody PasswordReset reset, HttpServletRequest request) {
        User user = store.users().get(id);
        String hash = passwords.hash(Bodies.required(reset.password(), "password"), user.username());
        store.users().setPassword(id, hash, true);
        store.sessions().endAll(id, 0);
        AuditNotes.detail(request, user.username());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id, HttpServletRequest request) {
        AuditNotes.detail(request, store.users().get(id).username());
        store.users().delete(id);
    }
}
