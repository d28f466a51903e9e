package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.oci.RegistryHost;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxyTest {
    private static final URI PROXY = URI.create("http://proxy:3128");

    @Test
    void serves_https_and_http_apart() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "proxy:3128", "HTTP_PROXY", "other:80");
        assertThat(proxy(environment, "example.com", false)).contains(PROXY);
        assertThat(proxy(environment, "example.com", true)).contains(URI.create("http://other:80"));
    }

    @Test
    void falls_back_to_the_one_for_everything() {
        assertThat(proxy(Map.of("ALL_PROXY", "socks5h://proxy"), "example.com", false))
                .contains(URI.create("socks5://proxy:1080"));
    }

    @Test
    void prefers_lower_case() {
        assertThat(proxy(Map.of("https_proxy", "proxy:3128", "HTTPS_PROXY", "other:80"), "example.com", false))
                .contains(PROXY);
    }

    @ParameterizedTest
    @CsvSource({"localhost:5000", "127.0.0.1:5000", "127.8.8.8", "'[::1]:5000'"})
    void never_stands_before_this_machine(String registry) {
        assertThat(proxy(Map.of("ALL_PROXY", "proxy:3128"), registry, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*, example.com",
        "example.com, example.com",
        "example.com, r.example.com:5000",
        ".example.com, r.example.com",
        "*.example.com, r.example.com",
        "example.com:5000, r.example.com:5000",
        "10.0.0.0/8, 10.200.0.1:5000",
        "fd00::/8, '[fd12::1]:5000'",
        "' one , example.com', example.com",
    })
    void leaves_out_exceptions(String exceptions, String registry) {
        assertThat(proxy(Map.of("ALL_PROXY", "proxy:3128", "NO_PROXY", exceptions.replace(' ', ',')), registry, false))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, notexample.com",
        "example.com:5000, example.com:5001",
        "10.0.0.0/8, 11.0.0.1",
        "10.0.0.0/8, ten.example.com",
        "10.0.0.0/99, 10.0.0.1",
    })
    void takes_nothing_else_for_an_exception(String exceptions, String registry) {
        assertThat(proxy(Map.of("ALL_PROXY", "proxy:3128", "NO_PROXY", exceptions), registry, false))
                .contains(PROXY);
    }

    @Test
    void does_not_repeat_the_password_of_a_malformed_one() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> proxy(Map.of("HTTPS_PROXY", "ftp://me:canary@proxy"), "example.com", false))
                .withMessageContaining("HTTPS_PROXY")
                .withMessageNotContaining("canary");
    }

    private static Optional<URI> proxy(Map<String, String> environment, String registry, boolean plainHttp) {
        return EnvironmentProxy.of(environment).forRegistry(new RegistryHost(registry), plainHttp);
    }
}
