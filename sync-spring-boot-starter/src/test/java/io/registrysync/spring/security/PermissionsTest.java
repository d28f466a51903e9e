package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.host.Hosts;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** All handlers that there are, called by everybody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> REFUSALS =
            List.of("\"not_signed_in\"", "\"role_required\"", "\"token_invalid\"", "\"csrf\"", "\"not_guarded\"");

    private final Permissions permissions = new Permissions("", "/api/v1", false);
    private final Map<String, String> tokens = new java.util.TreeMap<>();
    private ConfigurableApplicationContext host;
    private String address;

    /** A call of a handler. */
    private record Call(String method, String pattern) {
        String path() {
            return pattern.replaceAll("\\{[^}]+}", "999999");
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
            User.Entry entry = new User.Entry("user-" + role, "", "", role, true);
            long id = store.users().add(entry, "none", false);
            String token = RandomToken.API_PREFIX + RandomToken.text();
            store.tokens().add(id, "test", RandomToken.hash(token), role, Optional.empty());
            tokens.put(role.name(), token);
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void knows_every_handler() {
        assertThat(calls())
                .hasSizeGreaterThan(15)
                .allSatisfy(call -> assertThat(permissions.find(call.method(), PathContainer.parsePath(call.path())))
                        .as("a line in the table of Permissions for " + call)
                        .isPresent());
    }

    @Test
    void lets_everybody_do_what_the_table_says_and_nothing_else() throws InterruptedException {
        for (Call call : calls()) {
            Access needed = permissions
                    .find(call.method(), PathContainer.parsePath(call.path()))
                    .orElseThrow()
                    .rule()
                    .access();
            assertThat(isRefused(call, "")).as(call + " by a stranger").isEqualTo(needed != Access.OPEN);
            for (User.Role role : User.Role.values()) {
                assertThat(isRefused(call, String.valueOf(tokens.get(role.name()))))
                        .as(call + " by " + role)
                        .isEqualTo(!needed.allows(role));
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
                .allMatch(pattern -> pattern.startsWith("/api/v1/tokens") || pattern.startsWith("/api/v1/sessions"));
        assertThat(permissions.rules())
                .filteredOn(
                        rule -> rule.pattern().getPatternString().matches("/api/v1/(users|audit|settings|backup).*"))
                .hasSizeGreaterThan(8)
                .allMatch(rule -> rule.access() == Access.ADMIN);
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        host.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (!handler.getBeanType().getPackageName().startsWith("io.registrysync.spring")) {
                        return;
                    }
                    for (String pattern : new TreeSet<>(mapping.getPatternValues())) {
                        assertThat(mapping.getMethodsCondition().getMethods())
                                .as("methods of " + handler)
                                .isNotEmpty();
                        for (RequestMethod method :
                                mapping.getMethodsCondition().getMethods()) {
                            calls.add(new Call(method.name(), pattern));
                        }
                    }
                });
        return calls;
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
