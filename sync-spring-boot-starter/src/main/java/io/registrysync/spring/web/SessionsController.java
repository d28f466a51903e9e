package io.registrysync.spring.web;

import io.registrysync.spring.security.Identity;
import io.registrysync.spring.security.ProblemCode;
import io.registrysync.store.Session;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.User.Role;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sessions: one's own, and all of them for administrators. */
@RestController
@RequestMapping("/sessions")
class SessionsController {
    private final Store store;

    SessionsController(Store store) {
        this.store = store;
    }

    /**
     * Somebody who is in.
     *
     * @param current whether it is the one that asks
     */
    record SessionView(
            long id,
            long userId,
            Instant createdAt,
            Instant seenAt,
            Instant endsAt,
            boolean remembered,
            boolean current,
            String address,
            String userAgent) {
        static SessionView of(Session session, Identity identity) {
            return new SessionView(
                    session.id(),
                    session.userId(),
                    session.createdAt(),
                    session.seenAt(),
                    session.endsAt(),
                    session.remembered(),
                    session.id() == identity.sessionId(),
                    session.address(),
                    session.userAgent());
        }
    }

    @GetMapping
    List<SessionView> list(@RequestParam(defaultValue = "false") boolean all) {
        Identity identity = Identity.current();
        if (all && !identity.is(Role.ADMIN)) {
            throw new ForbiddenException(ProblemCode.ROLE_REQUIRED, "only administrators see the sessions of others");
        }
        List<Session> sessions =
                all ? store.sessions().list() : store.sessions().list(identity.userId());
        return sessions.stream()
                .map(session -> SessionView.of(session, identity))
                .toList();
    }

    /** Ends all of one's own but the one that asks. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOthers() {
        Identity identity = Identity.current();
        store.sessions().endAll(identity.userId(), identity.sessionId());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable long id) {
        Identity identity = Identity.current();
        List<Session> visible = identity.is(Role.ADMIN)
                ? store.sessions().list()
                : store.sessions().list(identity.userId());
        if (visible.stream().noneMatch(session -> session.id() == id)) {
            throw StoreException.of(StoreException.Kind.NOT_FOUND, "there is no session " + id);
        }
        store.sessions().end(id);
    }
}
