package io.registrysync.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:5000",
                "registry.example.com",
                "registry.example.com:443",
                "10.0.0.1",
                "10.0.0.1:5000",
                "[::1]",
                "[::1]:5000",
                "[2001:db8::1]",
                "[::ffff:10.0.0.1]:5000",
                "a",
                "5",
                "a:1",
                "a:65535",
                "a--b.example.com",
                "xn--bcher-kva.example.com",
                "3com.example.com",
                "registry.example.com.",
            })
    void accepts(String text) {
        assertThat(new RegistryHost(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":5000",
                "a:",
                "a:0",
                "a:65536",
                "a:99999",
                "a:100000",
                "a:-1",
                "a:x",
                "a:5000:5000",
                "a/b",
                "a/",
                "/",
                "https://a",
                "http://a",
                "user@a",
                "a@b",
                "a b",
                " a",
                "a\n",
                "a\r\nHost: b",
                "a\0",
                "-a",
                "a-",
                "a..b",
                ".a",
                ".",
                "..",
                "a?b",
                "a#b",
                "a%41",
                "a\\b",
                "é.com",
                "bücher.example",
                "ａ.com",
                "doc\u212aer.io",
                "doc\u212aer.io:443",
                "٣.com",
                "::1",
                "[::1",
                "::1]",
                "[]",
                "[::::]",
                "[:::]",
                "[..]",
                "[1.2.3.4]",
                "[::1]x",
                "[::1]:",
                "[g::1]",
                "[fe80::1%eth0]",
                "[::1%25eth0]",
                "a_b",
                "my_registry:5000",
                "a.1",
                "1.2.3",
                "256.1.1.1",
                "a.1b",
                "1.2.3.4.5",
                "*",
                "*.example.com",
            })
    void refuses_what_cannot_be_the_host_of_a_url(String text) {
        assertThatThrownBy(() -> new RegistryHost(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void refusal_of_an_address_says_to_leave_out_the_scheme() {
        assertThatThrownBy(() -> new RegistryHost("https://registry.example.com"))
                .hasMessageContaining("leave out the scheme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io",
                "index.docker.io",
                "registry-1.docker.io",
                "registry.hub.docker.com",
                "Docker.IO",
                "INDEX.docker.io",
            })
    void docker_hub_has_one_name(String text) {
        assertThat(new RegistryHost(text)).isEqualTo(RegistryHost.DOCKER_HUB);
        assertThat(new RegistryHost(text).isDockerHub()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth.docker.io",
                "hub.docker.com",
                "docker.com",
                "docker.io.evil.org",
                "xdocker.io",
                "docker.io:443"
            })
    void similar_name_is_not_docker_hub(String text) {
        assertThat(new RegistryHost(text).isDockerHub()).isFalse();
    }

    @Test
    void case_makes_no_difference() {
        assertThat(new RegistryHost("Registry.EXAMPLE.com:5000"))
                .isEqualTo(new RegistryHost("registry.example.com:5000"));
        assertThat(new RegistryHost("[2001:DB8::A]")).hasToString("[2001:db8::a]");
    }

    @Test
    void case_makes_no_difference_in_a_turkish_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(new RegistryHost("DOCKER.IO")).isEqualTo(RegistryHost.DOCKER_HUB);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "a:5000, a",
        "registry.example.com:5000, registry.example.com",
        "[::1]:5000, [::1]",
        "[::1], [::1]",
        "index.docker.io, docker.io",
    })
    void host_is_the_name_without_its_port(String text, String host) {
        assertThat(new RegistryHost(text).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true", "LOCALHOST:5000, true", "127.0.0.1, true", "127.255.1.2:80, true", "[::1]:5000, true",
        "localhost.example.com, false", "127.0.0.1.example.com, false", "128.0.0.1, false", "[::2], false",
                "10.0.0.1, false",
    })
    void loopback_is_this_machine_only(String text, boolean loopback) {
        assertThat(new RegistryHost(text).isLoopback()).isEqualTo(loopback);
    }

    @Property
    void generated_from_the_grammar_is_accepted_and_read_back(@ForAll("valid") String text) {
        RegistryHost host = new RegistryHost(text);
        assertThat(new RegistryHost(host.toString())).isEqualTo(host);
        assertThat(new RegistryHost(text.toUpperCase(Locale.ROOT))).isEqualTo(host);
    }

    @Property
    void what_is_accepted_is_the_host_and_port_of_a_url(@ForAll("nearly") String text) {
        Texts.accepted_or_refused(text, RegistryHostTest::requireAddressable);
    }

    @Property
    void arbitrary_text_is_accepted_or_refused_with_a_clean_message(@ForAll("any") String text) {
        Texts.accepted_or_refused(text, RegistryHostTest::requireAddressable);
    }

    @Test
    void long_text_takes_linear_time() {
        Texts.without_delay(RegistryHost::new);
    }

    @Test
    void name_longer_than_a_name_in_the_dns_is_refused() {
        String label = "a".repeat(63) + ".";
        assertThat(new RegistryHost(label.repeat(3) + "a".repeat(61))).isNotNull();
        assertThatThrownBy(() -> new RegistryHost(label.repeat(4) + "com")).isInstanceOf(FormatException.class);
    }

    private static void requireAddressable(String text) {
        RegistryHost host = new RegistryHost(text);
        URI uri = URI.create("https://" + host + "/v2/");
        assertThat(uri.getHost()).isEqualTo(host.host());
        assertThat(uri.getRawPath()).isEqualTo("/v2/");
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(host.name()).matches("[a-z0-9.:\\[\\]-]+");
    }

    @Provide
    Arbitrary<String> valid() {
        return hosts();
    }

    @Provide
    Arbitrary<String> nearly() {
        return Texts.mutated(hosts());
    }

    @Provide
    Arbitrary<String> any() {
        return Texts.any();
    }

    static Arbitrary<String> hosts() {
        Arbitrary<String> label = Combinators.combine(
                        Arbitraries.strings().withChars("abz019").ofMinLength(1).ofMaxLength(4),
                        Arbitraries.of("", "-x", "--9", "-a-b"))
                .as(String::concat);
        Arbitrary<String> name = Combinators.combine(
                        label.list().ofMaxSize(3), Arbitraries.of("com", "io", "x-1", "local"))
                .as((labels, top) -> labels.isEmpty() ? top : String.join(".", labels) + "." + top);
        Arbitrary<String> address = Arbitraries.integers()
                .between(0, 255)
                .list()
                .ofSize(4)
                .map(bytes -> bytes.stream()
                        .map(String::valueOf)
                        .reduce((a, b) -> a + "." + b)
                        .orElseThrow());
        Arbitrary<String> address6 =
                Arbitraries.of("[::1]", "[2001:db8::a]", "[1:2:3:4:5:6:7:8]", "[::ffff:10.0.0.1]", "[::]");
        Arbitrary<String> port = Arbitraries.oneOf(
                Arbitraries.just(""), Arbitraries.integers().between(1, 65_535).map(number -> ":" + number));
        return Combinators.combine(Arbitraries.oneOf(name, name, address, address6), port)
                .as(String::concat);
    }
}
