package io.registrysync.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
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

class RepositoryNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "nginx",
                "library/nginx",
                "a/b/c/d/e",
                "a.b",
                "a_b",
                "a__b",
                "a-b",
                "a--b",
                "a-----b",
                "a.b_c__d-e",
                "0/1",
                "a1/b2",
                "1.2.3",
                "foo/foo__bar/x",
                "xn--n3h/x",
                "a-b/c-d",
                "a.b/c.d",
            })
    void accepts(String text) {
        assertThat(new RepositoryName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "a/", "/a", "a//b", "A", "a/B", "a..b", "a___b", "a._b", "a_.b", "a-_b", "a.-b", ".a", "a.",
                "_a", "a_", "-a", "a-", "a/.b", "a/..", "../a", "a/./b", "a/../b", "a b", "a\n", "a\0", "a:b", "a@b",
                "a%2fb", "a?b", "a#b", "a\\b", "é", "ａ", "a/é", "K", "٣", "a+b", "a~b", "a\r\nb",
            })
    void refuses(String text) {
        assertThatThrownBy(() -> new RepositoryName(text)).isInstanceOf(FormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"Nginx, upper-case", "a..b, lower-case letters and digits"})
    void refusal_says_why(String text, String reason) {
        assertThatThrownBy(() -> new RepositoryName(text))
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining(reason);
    }

    @Test
    void length_is_limited() {
        assertThat(RepositoryName.isValid("a".repeat(1024))).isTrue();
        assertThatThrownBy(() -> new RepositoryName("a".repeat(1025))).hasMessageContaining("longer than 1024");
    }

    @Test
    void order_is_that_of_the_text() {
        assertThat(new RepositoryName("a")).isLessThan(new RepositoryName("b"));
    }

    @Property
    void generated_from_the_grammar_is_accepted(@ForAll("valid") String text) {
        assertThat(new RepositoryName(text).path()).isEqualTo(text);
    }

    @Property
    void what_is_accepted_needs_no_escape_in_a_url(@ForAll("nearly") String text) {
        Texts.accepted_or_refused(text, candidate -> {
            String path = "/v2/" + new RepositoryName(candidate) + "/tags/list";
            URI uri = URI.create("https://h" + path);
            assertThat(uri.getPath()).isEqualTo(path);
            assertThat(uri.normalize()).isEqualTo(uri);
        });
    }

    @Property
    void arbitrary_text_is_accepted_or_refused_as_the_specification_says(@ForAll("any") String text) {
        Texts.accepted_or_refused(text, RepositoryName::new);
        assertThat(RepositoryName.isValid(text))
                .isEqualTo(text.matches("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"));
    }

    @Property
    void mutated_is_accepted_or_refused_as_the_specification_says(@ForAll("nearly") String text) {
        assertThat(RepositoryName.isValid(text))
                .isEqualTo(text.matches("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*"));
    }

    @Test
    void long_text_takes_linear_time() {
        Texts.without_delay(RepositoryName::new);
    }

    @Provide
    Arbitrary<String> valid() {
        return names();
    }

    @Provide
    Arbitrary<String> nearly() {
        return Texts.mutated(names());
    }

    @Provide
    Arbitrary<String> any() {
        return Texts.any();
    }

    static Arbitrary<String> names() {
        Arbitrary<String> word =
                Arbitraries.strings().withChars("abcxyz019").ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> separator = Arbitraries.of(".", "_", "__", "-", "--", "-----");
        Arbitrary<String> component = Combinators.combine(
                        word,
                        Combinators.combine(separator, word)
                                .as(String::concat)
                                .list()
                                .ofMaxSize(3))
                .as((first, rest) -> first + String.join("", rest));
        return component.list().ofMinSize(1).ofMaxSize(4).map(components -> String.join("/", components));
    }
}
