package io.registrysync.spring.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets everybody do everything, where security is switched off; but not the pages of others that somebody on this machine
 * looks at.
 */
final class OpenDoorFilter extends OncePerRequestFilter {
    private static final Pattern LOCAL =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?", Pattern.CASE_INSENSITIVE);

    private final boolean onlyLocal;

    /** Makes one; {@code onlyLocal} where a foreign name can only have been led to this machine by a trick of the DNS. */
    OpenDoorFilter(boolean onlyLocal) {
        this.onlyLocal = onlyLocal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOfAnotherPage(request)
                || (onlyLocal && !LOCAL.matcher(request.getServerName()).matches())) {
            Answers.refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    ProblemCode.FOREIGN_PAGE,
                    "a page of another origin asks for this",
                    "");
            return;
        }
        SignInFilter.signIn(Identity.ANYBODY);
        HandlerGuard.mark(request);
        chain.doFilter(request, response);
    }

    private static boolean isOfAnotherPage(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            // Somebody may follow a link to us.
            return "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                    && !"navigate".equals(request.getHeader("Sec-Fetch-Mode"));
        }
        String host = Optional.ofNullable(request.getHeader("Host")).orElse("");
        return !authority(origin).equals(host.toLowerCase(Locale.ROOT));
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority())
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException none) {
            return "";
        }
    }
}
