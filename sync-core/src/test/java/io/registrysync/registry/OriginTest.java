package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://h, https://h:443/x?y",
        "https://h, https://H",
        "https://h, HTTPS://h/",
        "https://h, https://h.",
        "https://h, https://h.:443",
        "https://h.example.com, https://H.Example.COM.:443/v2/",
        "http://h, http://h:80",
        "https://h:5000, https://H:5000/a",
        "https://[::1]:5000, https://[::1]:5000/x",
        "https://[2001:DB8::1], https://[2001:db8::1]:443",
        "https://xn--bcher-kva.example, https://XN--BCHER-KVA.example",
    })
    void same(String one, String other) {
        assertThat(origin(one))
                .isEqualTo(origin(other))
                .hasToString(origin(other).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "https://h, http://h",
        "https://h:80, http://h:80",
        "https://h, https://h:444",
        "https://h:443, http://h:443",
        "https://h, https://h.example.com",
        "https://h, https://hh",
        "https://example.com, https://example.com.evil.org",
        "https://example.com, https://evil-example.com",
        "https://127.0.0.1, https://localhost",
        "https://[::1], https://[::2]",
    })
    void foreign(String one, String other) {
        assertThat(origin(one)).isNotEqualTo(origin(other));
    }

    @Test
    void user_before_the_host_is_not_the_host() {
        assertThat(origin("https://good.example.com@evil.example.org/")).isEqualTo(origin("https://evil.example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h",
                "file:///x",
                "mailto:a@b",
                "/v2/",
                "h",
                "",
                "https:///x",
                "https://a_b/",
                "//h/x",
                "https:h"
            })
    void what_is_no_web_address_has_no_origin(String uri) {
        assertThatThrownBy(() -> origin(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_the_way_from_https_to_http_is_a_downgrade() {
        Origin secure = origin("https://h");
        Origin plain = origin("http://h");
        assertThat(secure.isDowngrade(plain)).isTrue();
        assertThat(secure.isDowngrade(secure)).isFalse();
        assertThat(plain.isDowngrade(secure)).isFalse();
        assertThat(plain.isDowngrade(plain)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h:443, https://h",
        "http://h:80, http://h",
        "https://h:80, https://h:80",
        "http://h:443, http://h:443"
    })
    void port_is_shown_where_it_is_unusual(String uri, String shown) {
        assertThat(origin(uri)).hasToString(shown);
    }

    @Test
    void locale_makes_no_difference() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(origin("HTTPS://REGISTRY.IO")).isEqualTo(origin("https://registry.io"));
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Origin origin(String uri) {
        return Origin.of(URI.create(uri));
    }
}
