package io.registrysync.spring.web;

import io.registrysync.spring.security.AuditNotes;
import io.registrysync.spring.security.Identity;
import io.registrysync.spring.security.ProblemCode;
import io.registrysync.spring.security.RandomToken;
import io.registrysync.store.ApiToken;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.User.Role;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API tokens: one's own, and all of them for administrators. */
@RestController
@RequestMapping("/tokens")
class TokensController {
    private final Store store;

    TokensController(Store store) {
        this.store = store;
    }

    /** A token without its text, which nobody knows any more. */
    record TokenView(
            long id,
            long userId,
            String name,
            Role role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static TokenView of(ApiToken token) {
            return new TokenView(
                    token.id(),
                    token.userId(),
                    token.name(),
                    token.role(),
                    token.createdAt(),
                    token.expiresAt().orElse(null),
                    token.lastUsedAt().orElse(null));
        }
    }

    /**
     * A wish for one.
     *
     * @param role      the own one unless set, never more
     * @param expiresAt never unless set
     */
    record NewToken(
            @Nullable String name,
            @Nullable Role role,
            @Nullable Instant expiresAt) {}

    /**
     * The only answer that ever holds a token.
     *
     * @param token what programs send
     */
    record CreatedToken(
            long id, String name, Role role, @Nullable Instant expiresAt, String token) {
        @Override
        public String toString() {
            return "CreatedToken[" + id + "]";
        }
    }

    @GetMapping
    List<TokenView> list(@RequestParam(defaultValue = "false") boolean all) {
        Identity identity = Identity.current();
        if (all && !identity.is(Role.ADMIN)) {
            throw new ForbiddenException(ProblemCode.ROLE_REQUIRED, "only administrators see the tokens of others");
        }
        List<ApiToken> tokens = all ? store.tokens().list() : store.tokens().list(identity.userId());
        return tokens.stream().map(TokenView::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CreatedToken add(@RequestBody NewToken wish, HttpServletRequest request) {
        Identity identity = Identity.current();
        if (identity.proof() != Identity.Proof.SESSION) {
            // A token that leaks must not be able to outlive its end.
            throw new ForbiddenException(
                    ProblemCode.SESSION_REQUIRED, "API tokens are created by a person who has signed in");
        }
        Role role = Optional.ofNullable(wish.role()).orElse(identity.role());
        if (!identity.is(role)) {
            throw new ForbiddenException(
                    ProblemCode.ROLE_REQUIRED, "a token can do no more than its user: " + identity.role());
        }
        Optional<Instant> expiresAt = Optional.ofNullable(wish.expiresAt());
        if (expiresAt.filter(end -> end.isBefore(Instant.now())).isPresent()) {
            throw new IllegalArgumentException("expiresAt is in the past");
        }
        String name = Bodies.required(wish.name(), "name");
        String token = RandomToken.API_PREFIX + RandomToken.text();
        long id = store.tokens().add(identity.userId(), name, RandomToken.hash(token), role, expiresAt);
        AuditNotes.subject(request, Long.toString(id));
        AuditNotes.detail(request, name + ", role " + role);
        return new CreatedToken(id, name, role, expiresAt.orElse(null), token);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        Identity identity = Identity.current();
        boolean isOwn = store.tokens().list(identity.userId()).stream().anyMatch(token -> token.id() == id);
        if (!isOwn && !identity.is(Role.ADMIN)) {
            throw StoreException.of(StoreException.Kind.NOT_FOUND, "there is no API token " + id);
        }
        store.tokens().delete(id);
    }
}
