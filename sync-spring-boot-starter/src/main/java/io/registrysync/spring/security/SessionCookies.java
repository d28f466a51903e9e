package io.registrysync.spring.security;

import io.registrysync.spring.RegistrySyncProperties;
import io.registrysync.store.Session;
import io.registrysync.store.SessionStore.Limits;
import io.registrysync.store.SessionStore.Remembered;
import io.registrysync.store.SessionStore.Renewed;
import io.registrysync.store.Store;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/**
 * Sessions as browsers know them. They are rows of ours and not the container's sessions: any node knows them, one can be
 * ended from elsewhere, and the host's sessions stay its own.
 */
public final class SessionCookies {
    static final String SESSION = "registry_sync_session";
    static final String REMEMBER = "registry_sync_remember";

    /** A header of requests that a page sends by itself while nobody touches it. */
    static final String UNATTENDED = "X-Unattended";

    private final Store store;
    private final RegistrySyncProperties properties;
    private final Limits limits;
    private final Duration remembers;
    private final CsrfTokenRepository csrf;

    SessionCookies(
            Store store, RegistrySyncProperties properties, SecuritySettings settings, CsrfTokenRepository csrf) {
        this.store = store;
        this.properties = properties;
        this.limits = new Limits(settings.sessionTimeout(), settings.sessionLimit());
        this.remembers = settings.rememberMe();
        this.csrf = csrf;
    }

    /** Begins a session, with new tokens whatever the browser came with. A session that it came with ends. */
    public void open(long userId, boolean remember, HttpServletRequest request, HttpServletResponse response) {
        Identity.known().ifPresent(before -> store.sessions().end(before.sessionId()));
        String token = RandomToken.text();
        String series = RandomToken.text();
        String secret = RandomToken.text();
        Optional<Remembered> remembered =
                remember ? Optional.of(remembered(series, secret)) : Optional.<Remembered>empty();
        Visitor visitor = Visitor.of(request);
        store.sessions()
                .open(
                        userId,
                        RandomToken.hash(token),
                        limits,
                        remembered,
                        remembers,
                        visitor.address(),
                        visitor.userAgent());
        set(SESSION, token, Duration.ofSeconds(-1), request, response);
        if (remember) {
            set(REMEMBER, series + "." + secret, remembers, request, response);
        } else {
            set(REMEMBER, "", Duration.ZERO, request, response);
        }
        csrf.saveToken(csrf.generateToken(request), request, response);
    }

    /** Ends the session that a request came with. */
    public void close(long sessionId, HttpServletRequest request, HttpServletResponse response) {
        store.sessions().end(sessionId);
        forget(request, response);
    }

    /** The session that a request comes with. What a page asks by itself is no use of it. */
    Optional<Session> current(HttpServletRequest request) {
        boolean isAttended = request.getHeader(UNATTENDED) == null;
        return cookie(SESSION, request)
                .map(RandomToken::hash)
                .flatMap(hash -> isAttended
                        ? store.sessions().use(hash, limits)
                        : store.sessions().find(hash));
    }

    /** Whether a request comes with anything that a browser sends by itself. */
    static boolean isFromBrowser(HttpServletRequest request) {
        return cookie(SESSION, request).isPresent() || cookie(REMEMBER, request).isPresent();
    }

    /** Begins the session of a browser that is remembered again. */
    Optional<Renewed> renew(HttpServletRequest request, HttpServletResponse response) {
        return cookie(REMEMBER, request).flatMap(value -> {
            int dot = value.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            String series = value.substring(0, dot);
            String token = RandomToken.text();
            String next = RandomToken.text();
            Visitor visitor = Visitor.of(request);
            Renewed renewed = store.sessions()
                    .renew(
                            remembered(series, value.substring(dot + 1)),
                            RandomToken.hash(next),
                            RandomToken.hash(token),
                            limits,
                            visitor.address(),
                            visitor.userAgent());
            switch (renewed.renewal()) {
                case RENEWED -> {
                    set(SESSION, token, Duration.ofSeconds(-1), request, response);
                    set(REMEMBER, series + "." + next, remembers, request, response);
                }
                case OVERLAPPED -> {}
                case UNKNOWN, STOLEN -> forget(request, response);
            }
            return Optional.of(renewed);
        });
    }

    private static Remembered remembered(String series, String secret) {
        return new Remembered(RandomToken.hash(series), RandomToken.hash(secret));
    }

    private void forget(HttpServletRequest request, HttpServletResponse response) {
        set(SESSION, "", Duration.ZERO, request, response);
        set(REMEMBER, "", Duration.ZERO, request, response);
    }

    private static Optional<String> cookie(String name, HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private void set(
            String name, String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .httpOnly(true)
                        .secure(isSecure(request, properties))
                        .sameSite("Lax")
                        .path(path(request.getContextPath(), properties))
                        .maxAge(age)
                        .build()
                        .toString());
    }

    /** Behind a proxy that ends TLS only the public address says that it is there. */
    private static boolean isSecure(HttpServletRequest request, RegistrySyncProperties properties) {
        return request.isSecure()
                || Optional.ofNullable(properties.publicUrl())
                        .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
                        .isPresent();
    }

    static String path(String contextPath, RegistrySyncProperties properties) {
        String path = contextPath + properties.basePath();
        return path.isEmpty() ? "/" : path;
    }
}
