package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Certificates;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is trusted, and when HTTP is spoken without TLS. */
@Timeout(60)
class TlsTest {
    private static final Retries FAST = new Retries(5, Duration.ofMillis(1), Duration.ofMillis(2));

    @TempDir
    private Path folder;

    private Path authority = Path.of("");

    @BeforeEach
    void writeAuthority() throws IOException {
        authority = Files.writeString(folder.resolve("ca.pem"), Certificates.caPem());
    }

    private static RegistryCheck check(StrictRegistry registry, UnaryOperator<Registry.Builder> settings) {
        try (Registry client =
                settings.apply(Registry.at(registry.host()).retries(FAST)).open()) {
            return client.check();
        }
    }

    @Test
    void an_authority_of_our_own_is_trusted() {
        try (StrictRegistry registry = StrictRegistry.builder().tls().start()) {
            RegistryCheck check = check(registry, client -> client.authority(authority));

            assertThat(check.address().getScheme()).isEqualTo("https");
        }
    }

    @Test
    void an_unknown_authority_is_refused_at_once_and_the_hint_says_what_to_do() {
        try (StrictRegistry registry = StrictRegistry.builder().tls().start()) {
            assertThatThrownBy(() -> check(registry, UnaryOperator.identity()))
                    .isInstanceOfSatisfying(RegistryException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
                        assertThat(failure.isPassing()).isFalse();
                        assertThat(failure.hint()).contains("--src-ca");
                    })
                    .hasMessageContaining("not from an authority that is trusted here");
            assertThat(registry.traffic().count()).isZero();
        }
    }

    @Test
    void a_certificate_of_another_name_is_refused() {
        Connections connections = new Connections(
                Duration.ofSeconds(20),
                "test",
                new Tls(true, List.of(authority), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        AddressGuard guard = new AddressGuard(
                host -> new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})},
                "registry.example.com",
                Set.of());
        try (StrictRegistry registry = StrictRegistry.builder().tls().start();
                Transport transport = new ApacheTransport(connections, guard)) {
            URI uri =
                    URI.create("https://registry.example.com:" + registry.uri().getPort() + "/v2/");
            Request request = new Request("GET", uri, Map.of(), null, Duration.ofSeconds(20), false);

            assertThatThrownBy(() -> transport.send(request, new Cancellation()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("registry.example.com");
            assertThat(registry.traffic().count()).isZero();
        }
    }

    @Test
    void who_asks_for_it_trusts_everybody() {
        try (StrictRegistry registry = StrictRegistry.builder().tls().start()) {
            assertThat(check(registry, Registry.Builder::insecure).address().getScheme())
                    .isEqualTo("https");
        }
    }

    @Test
    void a_client_certificate_is_shown_where_it_is_asked_for() throws IOException, GeneralSecurityException {
        KeyStore keys = Certificates.clientKeyStore();
        String alias = keys.aliases().nextElement();
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Path certificate = Files.writeString(folder.resolve("client.pem"), chain);
        Path key = Files.writeString(
                folder.resolve("client.key"),
                pem(
                        "PRIVATE KEY",
                        keys.getKey(alias, Certificates.PASSWORD.toCharArray()).getEncoded()));
        try (StrictRegistry registry =
                StrictRegistry.builder().requireClientCertificate().start()) {
            RegistryCheck check =
                    check(registry, client -> client.authority(authority).clientCertificate(certificate, key));

            assertThat(check.address().getScheme()).isEqualTo("https");
            assertThatThrownBy(() -> check(registry, client -> client.authority(authority)))
                    .isInstanceOf(RegistryException.class);
        }
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    @Test
    void a_file_that_is_missing_is_named() {
        try (StrictRegistry registry = StrictRegistry.builder().tls().start()) {
            Path missing = folder.resolve("missing.pem");

            assertThatThrownBy(() -> check(registry, client -> client.authority(missing)))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION))
                    .hasMessageContaining(missing.toString())
                    .hasMessageContaining("no such file");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.com",
                "registry.example.com:5000",
                "10.0.0.1:5000",
                "docker.io",
                "[2001:db8::1]:80"
            })
    void another_machine_is_never_spoken_to_without_tls(String address) {
        try (Registry registry = Registry.at(address).open()) {
            assertThat(registry.toString()).startsWith("https://");
        }
    }

    @Test
    void a_port_of_this_machine_is_asked_what_it_speaks() {
        try (StrictRegistry plain = StrictRegistry.start();
                StrictRegistry tls = StrictRegistry.builder().tls().start();
                Registry toPlain = Registry.at(plain.host()).open();
                Registry toTls = Registry.at(tls.host()).open()) {
            assertThat(toPlain.toString()).startsWith("http://");
            assertThat(toTls.toString()).startsWith("https://");
        }
    }

    @Test
    void a_scheme_that_was_named_is_taken_as_it_is() {
        try (StrictRegistry plain = StrictRegistry.start();
                Registry wrong =
                        Registry.at("https://" + plain.host()).retries(FAST).open()) {
            assertThat(wrong.toString()).startsWith("https://");
            assertThatThrownBy(wrong::check).isInstanceOf(RegistryException.class);
            assertThat(plain.traffic().credentials()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_check_says_how_the_registry_lets_us_in(boolean tokens) {
        Access access = (tokens ? Access.bearer() : Access.basic()).user("robot", "s3cret", Rights.PULL);
        try (StrictRegistry registry = StrictRegistry.builder().access(access).start()) {
            RegistryCheck check = check(registry, client -> client.credentials(Credentials.basic("robot", "s3cret")));

            assertThat(check.authentication()).isEqualTo(tokens ? "token" : "basic");
            assertThat(check.user()).isEqualTo("robot");
            assertThatThrownBy(() -> check(registry, client -> client.credentials(Credentials.basic("robot", "wrong"))))
                    .isInstanceOfSatisfying(RegistryException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
                        assertThat(failure.hint()).contains("Check user name and password");
                    });
            assertThatThrownBy(() -> check(registry, UnaryOperator.identity()))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED));
        }
    }
}
