package io.registrysync.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.registrysync.host.Hosts;
import io.registrysync.store.ChannelEntry;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.User;
import io.registrysync.store.User.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What is told of addresses to those who do not choose them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscretionTest {
    private static final String API = "/api/v1";
    private static final String WORDS = "canary of the internal service";

    private ConfigurableApplicationContext host;
    private Store store;
    private HttpServer internal;
    private Browser admin;
    private int closedPort;
    private long speaking;
    private long closed;
    private long nameless;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        internal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        internal.createContext("/", exchange -> {
            byte[] body = ("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"" + WORDS + "\"}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        internal.start();
        host = new SpringApplicationBuilder(Hosts.NoChain.class)
                .run(
                        "--server.port=0",
                        "--registry-sync.data=" + data,
                        "--registry-sync.security.admin-password=first-password");
        store = host.getBean(Store.class);
        admin = program("admin-program", Role.ADMIN);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = free.getLocalPort();
        }
        String speaker = "http://127.0.0.1:" + internal.getAddress().getPort();
        speaking = store.registries().add(RegistryEntry.at("speaking", speaker), SecretChange.keep());
        closed = store.registries()
                .add(RegistryEntry.at("closed", "http://127.0.0.1:" + closedPort), SecretChange.keep());
        nameless = store.registries().add(RegistryEntry.at("nameless", "http://none.invalid"), SecretChange.keep());
    }

    @AfterAll
    void stop() {
        host.close();
        internal.stop(0);
    }

    @Test
    void tells_operators_of_a_test_no_more_than_its_kind() {
        Browser operator = program("tester", Role.OPERATOR);
        assertThat(tested(operator, speaking)).contains("HTTP 403").doesNotContain(WORDS);
        assertThat(tested(operator, closed)).contains("the connection was refused");
        assertThat(tested(operator, nameless)).contains("(DNS)");
        assertThat(tested(admin, speaking)).contains(WORDS);
    }

    private static String tested(Browser who, long registry) {
        HttpResponse<String> answer = who.send("POST", API + "/registries/" + registry + "/test", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void tells_operators_the_same_of_what_they_browse() {
        Browser operator = program("browser", Role.OPERATOR);
        String tags = "/tags?repository=team/app";
        assertThat(operator.get(API + "/registries/" + speaking + tags).body())
                .contains("HTTP 403")
                .doesNotContain(WORDS);
        assertThat(operator.get(API + "/registries/" + closed + tags).body())
                .contains("the connection was refused")
                .doesNotContain("127.0.0.1");
        assertThat(admin.get(API + "/registries/" + speaking + tags).body()).contains(WORDS);
    }

    @Test
    void tells_operators_the_same_of_receivers_of_messages() {
        Browser operator = program("sender", Role.OPERATOR);
        long channel = store.channels()
                .add(
                        new ChannelEntry("speaking", "webhook", Map.of("allowHttp", "true"), true),
                        Map.of(
                                "url",
                                "http://127.0.0.1:" + internal.getAddress().getPort() + "/hook"));
        String test = API + "/notifications/channels/" + channel + "/test";
        assertThat(operator.send("POST", test, "").body())
                .contains("\"REFUSED\"", "HTTP 403")
                .doesNotContain(WORDS);
        assertThat(admin.send("POST", test, "").body()).contains(WORDS);
        assertThat(operator.send("POST", API + "/notifications/channels/" + mail("none.invalid") + "/test", "")
                        .body())
                .contains("(DNS)")
                .doesNotContain("none.invalid");
        assertThat(operator.send("POST", API + "/notifications/channels/" + mail("127.0.0.1") + "/test", "")
                        .body())
                .contains("the connection was refused")
                .doesNotContain("127.0.0.1");
    }

    private long mail(String server) {
        return store.channels()
                .add(
                        new ChannelEntry(
                                "mail to " + server,
                                "email",
                                Map.of(
                                        "host",
                                        server,
                                        "port",
                                        Integer.toString(closedPort),
                                        "from",
                                        "a@example.com",
                                        "to",
                                        "b@example.com"),
                                true),
                        Map.of());
    }

    @Test
    void lets_nobody_test_without_end() {
        Browser operator = program("eager", Role.OPERATOR);
        HttpResponse<String> last = operator.send("POST", API + "/registries/" + closed + "/test", "");
        for (int again = 0; again < 25 && last.statusCode() == 200; again++) {
            last = operator.send("POST", API + "/registries/" + closed + "/test", "");
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.body()).contains("too_many_tests");
        assertThat(last.headers().firstValue("Retry-After")).contains("60");
        assertThat(tested(program("patient", Role.OPERATOR), closed)).isNotEmpty();
        assertThat(tested(admin, closed)).isNotEmpty();
    }

    private Browser program(String name, Role role) {
        long id = store.users().add(new User.Entry(name, "", "", role, true), "none", false);
        String token = RandomToken.API_PREFIX + RandomToken.text();
        store.tokens().add(id, "test", RandomToken.hash(token), role, Optional.empty());
        String address = "http://127.0.0.1:" + host.getEnvironment().getRequiredProperty("local.server.port");
        return Browser.withToken(address, token);
    }
}
