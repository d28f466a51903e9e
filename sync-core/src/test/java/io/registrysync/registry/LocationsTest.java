package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {
    @ParameterizedTest
    @CsvSource({
        // base, given, resolved
        "https://h/v2/a/blobs/uploads/, /v2/a/blobs/uploads/1?_state=x%2By%3D%3D, https://h/v2/a/blobs/uploads/1?_state=x%2By%3D%3D",
        "https://h/v2/a/blobs/uploads/, https://h/v2/a/blobs/uploads/1, https://h/v2/a/blobs/uploads/1",
        "https://h:5000/v2/, /v2/x, https://h:5000/v2/x",
        "https://h/v2/a/tags/list, tags2?n=1, https://h/v2/a/tags/tags2?n=1",
        "https://h/v2/a/, b/c, https://h/v2/a/b/c",
        "https://h/v2/, //cdn.example.com/x?sig=a+b/c==, https://cdn.example.com/x?sig=a+b/c==",
        "https://h/v2/, https://cdn.example.com/x?a=1&&b=%2f&c, https://cdn.example.com/x?a=1&&b=%2f&c",
        "http://h/v2/, http://other/x, http://other/x",
        "http://h/v2/, https://h/x, https://h/x",
        "http://h:5000/v2/, /x?y, http://h:5000/x?y",
        "https://h/v2/a/blobs/uploads/1?old=1, /v2/a/blobs/uploads/1?new=2, https://h/v2/a/blobs/uploads/1?new=2",
        "https://h/v2/a/tags/list?n=1, ?n=1&last=b, https://h/v2/a/tags/list?n=1&last=b",
        "https://h/v2/a/tags/list, ?last=b, https://h/v2/a/tags/list?last=b",
    })
    void resolves_against_the_request_and_keeps_the_query(String base, String given, String resolved) {
        assertThat(resolve(base, given)).hasToString(resolved);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/v2/, http://h/x?y=z, https://h/x?y=z",
        "https://h/v2/, HTTP://H/x, https://H/x",
        "https://h:5000/v2/, http://h:5000/x, https://h:5000/x",
        "https://h/v2/, http://h:443/x, https://h:443/x",
    })
    void own_host_behind_a_proxy_that_ends_tls_is_mended(String base, String given, String resolved) {
        assertThat(resolve(base, given)).hasToString(resolved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other/x",
                "http://h:80/x",
                "http://h:8080/x",
                "http://h.evil.org/x",
                "http://evil.org/https://h/",
                "HTTP://other",
            })
    void way_from_https_to_http_is_refused(String given) {
        assertThatThrownBy(() -> resolve("https://h/v2/", given))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("from https to http");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user@h/x",
                "https://user:password@h/x",
                "//user@h/x",
                "https://h@evil.org/",
                "https://@h/",
                "/x#fragment",
                "#x",
                "ftp://h/x",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https://",
                "https:///x",
                "http:",
                "https://a_b/x",
                "/a b",
                "/a\nb",
                "/a\r\nX: y",
                "\u0000",
                "/%zz",
                "/%",
                "https://h:x/",
                "https://h:-1/",
                "https://[::1/",
                "\\\\evil\\x",
                "/|",
                "/^",
            })
    void what_is_no_address_is_refused(String given) {
        RegistryException refused =
                catchThrowableOfType(RegistryException.class, () -> resolve("https://h/v2/", given));
        assertThat(refused.kind()).isEqualTo(RegistryException.Kind.INVALID_CONTENT);
        assertThat(refused.getMessage()).doesNotContain("password", "\n", "\r", "\u0000");
    }

    @Test
    void message_about_a_malformed_address_does_not_show_its_query() {
        assertThatThrownBy(() -> resolve("https://h/v2/", "https://cdn/x y?X-Amz-Signature=s3cret"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("https://cdn/x y")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void endless_address_is_refused() {
        assertThatThrownBy(() -> resolve("https://h/", "/" + "x".repeat(20_000)))
                .isInstanceOf(RegistryException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(300);
    }

    @Property
    void gives_an_address_without_downgrade_or_refuses(@ForAll("given") String given) {
        try {
            URI resolved = resolve("https://h/v2/a/blobs/uploads/", given);
            assertThat(Origin.of(resolved).isSecure()).isTrue();
            assertThat(resolved.getRawUserInfo()).isNull();
        } catch (RegistryException refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
        }
    }

    @Provide
    Arbitrary<String> given() {
        Arbitrary<String> piece = Arbitraries.of(
                "http",
                "https",
                ":",
                "/",
                "//",
                "h",
                "evil.org",
                "@",
                "?",
                "#",
                "..",
                ".",
                "%2f",
                "%",
                "[::1]",
                ":80",
                ":443",
                " ",
                "\n",
                "=",
                "&",
                "\u202e",
                "ü",
                "\\");
        return Arbitraries.oneOf(
                        piece.list().ofMaxSize(10).map(pieces -> String.join("", pieces)),
                        Arbitraries.strings().all().ofMaxLength(30))
                .withoutEdgeCases();
    }

    private static URI resolve(String base, String given) {
        return Locations.resolve("upload", "h/a", URI.create(base), given);
    }
}
