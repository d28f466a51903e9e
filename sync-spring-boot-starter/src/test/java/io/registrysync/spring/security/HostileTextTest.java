package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.StrictRegistry;
import io.registrysync.host.Hosts;
import io.registrysync.spring.ApiDescription;
import io.registrysync.spring.ApiDescription.Operation;
import io.registrysync.spring.ApiDescription.Parameter;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** Each hostile text in each field and each parameter of each call, one at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTextTest {
    private static final String PASSWORD = "first-password";
    private static final long NOBODY = 999_999;
    /** What these do is said in words of their own, and not as it was sent. */
    private static final List<String> JUDGING = List.of("/test", "/preview");
    /** Hundreds of passwords are hashed here: each would take a quarter of a second. */
    private static final Passwords QUICK = new Passwords(8, 4);

    private final StrictRegistry registry = StrictRegistry.start();
    private final HostileJudge judge = new HostileJudge();
    /** What is there to be changed, by the beginnings of paths. */
    private final Map<String, Long> ids = new TreeMap<>();
    /** By the paths of what is there. */
    private final Map<String, Integer> versions = new TreeMap<>();

    private ConfigurableApplicationContext host;
    private Store store;
    private Browser admin;
    private String address;
    private String hash;
    private ServerSocket canary;
    private Path made;
    private Path log;
    private List<String> texts;
    private ExampleBodies bodies;
    private ApiDescription description;

    static class QuickPasswords {
        @Bean
        static BeanPostProcessor quickPasswords() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof Passwords ? QUICK : bean;
                }
            };
        }
    }

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        log = data.resolve("server.log");
        made = data.resolve("made");
        canary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        texts = HostileTexts.all("127.0.0.1:" + canary.getLocalPort(), made.toString());
        bodies = ExampleBodies.read(Map.of("REGISTRY", registry.host(), "PASSWORD", PASSWORD));
        host = new SpringApplicationBuilder(Hosts.NoChain.class, QuickPasswords.class)
                .run(
                        "--server.port=0",
                        "--logging.file.name=" + log,
                        "--registry-sync.data=" + data,
                        // Nothing is copied: what counts is what is said.
                        "--registry-sync.scheduler.enabled=false",
                        "--registry-sync.security.max-login-attempts=100000",
                        "--registry-sync.security.admin-password=" + PASSWORD);
        address = "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
        store = host.getBean(Store.class);
        hash = QUICK.hash(PASSWORD, "");
        resetPassword();
        for (String name : List.of("src", "dst")) {
            store.registries().add(RegistryEntry.at(name, registry.uri().toString()), SecretChange.keep());
        }
        admin = new Browser(address);
        assertThat(admin.signIn("admin", PASSWORD, false).statusCode()).isEqualTo(200);
        description = ApiDescription.parse(admin.get("/api/v1/openapi.json").body());
        for (String things : List.of("registries", "tasks", "notifications/channels", "users")) {
            String path = "/api/v1/" + things;
            HttpResponse<String> added = admin.send("POST", path, bodies.fresh("POST " + path, 0));
            assertThat(added.statusCode()).as(path + ": " + added.body()).isEqualTo(201);
            ids.put(path + "/", json(added).get("id").asLong());
        }
    }

    private void resetPassword() {
        store.users().setPassword(store.users().named("admin").orElseThrow().id(), hash, false);
    }

    @AfterAll
    void stop() throws IOException {
        host.close();
        canary.close();
        registry.close();
    }

    @Test
    void knows_every_text_of_every_body() {
        for (Operation call : description.operations()) {
            assertThat(description.texts(call))
                    .as(call.call())
                    .noneMatch(pointer -> bodies.of(call.call()).at(pointer).isMissingNode());
        }
    }

    @Test
    void keeps_refuses_and_survives_every_text() throws IOException {
        int sent = 0;
        for (Operation call : description.operations()) {
            sent += inBody(call) + inParameters(call);
        }
        assertThat(judge.wrong()).as(judge.wrong().size() + " answers").isEmpty();
        assertThat(sent).isGreaterThan(5_000);
        assertThat(made).doesNotExist();
        assertThat(isCalled()).isFalse();
        assertThat(Files.readString(log))
                .as("the log")
                .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f\\x80-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
                .doesNotContainPattern("(?m)^2026-01-01 ERROR a line that nobody wrote");
        assertThat(admin.get("/health").body()).contains("\"UP\"").doesNotContain("DOWN");
        assertThat(new Browser(address).signIn("admin", PASSWORD, false).statusCode())
                .isEqualTo(200);
        for (String list :
                List.of("registries", "tasks", "users", "executions", "notifications/channels", "audit?size=200")) {
            HttpResponse<String> answer = admin.get("/api/v1/" + list);
            assertThat(answer.statusCode()).as(list + ": " + answer.body()).isEqualTo(200);
        }
    }

    private boolean isCalled() throws IOException {
        canary.setSoTimeout(1);
        try {
            canary.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private int inBody(Operation call) {
        int sent = 0;
        for (String pointer : bodies.pointers(call.call())) {
            for (String text : texts) {
                sendInBody(call, pointer, text);
                sent++;
            }
        }
        return sent;
    }

    private void sendInBody(Operation call, String pointer, String text) {
        if (call.path().endsWith("/auth/password")) {
            resetPassword();
        }
        String where = call + " " + pointer;
        HttpResponse<String> answer =
                admin.send(call.method(), path(call), bodies.fresh(call.call(), version(call), pointer, text));
        noteVersion(call, answer);
        judge.look(where, text, answer);
        judge.lookWhetherNamed(where, pointer.replaceAll("(/[0-9]+)?$", "").replaceAll(".*/", ""), text, answer);
        if (JUDGING.stream().noneMatch(call.path()::contains)) {
            judge.lookWhetherKept(where, pointer, text, answer);
        }
    }

    private int version(Operation call) {
        return call.method().equals("PUT") && call.path().contains("{id}")
                ? versions.computeIfAbsent(
                        thing(call),
                        thing -> json(admin.get(thing)).get("version").asInt())
                : 0;
    }

    private void noteVersion(Operation call, HttpResponse<String> answer) {
        if (answer.statusCode() == 200 && versions.containsKey(thing(call))) {
            versions.put(thing(call), json(answer).path("version").asInt());
        } else if (answer.statusCode() == 204) {
            versions.remove(thing(call));
        }
    }

    /** What a call changes. */
    private String thing(Operation call) {
        return path(call).replaceAll("/(role|password)$", "");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return ExampleBodies.JSON.readTree(answer.body());
    }

    /** To what is there; but nothing that is there is deleted. */
    private String path(Operation call) {
        return call.pathTo(ids.entrySet().stream()
                .filter(each -> call.path().startsWith(each.getKey()))
                .filter(each -> !call.method().equals("DELETE"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NOBODY));
    }

    private int inParameters(Operation call) {
        int sent = 0;
        for (Parameter parameter : call.parameters()) {
            for (String text : texts) {
                // The container itself ends what no address is long enough for.
                String cut = text.substring(0, Math.min(500, text.length()));
                String address = HostileAddress.of(call, path(call), parameter, cut);
                String body = call.body().isPresent() ? bodies.fresh(call.call(), 1) : "";
                HttpResponse<String> answer = admin.send(call.method(), address, body);
                boolean isInPath = parameter.in().equals("path");
                String where = call + (isInPath ? " {" : " ?") + parameter.name();
                judge.look(where, cut, answer);
                if (!isInPath) {
                    judge.lookWhetherNamed(where, parameter.name(), cut, answer);
                }
                sent++;
            }
        }
        return sent;
    }
}
