package io.registrysync.spring.security;

import static io.registrysync.spring.security.Access.ADMIN;
import static io.registrysync.spring.security.Access.OPEN;
import static io.registrysync.spring.security.Access.OPERATOR;
import static io.registrysync.spring.security.Access.OWN;
import static io.registrysync.spring.security.Access.VIEWER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which call needs what, in one table. A call that is not in it is refused to everybody: a new handler without a line here
 * cannot be reached.
 *
 * <p>Whoever can make this server call an address of his choice could look around in its network, and whoever can move a
 * registry's address could collect its password: both are for administrators. Tests and browsing use stored secrets
 * against stored addresses, which operators may.
 */
final class Permissions {
    /** They change nothing, and are no {@code GET} because what is asked does not fit into an address. */
    private static final Set<String> QUESTIONS = Set.of(
            "POST /cron/preview",
            "POST /filters/test",
            "POST /quick-sync/preview",
            "POST /quick-sync/script",
            "POST /tasks/preview");

    private final List<Rule> rules = new ArrayList<>();
    private final PathPatternParser parser = new PathPatternParser();

    /**
     * One line of the table.
     *
     * @param isChange whether something is different afterwards
     */
    record Rule(String method, PathPattern pattern, Access access, boolean isChange) {}

    /** A line that matched, and what the path holds. */
    record Match(Rule rule, Map<String, String> variables) {}

    Permissions(String basePath, String apiPath, boolean openMetrics) {
        allow(basePath, OPEN, "GET /health");
        allow(basePath, openMetrics ? OPEN : VIEWER, "GET /metrics");
        allow(apiPath, OPEN, "GET /health", "POST /auth/login");
        allow(apiPath, OWN, "GET /auth/me", "POST /auth/logout", "POST /auth/password");
        allow(
                apiPath,
                VIEWER,
                "GET /about",
                "GET /dashboard",
                "GET /dashboard/events",
                "GET /diff",
                "GET /executions",
                "GET /executions/{id}",
                "GET /executions/{id}/events",
                "GET /executions/{id}/log",
                "GET /executions/{id}/throughput",
                "GET /executions/{id}/units",
                "GET /executions/{id}/units/{unit}/images",
                "GET /notifications/channels",
                "GET /notifications/channels/types",
                "GET /notifications/channels/{id}",
                "GET /notifications/deliveries",
                "GET /openapi.json",
                "GET /registries",
                "GET /registries/types",
                "GET /registries/{id}",
                "GET /tasks",
                "GET /tasks/export",
                "GET /tasks/{id}",
                "GET /sessions",
                "DELETE /sessions",
                "DELETE /sessions/{id}",
                "GET /tokens",
                "POST /cron/preview",
                "POST /tokens",
                "DELETE /tokens/{id}");
        allow(
                apiPath,
                OPERATOR,
                "POST /executions/{id}/retry",
                "POST /executions/{id}/stop",
                "POST /filters/test",
                "POST /notifications/channels/{id}/test",
                "POST /quick-sync",
                "POST /quick-sync/preview",
                "POST /quick-sync/script",
                "GET /registries/{id}/manifest",
                "GET /registries/{id}/projects",
                "GET /registries/{id}/repositories",
                "GET /registries/{id}/tags",
                "POST /registries/{id}/test",
                "POST /tasks",
                "POST /tasks/preview",
                "PUT /tasks/{id}",
                "PATCH /tasks/{id}",
                "DELETE /tasks/{id}",
                "POST /tasks/{id}/clone",
                "POST /tasks/{id}/run",
                "POST /tasks/{id}/stop");
        allow(
                apiPath,
                ADMIN,
                "GET /audit",
                "POST /backup",
                "GET /login-history",
                "POST /notifications/channels",
                "POST /notifications/channels/test",
                "PUT /notifications/channels/{id}",
                "PATCH /notifications/channels/{id}",
                "DELETE /notifications/channels/{id}",
                "POST /registries",
                "POST /registries/test",
                "PUT /registries/{id}",
                "PATCH /registries/{id}",
                "DELETE /registries/{id}",
                "GET /settings",
                "PUT /settings",
                // What is imported may bring registries.
                "POST /tasks/import",
                "GET /users",
                "POST /users",
                "GET /users/{id}",
                "PUT /users/{id}",
                "DELETE /users/{id}",
                "PUT /users/{id}/password",
                "PUT /users/{id}/role");
    }

    private void allow(String prefix, Access access, String... calls) {
        for (String call : calls) {
            int space = call.indexOf(' ');
            String method = call.substring(0, space);
            PathPattern pattern = parser.parse(prefix + call.substring(space + 1));
            rules.add(new Rule(method, pattern, access, !method.equals("GET") && !QUESTIONS.contains(call)));
        }
    }

    /** The line for a call, the most specific where several match. A call for the headers alone is one for the content. */
    Optional<Match> find(String method, PathContainer path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        return rules.stream()
                .filter(rule -> rule.method().equals(wanted) && rule.pattern().matches(path))
                .min((one, other) -> PathPattern.SPECIFICITY_COMPARATOR.compare(one.pattern(), other.pattern()))
                .map(rule -> new Match(rule, variables(rule, path)));
    }

    private static Map<String, String> variables(Rule rule, PathContainer path) {
        PathPattern.PathMatchInfo match = rule.pattern().matchAndExtract(path);
        return match == null ? Map.of() : match.getUriVariables();
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }
}
