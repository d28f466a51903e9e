package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.host.Hosts;
import io.registrysync.spec.SyncSpec;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import io.registrysync.store.User.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A stream ends with what let its reader in. What ends it is done in the store, as another node would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamEndTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PASSWORD = "good-password";

    private ConfigurableApplicationContext host;
    private Store store;
    private String address;
    private String hash;
    private List<String> streams = List.of();

    @BeforeAll
    void start(@TempDir Path data) {
        host = new SpringApplicationBuilder(Hosts.NoChain.class)
                .run(
                        "--server.port=0",
                        "--registry-sync.data=" + data,
                        "--registry-sync.scheduler.enabled=false",
                        "--registry-sync.security.admin-password=first-password");
        address = "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
        store = host.getBean(Store.class);
        hash = host.getBean(Passwords.class).hash(PASSWORD, "");
        store.registries().add(RegistryEntry.at("dst", "127.0.0.1:1"), SecretChange.keep());
        SyncSpec spec = SyncSpec.parse(
                "test",
                "name: waits\nsource: {images: [127.0.0.1:1/app:1]}\ntarget: {registry: dst, project: mirror}\n");
        // Nobody works on it here, so that it goes on for ever.
        long execution = host.getBean(io.registrysync.engine.SyncEngine.class).run(spec, "test");
        streams = List.of("/api/v1/dashboard/events", "/api/v1/executions/" + execution + "/events");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void ends_with_the_session_and_no_other() throws Exception {
        long user = user("killed");
        Browser killed = signedIn("killed");
        List<CompletableFuture<Boolean>> ended = watched("Cookie", cookie(killed));
        long session = store.sessions().list(user).get(0).id();
        List<CompletableFuture<Boolean>> others = watched("Cookie", cookie(signedIn("killed")));
        store.sessions().end(session);
        assertEnded(ended);
        assertThat(others).noneMatch(CompletableFuture::isDone);
        store.sessions().endAll(user, 0);
        assertEnded(others);
    }

    @Test
    void ends_when_the_user_is_switched_off() throws Exception {
        long user = user("disabled");
        List<CompletableFuture<Boolean>> ended = watched("Cookie", cookie(signedIn("disabled")));
        ended.addAll(watched("Authorization", "Bearer " + token(user, Optional.empty())));
        User.Entry entry = store.users().get(user).entry();
        store.users().update(user, 1, new User.Entry(entry.username(), "", "", entry.role(), false));
        assertEnded(ended);
    }

    @Test
    void ends_when_the_role_or_the_password_changes() throws Exception {
        Browser admin = new Browser(address);
        user("chief", Role.ADMIN);
        admin.signIn("chief", PASSWORD, false);
        long other = user("other");
        List<CompletableFuture<Boolean>> ended = watched("Cookie", cookie(signedIn("other")));
        assertThat(admin.send("PUT", "/api/v1/users/" + other + "/role", "{\"version\": 1, \"role\": \"OPERATOR\"}")
                        .statusCode())
                .isEqualTo(200);
        assertEnded(ended);
        ended = watched("Cookie", cookie(signedIn("other")));
        ended.addAll(watched("Authorization", "Bearer " + token(other, Optional.empty())));
        assertThat(admin.send(
                                "PUT",
                                "/api/v1/users/" + other + "/password",
                                String.format(Locale.ROOT, "{\"password\": \"%s\"}", "another-password"))
                        .statusCode())
                .isEqualTo(204);
        assertEnded(ended);
    }

    @Test
    void ends_with_the_token() throws Exception {
        long user = user("program");
        List<CompletableFuture<Boolean>> ended = watched("Authorization", "Bearer " + token(user, Optional.empty()));
        store.tokens().delete(store.tokens().list(user).get(0).id());
        assertEnded(ended);
        assertEnded(watched(
                "Authorization",
                "Bearer " + token(user, Optional.of(Instant.now().plusSeconds(3)))));
    }

    private long user(String name) {
        return user(name, Role.VIEWER);
    }

    private long user(String name, Role role) {
        return store.users().add(new User.Entry(name, "", "", role, true), hash, false);
    }

    private Browser signedIn(String name) {
        Browser browser = new Browser(address);
        assertThat(browser.signIn(name, PASSWORD, false).statusCode()).isEqualTo(200);
        return browser;
    }

    private static String cookie(Browser browser) {
        return SessionCookies.SESSION + "=" + browser.cookies.get(SessionCookies.SESSION);
    }

    private String token(long user, Optional<Instant> end) {
        String token = RandomToken.API_PREFIX + RandomToken.text();
        store.tokens().add(user, "test", RandomToken.hash(token), Role.VIEWER, end);
        return token;
    }

    /** Each stream there is; what this returns is done when they are over. */
    private List<CompletableFuture<Boolean>> watched(String header, String value) throws Exception {
        List<CompletableFuture<Boolean>> ended = new ArrayList<>();
        for (String stream : streams) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + stream))
                    .header(header, value)
                    .build();
            HttpResponse<InputStream> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).as(stream).isEqualTo(200);
            ended.add(CompletableFuture.supplyAsync(() -> isOver(answer), work -> {
                Thread reader = new Thread(work);
                reader.setDaemon(true);
                reader.start();
            }));
        }
        return ended;
    }

    private static boolean isOver(HttpResponse<InputStream> answer) {
        try (InputStream in = answer.body()) {
            in.readAllBytes();
        } catch (IOException cut) {
            return true;
        }
        return true;
    }

    private static void assertEnded(List<CompletableFuture<Boolean>> streams) throws Exception {
        for (CompletableFuture<Boolean> stream : streams) {
            assertThat(stream.get(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
