package io.registrysync.spring.security;

import io.registrysync.store.AuditEntry.Outcome;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Notes each call that changes something, and each that is refused to somebody who has signed in: who, from where, what, to
 * what, and what came of it. Bodies are never looked at, so that no secret gets here. Of strangers only so much is noted
 * that they cannot fill the disk.
 */
final class AuditFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFilter.class);
    private static final Map<String, String> VERBS =
            Map.of("POST", "create", "PUT", "update", "PATCH", "change", "DELETE", "delete");

    private final Store store;
    private final Permissions permissions;
    private final OwnPaths paths;
    private final Trickle strangers;

    AuditFilter(Store store, Permissions permissions, OwnPaths paths, InstantSource clock) {
        this.store = store;
        this.permissions = permissions;
        this.paths = paths;
        this.strangers = new Trickle(clock);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean isAnswered = false;
        try {
            chain.doFilter(request, response);
            isAnswered = true;
        } finally {
            if (paths.isCall(request)) {
                note(request, isAnswered ? response.getStatus() : 500);
            }
        }
    }

    private void note(HttpServletRequest request, int status) {
        Optional<Identity> identity = Identity.known();
        boolean isRefused = status == 401 || status == 403 || status == 429;
        Optional<Permissions.Match> match = permissions.find(request.getMethod(), OwnPaths.path(request));
        boolean isChange = match.map(found -> found.rule().isChange())
                .orElseGet(() -> !List.of("GET", "HEAD", "OPTIONS").contains(request.getMethod()));
        if (!isChange && (!isRefused || identity.isEmpty())) {
            return;
        }
        if (identity.isEmpty() && status >= 400 && !strangers.passes()) {
            return;
        }
        String actor = text(request, AuditNotes.ACTOR)
                .orElseGet(() -> identity.map(Identity::username).orElse("anonymous"));
        String subject = text(request, AuditNotes.SUBJECT)
                .orElseGet(() -> match.map(AuditFilter::subject).orElse(""));
        String how = identity.filter(who -> who.proof() == Identity.Proof.TOKEN)
                .map(who -> "by API token")
                .orElse("");
        String detail =
                List.of(how, text(request, AuditNotes.DETAIL).orElse(""), status < 400 ? "" : "HTTP " + status).stream()
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
        Outcome outcome = isRefused ? Outcome.REFUSED : status >= 400 ? Outcome.FAILED : Outcome.DONE;
        try {
            store.audit()
                    .append(
                            actor,
                            Visitor.of(request).address(),
                            match.map(AuditFilter::action).orElse("unknown"),
                            subject,
                            outcome,
                            detail);
        } catch (StoreException failed) {
            // The call is done by now; to say that it was not would be wrong too.
            LOG.error("what {} did could not be noted: {}", actor, failed.getMessage());
        }
    }

    /** {@code POST /tasks/{id}/run} is {@code tasks.run}, {@code DELETE /tasks/{id}} is {@code tasks.delete}. */
    static String action(Permissions.Match match) {
        String pattern = match.rule().pattern().getPatternString();
        int api = pattern.indexOf("/api/v1/");
        List<String> words = new ArrayList<>(List.of(
                (api < 0 ? pattern.substring(1) : pattern.substring(api + "/api/v1/".length())).split("/", -1)));
        boolean endsInWord = words.size() > 1 && !words.get(words.size() - 1).startsWith("{");
        words.removeIf(word -> word.startsWith("{"));
        boolean isCollection = words.equals(List.of("notifications", "channels"));
        if (!endsInWord || isCollection) {
            words.add(VERBS.getOrDefault(match.rule().method(), "read"));
        }
        return String.join(".", words);
    }

    private static String subject(Permissions.Match match) {
        return String.join("/", match.variables().values());
    }

    private static Optional<String> text(HttpServletRequest request, String name) {
        return Optional.ofNullable((String) request.getAttribute(name));
    }
}
