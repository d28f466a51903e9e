package io.registrysync.spring.security;

import io.registrysync.store.ApiToken;
import io.registrysync.store.AuditEntry;
import io.registrysync.store.Session;
import io.registrysync.store.SessionStore.Renewal;
import io.registrysync.store.SessionStore.Renewed;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who makes a call: by an API token, a session or a browser that is remembered. The user is read anew each time,
 * so that a role that was taken away is gone with the next call.
 */
final class SignInFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(SignInFilter.class);
    private static final String BEARER = "Bearer ";

    private final Store store;
    private final SessionCookies cookies;
    private final OwnPaths paths;

    SignInFilter(Store store, SessionCookies cookies, OwnPaths paths) {
        this.store = store;
        this.cookies = cookies;
        this.paths = paths;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Identity> identity = Optional.empty();
        String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            identity = byToken(header.substring(BEARER.length()).strip());
            if (identity.isEmpty()) {
                Answers.refuse(
                        response,
                        HttpStatus.UNAUTHORIZED,
                        ProblemCode.TOKEN_INVALID,
                        "the API token is unknown, has expired, or its user is not active",
                        "create another one");
                return;
            }
            // A page of somebody else cannot send this header, unless a cookie makes it of no importance.
            if (!SessionCookies.isFromBrowser(request)) {
                CsrfFilter.skipRequest(request);
            }
        } else if (paths.isCall(request)) {
            identity = bySession(request, response);
        }
        identity.ifPresent(SignInFilter::signIn);
        chain.doFilter(request, response);
    }

    /** Makes a caller known to the handlers. */
    static void signIn(Identity identity) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                identity, null, List.of(new SimpleGrantedAuthority("ROLE_" + identity.role()))));
        SecurityContextHolder.setContext(context);
    }

    private Optional<Identity> byToken(String token) {
        Optional<ApiToken> known = store.tokens().use(RandomToken.hash(token));
        return known.map(found -> Identity.token(store.users().get(found.userId()), found));
    }

    private Optional<Identity> bySession(HttpServletRequest request, HttpServletResponse response) {
        Optional<Session> session = cookies.current(request);
        if (session.isEmpty()) {
            Optional<Renewed> renewed = cookies.renew(request, response);
            renewed.filter(outcome -> outcome.renewal() == Renewal.STOLEN)
                    .flatMap(Renewed::session)
                    .ifPresent(stolen -> noteTheft(stolen, request));
            session = renewed.filter(
                            outcome -> outcome.renewal() == Renewal.RENEWED || outcome.renewal() == Renewal.OVERLAPPED)
                    .flatMap(Renewed::session);
        }
        return session.map(found -> Identity.session(store.users().get(found.userId()), found.id()));
    }

    private void noteTheft(Session stolen, HttpServletRequest request) {
        User user = store.users().get(stolen.userId());
        LOG.warn(
                "a remembered sign-in of {} was used twice, from {}; all sessions of the user have ended",
                user.username(),
                request.getRemoteAddr());
        store.audit()
                .append(
                        user.username(),
                        Visitor.of(request).address(),
                        "session.stolen",
                        "session " + stolen.id(),
                        AuditEntry.Outcome.REFUSED,
                        "a remembered sign-in was used twice; all sessions of the user have ended");
    }
}
