package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.host.Hosts;
import io.registrysync.spring.ApiDescription;
import io.registrysync.store.AuditStore;
import io.registrysync.store.Page;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import io.registrysync.store.User.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthTest {
    private static final String API = "/api/v1";
    private static final String PASSWORD = "good-password";

    private ConfigurableApplicationContext host;
    private Store store;
    private String address;
    private Path data;
    private String hash;

    @BeforeAll
    void start(@TempDir Path folder) {
        data = folder;
        host = new SpringApplicationBuilder(Hosts.NoChain.class)
                .run(
                        "--server.port=0",
                        "--registry-sync.data=" + data,
                        "--registry-sync.security.admin-password=first-password");
        address = "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
        store = host.getBean(Store.class);
        hash = host.getBean(Passwords.class).hash(PASSWORD, "");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void demands_a_new_password_before_anything_else() {
        Browser admin = new Browser(address);
        assertThat(admin.signIn("admin", "first-password", false).statusCode()).isEqualTo(200);
        assertThat(admin.get(API + "/auth/me").body()).contains("\"mustChangePassword\":true");
        assertThat(admin.get(API + "/registries"))
                .returns(403, HttpResponse::statusCode)
                .satisfies(answer -> assertThat(answer.body()).contains("password_change_required"));
        assertThat(changed(admin, "first-password", "short").statusCode()).isEqualTo(400);
        assertThat(changed(admin, "wrong-password", "second-password").body()).contains("password_wrong");
        assertThat(changed(admin, "first-password", "second-password").statusCode())
                .isEqualTo(204);
        assertThat(admin.get(API + "/registries").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> changed(Browser browser, String current, String next) {
        return browser.send("POST", API + "/auth/password", String.format(Locale.ROOT, """
                {"currentPassword": "%s", "newPassword": "%s"}""", current, next));
    }

    @Test
    void answers_the_same_for_a_wrong_password_and_a_user_who_does_not_exist() {
        user("same", Role.VIEWER);
        HttpResponse<String> wrong = new Browser(address).signIn("same", "wrong-password", false);
        HttpResponse<String> unknown = new Browser(address).signIn("nobody", "wrong-password", false);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void refuses_every_change_that_a_page_of_somebody_else_sends() {
        Browser admin = signedIn("forged", Role.ADMIN);
        ApiDescription.parse(admin.get(API + "/openapi.json").body()).operations().stream()
                .filter(call -> !call.method().equals("GET"))
                .forEach(call -> {
                    HttpResponse<String> answer = admin.sendForged(call.method(), call.pathTo(999_999), "{}");
                    assertThat(answer.statusCode()).as(call.toString()).isEqualTo(403);
                    assertThat(answer.body()).as(call.toString()).contains("\"csrf\"");
                    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                            .as(call.toString())
                            .startsWith("application/problem+json");
                });
        assertThat(admin.get(API + "/auth/me").statusCode()).isEqualTo(200);
    }

    @Test
    void says_with_every_answer_what_browsers_may_do() {
        Browser viewer = signedIn("headers", Role.VIEWER);
        Map<String, Integer> answers =
                Map.of("/auth/me", 200, "/users", 403, "/nothing", 404, "/tokens?all=maybe", 400, "/users;x=1", 400);
        answers.forEach((path, status) -> assertThat(viewer.get(API + path))
                .as(path)
                .returns(status, HttpResponse::statusCode)
                .satisfies(AuthTest::isGuarded));
        assertThat(new Browser(address).get(API + "/tasks"))
                .returns(401, HttpResponse::statusCode)
                .satisfies(AuthTest::isGuarded);
        assertThat(new Browser(address).get("/assets/none.js"))
                .returns(404, HttpResponse::statusCode)
                .satisfies(answer -> assertThat(answer.headers().firstValue("Content-Security-Policy"))
                        .isPresent());
    }

    private static void isGuarded(HttpResponse<String> answer) {
        assertThat(answer.headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsKeys("permissions-policy", "content-security-policy")
                .doesNotContainKeys("www-authenticate", "access-control-allow-origin");
        assertThat(answer.headers().allValues("content-security-policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void begins_a_session_that_the_browser_did_not_bring() {
        user("fixed", Role.VIEWER);
        Browser browser = new Browser(address);
        browser.cookies.put(SessionCookies.SESSION, "planted");
        browser.get(API + "/auth/me");
        String csrf = browser.cookies.get("registry_sync_csrf");
        HttpResponse<String> answer = browser.signIn("fixed", PASSWORD, false);
        String first = String.valueOf(browser.cookies.get(SessionCookies.SESSION));
        assertThat(first).isNotEqualTo("planted").hasSizeGreaterThan(40);
        assertThat(browser.cookies.get("registry_sync_csrf")).isNotEqualTo(csrf);
        assertThat(browser.cookies).doesNotContainKeys("JSESSIONID", SessionCookies.REMEMBER);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(line -> line.startsWith(SessionCookies.SESSION))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax", "Path=/");
        browser.signIn("fixed", PASSWORD, false);
        assertThat(browser.get(API + "/auth/me").statusCode()).isEqualTo(200);
        browser.cookies.put(SessionCookies.SESSION, first);
        assertThat(browser.get(API + "/auth/me").statusCode()).isEqualTo(401);
    }

    @Test
    void ends_a_session_on_the_server() {
        Browser browser = signedIn("leaving", Role.VIEWER);
        String session = String.valueOf(browser.cookies.get(SessionCookies.SESSION));
        assertThat(browser.send("POST", API + "/auth/logout", "").statusCode()).isEqualTo(204);
        assertThat(browser.cookies).doesNotContainKey(SessionCookies.SESSION);
        browser.cookies.put(SessionCookies.SESSION, session);
        assertThat(browser.get(API + "/auth/me").statusCode()).isEqualTo(401);
    }

    @Test
    void lets_a_session_end_that_only_its_page_uses() throws SQLException {
        Browser browser = signedIn("away", Role.VIEWER);
        Instant before = lastSeenLongAgo();

        browser.headers.put("X-Unattended", "1");
        assertThat(browser.get(API + "/dashboard").statusCode()).isEqualTo(200);
        assertThat(seen("away")).isEqualTo(before);

        browser.headers.clear();
        assertThat(browser.get(API + "/dashboard").statusCode()).isEqualTo(200);
        assertThat(seen("away")).isAfter(before);
    }

    private Instant seen(String username) {
        return store.sessions()
                .list(store.users().named(username).orElseThrow().id())
                .get(0)
                .seenAt();
    }

    private Instant lastSeenLongAgo() throws SQLException {
        Instant then = Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MILLIS);
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry-sync.db"));
                PreparedStatement change = database.prepareStatement("UPDATE sync_session SET seen_at = ?")) {
            change.setLong(1, then.toEpochMilli());
            change.executeUpdate();
        }
        return then;
    }

    @Test
    void remembers_a_browser_until_what_it_is_remembered_by_is_used_twice() {
        user("remembered", Role.VIEWER);
        Browser browser = new Browser(address);
        browser.signIn("remembered", PASSWORD, true);
        String stolen = String.valueOf(browser.cookies.get(SessionCookies.REMEMBER));
        for (int i = 0; i < 2; i++) {
            browser.cookies.remove(SessionCookies.SESSION);
            assertThat(browser.get(API + "/auth/me").statusCode()).isEqualTo(200);
            assertThat(browser.cookies).containsKey(SessionCookies.SESSION);
        }
        assertThat(browser.cookies.get(SessionCookies.REMEMBER)).isNotEqualTo(stolen);

        Browser thief = new Browser(address);
        thief.cookies.put(SessionCookies.REMEMBER, stolen);
        assertThat(thief.get(API + "/auth/me").statusCode()).isEqualTo(401);
        assertThat(browser.get(API + "/auth/me").statusCode()).isEqualTo(401);
        assertThat(audited("session.stolen", "remembered")).isEqualTo(1);
    }

    @Test
    void lets_programs_in_with_tokens_that_are_shown_once() {
        Browser operator = signedIn("program", Role.OPERATOR);
        HttpResponse<String> created = operator.send("POST", API + "/tokens", """
                {"name": "ci", "role": "VIEWER"}""");
        assertThat(created.statusCode()).isEqualTo(201);
        String token = found("\"token\":\"(rs_[^\"]+)\"", created.body());
        String id = found("\"id\":(\\d+)", created.body());
        assertThat(operator.get(API + "/tokens").body())
                .contains("\"ci\"")
                .doesNotContain(token, RandomToken.hash(token));

        Browser program = Browser.withToken(address, token);
        assertThat(program.get(API + "/auth/me").body()).contains("\"role\":\"VIEWER\"", "\"proof\":\"TOKEN\"");
        assertThat(program.cookies).isEmpty();
        assertThat(program.get(API + "/users").statusCode()).isEqualTo(403);
        assertThat(program.send("POST", API + "/tokens", "{\"name\": \"more\"}").body())
                .contains("session_required");
        assertThat(changed(program, PASSWORD, "other-password").statusCode()).isEqualTo(403);
        assertThat(operator.send("POST", API + "/tokens", "{\"name\": \"x\", \"role\": \"ADMIN\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(signedIn("other", Role.OPERATOR)
                        .send("DELETE", API + "/tokens/" + id, "")
                        .statusCode())
                .isEqualTo(404);
        // A page of somebody else rides on cookies, whatever header it sends beside them.
        program.cookies.putAll(operator.cookies);
        assertThat(program.sendForged("DELETE", API + "/sessions", "").body()).contains("\"csrf\"");
        program.cookies.clear();
        assertThat(operator.send("DELETE", API + "/tokens/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(program.get(API + "/auth/me").body()).contains("token_invalid");
    }

    @Test
    void is_not_fooled_by_paths() {
        Browser viewer = signedIn("tricky", Role.VIEWER);
        for (String path : List.of(
                "/api/v1/users;x=1",
                "/api/v1;x/users",
                "/api/v1//users",
                "//api/v1/users",
                "/api//v1/users",
                "/api/v1/%75sers",
                "/%61pi/v1/users",
                "/api/v1/users/",
                "/api/v1/./users",
                "/api/v1/tasks/../users",
                "/api/v1/%2e/users",
                "/api/v1/tasks/%2e%2e/users",
                "/api/v1/users%2f",
                "/api%2fv1/users",
                "/api/v1/users.json",
                "/api/v1/users%20",
                "/api/v1/users%00",
                "/api/v1/users%0a",
                "/API/V1/USERS",
                "/assets/../api/v1/users",
                "/assets/%2e%2e/api/v1/users")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "TRACE")) {
                HttpResponse<String> answer = viewer.send(method, path, "");
                assertThat(answer.statusCode()).as(method + " " + path).isGreaterThanOrEqualTo(300);
                assertThat(answer.body()).as(method + " " + path).doesNotContain("displayName");
            }
        }
        assertThat(viewer.send("HEAD", API + "/users", "").statusCode()).isEqualTo(403);
        assertThat(viewer.send("HEAD", API + "/auth/me", "").statusCode()).isEqualTo(200);
        assertThat(viewer.send("OPTIONS", API + "/auth/me", "").statusCode()).isEqualTo(404);
    }

    @Test
    void shows_sessions_and_ends_them() {
        Browser one = signedIn("double", Role.VIEWER);
        Browser two = new Browser(address);
        two.signIn("double", PASSWORD, false);
        Browser stranger = signedIn("stranger", Role.VIEWER);
        Browser admin = signedIn("boss", Role.ADMIN);
        long user = store.users().named("double").orElseThrow().id();
        List<Long> ids = store.sessions().list(user).stream()
                .map(session -> session.id())
                .toList();
        assertThat(ids).hasSize(2);
        assertThat(one.get(API + "/sessions").body())
                .contains("\"id\":" + ids.get(0), "\"current\":true", "\"current\":false");
        assertThat(stranger.send("DELETE", API + "/sessions/" + ids.get(0), "").statusCode())
                .isEqualTo(404);
        assertThat(stranger.get(API + "/sessions?all=true").statusCode()).isEqualTo(403);
        assertThat(admin.get(API + "/sessions?all=true").body()).contains("\"id\":" + ids.get(1));
        assertThat(admin.send("DELETE", API + "/sessions/" + ids.get(1), "").statusCode())
                .isEqualTo(204);
        assertThat(two.get(API + "/auth/me").statusCode()).isEqualTo(401);
        two.signIn("double", PASSWORD, false);
        assertThat(one.send("DELETE", API + "/sessions", "").statusCode()).isEqualTo(204);
        assertThat(two.get(API + "/auth/me").statusCode()).isEqualTo(401);
        assertThat(one.get(API + "/auth/me").statusCode()).isEqualTo(200);
    }

    @Test
    void manages_users_and_notes_what_was_done() {
        Browser admin = signedIn("chief", Role.ADMIN);
        HttpResponse<String> created = admin.send("POST", API + "/users", """
                {"username": "newcomer", "role": "VIEWER", "password": "canary-password"}""");
        assertThat(created.statusCode()).isEqualTo(201);
        String user = API + "/users/" + found("\"id\":(\\d+)", created.body());
        Browser newcomer = new Browser(address);
        newcomer.signIn("newcomer", "canary-password", false);
        assertThat(newcomer.get(API + "/tasks").body()).contains("password_change_required");
        assertThat(changed(newcomer, "canary-password", "canary-password-2").statusCode())
                .isEqualTo(204);

        assertThat(admin.send("PUT", user, """
                {"version": 2, "username": "newcomer", "role": "ADMIN"}"""))
                .returns(400, HttpResponse::statusCode)
                .satisfies(answer -> assertThat(answer.body()).contains("unknown property role"));
        assertThat(admin.send("PUT", user + "/role", "{\"version\": 1, \"role\": \"OPERATOR\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(admin.send("PUT", user + "/role", "{\"version\": 2, \"role\": \"OPERATOR\"}")
                        .body())
                .contains("\"role\":\"OPERATOR\"", "\"version\":3");
        assertThat(newcomer.get(API + "/auth/me").statusCode()).isEqualTo(401);
        newcomer.signIn("newcomer", "canary-password-2", false);
        assertThat(newcomer.get(API + "/users").statusCode()).isEqualTo(403);
        assertThat(admin.send("PUT", user, """
                {"version": 3, "username": "newcomer", "active": false}""").statusCode()).isEqualTo(200);
        assertThat(newcomer.get(API + "/auth/me").statusCode()).isEqualTo(401);
        assertThat(admin.send("PUT", user + "/password", "{\"password\": \"canary-password-3\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(admin.send("DELETE", user, "").statusCode()).isEqualTo(204);
        assertThat(admin.get(user).statusCode()).isEqualTo(404);

        for (String action :
                List.of("users.create", "users.update", "users.role", "users.password", "users.delete", "auth.login")) {
            assertThat(audited(action, "chief")).as(action).isPositive();
        }
        assertThat(audited("users.read", "newcomer")).isEqualTo(1);
        // A question changes nothing, although it is a POST.
        assertThat(admin.send("POST", API + "/cron/preview", "{\"cron\": \"0 2 * * *\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(audited("cron", "chief")).isZero();
        assertThat(admin.get(API + "/audit?actor=chief&action=users.role&outcome=DONE")
                        .body())
                .contains("newcomer: VIEWER → OPERATOR", "\"total\":1");
        assertThat(admin.get(API + "/audit?size=200").body()).doesNotContain("canary");
        assertThat(admin.get(API + "/login-history?size=200").body())
                .contains("\"username\":\"newcomer\"")
                .doesNotContain("canary");
        assertThat(admin.get(API + "/audit?size=201").statusCode()).isEqualTo(400);
    }

    private long audited(String action, String actor) {
        AuditStore.Filter filter =
                new AuditStore.Filter(actor, action, "", Optional.empty(), Optional.empty(), Optional.empty());
        return store.audit().list(filter, new Page.Slice(0, 1)).total();
    }

    private void user(String name, Role role) {
        store.users().add(new User.Entry(name, "", "", role, true), hash, false);
    }

    private Browser signedIn(String name, Role role) {
        user(name, role);
        Browser browser = new Browser(address);
        assertThat(browser.signIn(name, PASSWORD, false).statusCode()).isEqualTo(200);
        return browser;
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
