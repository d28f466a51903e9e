package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Certificates;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.sync.Sync;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProxyTest {
    /** proxyuser:canary */
    private static final String PROXY_AUTHORIZATION = "Basic cHJveHl1c2VyOmNhbmFyeQ==";

    @Test
    void copies_through_an_http_proxy_with_a_login_and_shows_the_login_to_the_proxy_only() throws IOException {
        try (TestProxy proxy = TestProxy.http(PROXY_AUTHORIZATION);
                StrictRegistry from = StrictRegistry.start();
                StrictRegistry to = StrictRegistry.builder()
                        .access(Access.basic().user("robot", "secret", Rights.PUSH))
                        .start();
                Registry source =
                        Registry.at(from.host()).proxy(httpAddress(proxy)).open();
                Registry target = Registry.at(to.host())
                        .proxy(httpAddress(proxy))
                        .credentials(Credentials.basic("robot", "secret"))
                        .open()) {
            copy(from, source, target);

            assertThat(to.tags("app")).containsExactly("1");
            assertThat(proxy.requests()).anyMatch(line -> line.startsWith("PUT http://" + to.host() + "/v2/app/"));
            assertThat(from.traffic().saw("canary")).isFalse();
            assertThat(to.traffic().saw("canary")).isFalse();
            assertThat(from.traffic()
                            .requests(e -> e.header("Proxy-Authorization").isPresent()))
                    .isEmpty();
        }
    }

    @Test
    void tunnels_tls_through_an_http_proxy(@TempDir Path folder) throws IOException {
        Path authority = Files.writeString(folder.resolve("ca.pem"), Certificates.caPem());
        try (TestProxy proxy = TestProxy.http(PROXY_AUTHORIZATION);
                StrictRegistry from = StrictRegistry.start();
                StrictRegistry to = StrictRegistry.builder().tls().start();
                Registry source = Registry.at(from.host()).open();
                Registry target = Registry.at(to.host())
                        .authority(authority)
                        .proxy(httpAddress(proxy))
                        .open()) {
            copy(from, source, target);

            assertThat(to.tags("app")).containsExactly("1");
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.startsWith("CONNECT " + to.host()));
        }
    }

    @Test
    void copies_through_a_socks_proxy() throws IOException {
        try (TestProxy proxy = TestProxy.socks();
                StrictRegistry from = StrictRegistry.start();
                StrictRegistry to = StrictRegistry.start();
                Registry source = Registry.at(from.host()).open();
                Registry target = Registry.at(to.host())
                        .proxy(URI.create("socks5://127.0.0.1:" + proxy.port()))
                        .open()) {
            copy(from, source, target);

            assertThat(to.tags("app")).containsExactly("1");
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.equals("SOCKS " + to.host()));
        }
    }

    private static void copy(StrictRegistry from, Registry source, Registry target) {
        from.seed("app", "1", Images.single(1).layers(100_000, 50_000).build());
        assertThat(Sync.from(source.repository("app"))
                        .tags("1")
                        .to(target.repository("app"))
                        .run()
                        .failures())
                .isEmpty();
    }

    private static URI httpAddress(TestProxy proxy) {
        return URI.create("http://proxyuser:canary@127.0.0.1:" + proxy.port());
    }
}
