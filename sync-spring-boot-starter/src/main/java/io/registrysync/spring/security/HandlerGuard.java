package io.registrysync.spring.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * The second bolt: none of our handlers answers a request that has not passed our chain, by whatever path it came. A host
 * may map the dispatcher elsewhere, or switch filters off.
 */
final class HandlerGuard implements HandlerInterceptor {
    private static final Set<String> PACKAGES =
            Set.of("io.registrysync.spring.web", "io.registrysync.spring.operation");
    private static final String PASSED = HandlerGuard.class.getName();

    static void mark(HttpServletRequest request) {
        request.setAttribute(PASSED, true);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        boolean isOurs = handler instanceof HandlerMethod method
                && PACKAGES.contains(method.getBeanType().getPackageName());
        if (!isOurs || request.getAttribute(PASSED) != null) {
            return true;
        }
        Answers.refuse(
                response,
                HttpStatus.FORBIDDEN,
                ProblemCode.NOT_GUARDED,
                "this path is not guarded",
                "set registry-sync.security.paths to where Registry Sync is served");
        return false;
    }
}
