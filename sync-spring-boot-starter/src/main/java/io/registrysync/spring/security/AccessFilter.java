package io.registrysync.spring.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a call pass that the table allows to the caller, and refuses all others. Pages are for everybody to read. */
final class AccessFilter extends OncePerRequestFilter {
    private final Permissions permissions;
    private final OwnPaths paths;

    AccessFilter(Permissions permissions, OwnPaths paths) {
        this.permissions = permissions;
        this.paths = paths;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (mayPass(request, response)) {
            HandlerGuard.mark(request);
            chain.doFilter(request, response);
        }
    }

    private boolean mayPass(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!paths.isCall(request)) {
            boolean isReading =
                    request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
            if (!isReading) {
                Answers.refuse(
                        response, HttpStatus.METHOD_NOT_ALLOWED, ProblemCode.METHOD, "pages can only be read", "");
            }
            return isReading;
        }
        Optional<Access> needed = permissions
                .find(request.getMethod(), OwnPaths.path(request))
                .map(match -> match.rule().access());
        if (needed.equals(Optional.of(Access.OPEN))) {
            return true;
        }
        Optional<Identity> identity = Identity.known();
        if (identity.isEmpty()) {
            Answers.refuse(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    ProblemCode.NOT_SIGNED_IN,
                    "nobody has signed in",
                    "sign in, or send an API token as Authorization: Bearer");
            return false;
        }
        return mayPass(identity.get(), needed, response);
    }

    private static boolean mayPass(Identity identity, Optional<Access> needed, HttpServletResponse response)
            throws IOException {
        if (identity.mustChangePassword() && !needed.equals(Optional.of(Access.OWN))) {
            Answers.refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    ProblemCode.PASSWORD_CHANGE_REQUIRED,
                    "the password has to be changed before anything else",
                    "change it with POST /auth/password");
            return false;
        }
        if (needed.isEmpty()) {
            Answers.refuse(response, HttpStatus.NOT_FOUND, ProblemCode.NOT_FOUND, "there is no such call", "");
            return false;
        }
        if (!needed.get().allows(identity.role())) {
            Answers.refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    ProblemCode.ROLE_REQUIRED,
                    "this needs the role " + needed.get(),
                    "ask an administrator");
            return false;
        }
        return true;
    }
}
