package io.registrysync.spring.security;

import io.registrysync.spring.RegistrySyncProperties;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Tells our paths from the host's, in the way in which Spring finds handlers. */
final class OwnPaths implements RequestMatcher {
    /** What the pages have below the base path; the rest of their addresses stands behind {@code #}. */
    private static final List<String> PAGES = List.of("/", "/index.html", "/assets/**");

    private final List<PathPattern> own;
    private final List<PathPattern> calls;

    OwnPaths(RegistrySyncProperties properties, List<String> given) {
        String base = properties.basePath();
        List<String> api =
                List.of(properties.apiPath(), properties.apiPath() + "/**", base + "/health", base + "/metrics");
        List<String> patterns = new ArrayList<>(api);
        if (properties.ui().enabled()) {
            PAGES.forEach(page -> patterns.add(base + page));
        }
        if (!given.isEmpty()) {
            patterns.addAll(given);
        } else if (!base.isEmpty()) {
            patterns.addAll(List.of(base, base + "/**"));
        }
        this.own = parsed(patterns);
        this.calls = parsed(api);
    }

    private static List<PathPattern> parsed(List<String> patterns) {
        return patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
    }

    /** Whether a request is ours. An error belongs to whom the request belonged that met it. */
    @Override
    public boolean matches(HttpServletRequest request) {
        PathContainer path = path(request);
        return own.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** Whether a request is a call of a program, and not one for a page. */
    boolean isCall(HttpServletRequest request) {
        PathContainer path = path(request);
        return calls.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** As Spring Security names it in its log. */
    @Override
    public String toString() {
        return "the paths of Registry Sync " + own;
    }

    /** The path within the application. */
    static PathContainer path(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.ERROR
                && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed) {
            return RequestPath.parse(failed, request.getContextPath()).pathWithinApplication();
        }
        RequestPath path = ServletRequestPathUtils.hasParsedRequestPath(request)
                ? ServletRequestPathUtils.getParsedRequestPath(request)
                : RequestPath.parse(request.getRequestURI(), request.getContextPath());
        return path.pathWithinApplication();
    }
}
