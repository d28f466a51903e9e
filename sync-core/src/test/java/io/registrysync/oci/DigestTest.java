package io.registrysync.oci;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.MessageDigest;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:" + EMPTY,
                "sha512:" + EMPTY + EMPTY,
                "sha384:abc",
                "blake3:ABCdef012",
                "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8",
                "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564",
                "a:b",
                "a.b_c-d+e:=_-",
            })
    void accepts_what_the_specification_allows(String text) {
        assertThat(Digest.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                ":" + EMPTY,
                EMPTY,
                "sha256:" + "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
                "sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:" + EMPTY + EMPTY,
                "sha512:" + EMPTY,
                "SHA256:" + EMPTY,
                "sha256:../../../etc/passwd",
                "sha256:" + EMPTY + "\n",
                "sha256:" + EMPTY + "?x=",
                "sha256:" + EMPTY + "/",
                " sha256:" + EMPTY,
                "sha256::" + EMPTY,
                "sha256::",
                "sha-:abc",
                "-sha:abc",
                "sha++x:abc",
                "blake3:ab/c",
                "blake3:ab%2f",
                "blake3:ab.c",
                "blake3:é",
                "ｓha256:" + EMPTY,
            })
    void refuses_what_could_steer_a_path_or_is_no_digest(String text) {
        assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void unknown_algorithm_is_legal_but_cannot_be_verified() {
        Digest digest = Digest.parse("blake3:abc");
        assertThat(digest.isVerifiable()).isFalse();
        assertThatThrownBy(digest::hasher)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blake3");
    }

    @Test
    void computes_the_published_digests() {
        assertThat(Digest.sha256(new byte[0])).isEqualTo(Digest.parse("sha256:" + EMPTY));
        assertThat(Digest.sha256("{}".getBytes(US_ASCII)))
                .hasToString("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(Digest.of("sha512", new byte[0]).encoded())
                .startsWith("cf83e1357eefb8bdf1542850d66d8007")
                .hasSize(128);
    }

    @Test
    void matches_the_bytes_that_a_hasher_has_seen_and_no_others() {
        Digest digest = Digest.sha256("{}".getBytes(US_ASCII));
        MessageDigest hasher = digest.hasher();
        hasher.update("{".getBytes(US_ASCII));
        hasher.update("}".getBytes(US_ASCII));
        assertThat(digest.matches(hasher)).isTrue();
        assertThat(digest.matches(hasher)).isFalse();
    }

    @Test
    void is_longer_than_255_characters_never() {
        assertThat(Digest.parse("x:" + "a".repeat(254))).isNotNull();
        assertThatThrownBy(() -> Digest.parse("x:" + "a".repeat(255))).isInstanceOf(FormatException.class);
    }

    @Test
    void abbreviation_of_a_short_digest_is_the_digest() {
        assertThat(Digest.parse("blake3:ab").abbreviated()).isEqualTo("blake3:ab");
        assertThat(Digest.parse("sha256:" + EMPTY).abbreviated()).isEqualTo("sha256:e3b0c442");
    }

    @Test
    void order_is_by_algorithm_and_then_by_digits() {
        assertThat(Digest.parse("a:z")).isLessThan(Digest.parse("b:a"));
        assertThat(Digest.parse("b:a")).isLessThan(Digest.parse("b:b")).isEqualByComparingTo(Digest.parse("b:a"));
    }

    @Property
    void text_of_a_digest_is_read_back(@ForAll("valid") String text) {
        Digest digest = Digest.parse(text);
        assertThat(digest).hasToString(text).isEqualTo(Digest.parse(digest.toString()));
    }

    @Property
    void what_is_accepted_needs_no_escape_in_a_url(@ForAll("nearly") String text) {
        Texts.accepted_or_refused(text, candidate -> {
            String path = "/v2/a/blobs/" + Digest.parse(candidate);
            URI uri = URI.create("https://h" + path);
            assertThat(uri.getPath()).isEqualTo(path);
            assertThat(uri.normalize()).isEqualTo(uri);
        });
    }

    @Property
    void arbitrary_text_is_accepted_or_refused_with_a_clean_message(@ForAll("any") String text) {
        Texts.accepted_or_refused(text, Digest::parse);
    }

    @Test
    void long_text_takes_linear_time() {
        Texts.without_delay(Digest::parse);
    }

    @Provide
    Arbitrary<String> valid() {
        String hexDigits = "0123456789abcdef";
        Arbitrary<String> part =
                Arbitraries.strings().withChars("abz019").ofMinLength(1).ofMaxLength(5);
        Arbitrary<String> algorithm = Combinators.combine(part, Arbitraries.of("", "+x", ".y1", "_z", "-0"))
                .as(String::concat)
                .filter(name -> !name.equals("sha256") && !name.equals("sha512"));
        Arbitrary<String> encoded = Arbitraries.strings()
                .withChars(hexDigits + "ABCXYZ=_-")
                .ofMinLength(1)
                .ofMaxLength(100);
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars(hexDigits).ofLength(64).map(digits -> "sha256:" + digits),
                Arbitraries.strings().withChars(hexDigits).ofLength(128).map(digits -> "sha512:" + digits),
                Combinators.combine(algorithm, encoded).as((a, e) -> a + ":" + e));
    }

    @Provide
    Arbitrary<String> nearly() {
        return Texts.mutated(valid());
    }

    @Provide
    Arbitrary<String> any() {
        return Texts.any();
    }
}
