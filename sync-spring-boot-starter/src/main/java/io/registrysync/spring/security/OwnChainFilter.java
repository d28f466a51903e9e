package io.registrysync.spring.security;

import io.registrysync.store.StoreException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.web.filter.GenericFilterBean;

/** Our chain, around our paths. A request of the host passes as if this were not here. */
final class OwnChainFilter extends GenericFilterBean {
    private static final Logger LOG = LoggerFactory.getLogger(OwnChainFilter.class);

    private final OwnPaths paths;
    private final Headers headers;
    private final FilterChainProxy chain;

    OwnChainFilter(OwnPaths paths, List<Filter> filters) {
        this.paths = paths;
        this.headers = new Headers(paths);
        this.chain = new FilterChainProxy(new DefaultSecurityFilterChain(paths, filters));
        chain.setRequestRejectedHandler((request, response, rejected) -> Answers.refuse(
                response, HttpStatus.BAD_REQUEST, ProblemCode.PATH, "the address is not a plain one", ""));
        chain.afterPropertiesSet();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain next)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse answer
                && paths.matches(http)) {
            headers.write(http, answer);
            if (paths.isCall(http)) {
                call(http, answer, next);
            } else {
                chain.doFilter(request, response, next);
            }
        } else {
            next.doFilter(request, response);
        }
    }

    /** A program gets no page of the container, whatever happens. */
    private void call(HttpServletRequest request, HttpServletResponse answer, FilterChain next)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, new ProblemResponse(answer), next);
        } catch (StoreException failed) {
            unavailable(answer, failed);
        } catch (ServletException | RuntimeException failed) {
            if (answer.isCommitted()) {
                throw failed;
            }
            LOG.error("a request failed unexpectedly", failed);
            answer.resetBuffer();
            Answers.refuse(
                    answer,
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    ProblemCode.UNEXPECTED,
                    "this should not have happened; the log knows more",
                    "");
        }
    }

    /** Who asks cannot be found out. Handlers say themselves what they could not do. */
    private static void unavailable(HttpServletResponse answer, StoreException failed) throws IOException {
        if (answer.isCommitted()) {
            throw failed;
        }
        LOG.error("a request could not be looked at: {}", failed.getMessage());
        Answers.refuse(
                answer,
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemCode.UNAVAILABLE,
                "the database does not answer",
                "try again later");
    }
}
