package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.host.Hosts;
import io.registrysync.spring.ApiDescription;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** All calls that are described, made by everybody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> REFUSALS = List.of(
            "\"not_signed_in\"", "\"role_required\"", "\"password_change_required\"", "\"csrf\"", "\"not_guarded\"");
    /** What is for machines around us, and answered without a handler. */
    private static final List<String> UNDESCRIBED = List.of("GET /api/v1/health", "GET /health", "GET /metrics");

    private final Permissions permissions = new Permissions("", "/api/v1", false);
    private final List<Caller> callers = new ArrayList<>();
    private List<Call> calls = List.of();
    private ConfigurableApplicationContext host;
    private String address;

    /** A call as it is described. */
    private record Call(String method, String pattern) {
        String path() {
            return pattern.replaceAll("\\{[^}]+}", "999999");
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    /**
     * Somebody with a token.
     *
     * @param role what he may do with it, and nobody who has to change the password first
     */
    private record Caller(String name, String token, Optional<User.Role> role) {
        boolean may(Access needed) {
            return role.map(needed::allows).orElse(needed == Access.OPEN || needed == Access.OWN);
        }
    }

    @BeforeAll
    void start(@TempDir Path data) {
        host = new SpringApplicationBuilder(Hosts.NoChain.class)
                .run(
                        "--server.port=0",
                        "--registry-sync.data=" + data,
                        "--registry-sync.security.admin-password=first-password");
        address = "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
        Store store = host.getBean(Store.class);
        for (User.Role role : User.Role.values()) {
            long id = store.users().add(new User.Entry("user-" + role, "", "", role, true), "none", false);
            for (User.Role scope : User.Role.values()) {
                // A token never makes more of its user.
                User.Role less = role.compareTo(scope) > 0 ? role : scope;
                callers.add(new Caller(role + " with a token for " + scope, token(id, scope), Optional.of(less)));
            }
        }
        long fresh = store.users().add(new User.Entry("fresh", "", "", User.Role.ADMIN, true), "none", true);
        callers.add(new Caller("who has to change the password", token(fresh, User.Role.ADMIN), Optional.empty()));
        calls = calls();
    }

    private String token(long user, User.Role scope) {
        String token = RandomToken.API_PREFIX + RandomToken.text();
        host.getBean(Store.class).tokens().add(user, "test", RandomToken.hash(token), scope, Optional.empty());
        return token;
    }

    /** From the description, as an administrator reads it. */
    private List<Call> calls() {
        Browser admin = Browser.withToken(address, callers.get(0).token());
        List<Call> described = new ArrayList<>();
        ApiDescription.parse(admin.get("/api/v1/openapi.json").body())
                .operations()
                .forEach(each -> described.add(new Call(each.method(), each.path())));
        UNDESCRIBED.forEach(each -> described.add(new Call("GET", each.substring(4))));
        return described;
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void describes_every_handler() {
        assertThat(calls)
                .extracting(Call::toString)
                .filteredOn(call -> !UNDESCRIBED.contains(call))
                .hasSizeGreaterThan(60)
                .containsExactlyInAnyOrderElementsOf(handled());
    }

    @Test
    void has_a_line_for_every_call_and_none_for_anything_else() {
        assertThat(permissions.rules())
                .extracting(rule -> rule.method() + " " + rule.pattern().getPatternString())
                .containsExactlyInAnyOrderElementsOf(
                        calls.stream().map(Call::toString).toList());
    }

    @Test
    void lets_everybody_do_what_the_table_says_and_nothing_else() throws InterruptedException {
        for (Call call : calls) {
            Access needed = permissions
                    .find(call.method(), PathContainer.parsePath(call.path()))
                    .orElseThrow()
                    .rule()
                    .access();
            assertThat(isRefused(call, "")).as(call + " by a stranger").isEqualTo(needed != Access.OPEN);
            for (Caller caller : callers) {
                assertThat(isRefused(call, caller.token()))
                        .as(call + " by " + caller.name())
                        .isEqualTo(!caller.may(needed));
            }
        }
    }

    @Test
    void keeps_what_is_dangerous_for_few() {
        assertThat(permissions.rules())
                .filteredOn(rule -> rule.access() == Access.OPEN)
                .extracting(rule -> rule.method() + " " + rule.pattern().getPatternString())
                .containsExactlyInAnyOrder("GET /health", "GET /api/v1/health", "POST /api/v1/auth/login");
        assertThat(permissions.rules())
                .filteredOn(
                        rule -> rule.access() == Access.VIEWER && !rule.method().equals("GET"))
                .extracting(rule -> rule.pattern().getPatternString())
                .allMatch(pattern -> pattern.startsWith("/api/v1/tokens")
                        || pattern.startsWith("/api/v1/sessions")
                        // A question, not a change.
                        || pattern.equals("/api/v1/cron/preview"));
        assertThat(permissions.rules())
                .filteredOn(
                        rule -> rule.pattern().getPatternString().matches("/api/v1/(users|audit|settings|backup).*"))
                .hasSizeGreaterThan(8)
                .allMatch(rule -> rule.access() == Access.ADMIN);
    }

    private Set<String> handled() {
        Set<String> handled = new TreeSet<>();
        host.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (!handler.getBeanType().getPackageName().startsWith("io.registrysync.spring")) {
                        return;
                    }
                    assertThat(mapping.getMethodsCondition().getMethods())
                            .as("methods of " + handler)
                            .isNotEmpty();
                    mapping.getPatternValues()
                            .forEach(pattern -> mapping.getMethodsCondition()
                                    .getMethods()
                                    .forEach(method -> handled.add(method + " " + pattern)));
                });
        return handled;
    }

    /** Whether the call does not reach its handler. One that answers for ever has reached it. */
    private boolean isRefused(Call call, String token) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + call.path()))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .method(call.method(), HttpRequest.BodyPublishers.ofString("{}"));
        if (token.isEmpty()) {
            request.header("Cookie", "registry_sync_csrf=test").header("X-XSRF-TOKEN", "test");
        } else {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 401 && answer.statusCode() != 403) {
                    return false;
                }
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return REFUSALS.stream().anyMatch(text::contains);
            }
        } catch (HttpTimeoutException open) {
            return false;
        } catch (IOException failed) {
            throw new IllegalStateException(call.toString(), failed);
        }
    }
}
