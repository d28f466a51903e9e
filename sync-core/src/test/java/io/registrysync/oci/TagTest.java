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
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"latest", "1.25.3", "v1", "_", "A", "0", "a.", "a-", "a__b--c..d", "sha256-abc", "1.2.3-rc_1"})
    void accepts(String text) {
        assertThat(new Tag(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-",
                ".a",
                "-a",
                "a/b",
                "a:b",
                "a@b",
                "a b",
                "a+b",
                "a%2e",
                "..",
                "a\n",
                "\na",
                "a\0",
                "é",
                "ａ",
                "٣",
                "a\r\nX-Header: b",
                "a?b",
                "a#b",
            })
    void refuses(String text) {
        assertThatThrownBy(() -> new Tag(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void has_128_characters_at_most() {
        assertThat(Tag.isValid("a".repeat(128))).isTrue();
        assertThat(Tag.isValid("a".repeat(129))).isFalse();
    }

    @Test
    void order_is_that_of_the_text() {
        assertThat(new Tag("a")).isLessThan(new Tag("b"));
    }

    @Property
    void generated_from_the_grammar_is_accepted(@ForAll("valid") String text) {
        assertThat(new Tag(text).name()).isEqualTo(text);
    }

    @Property
    void what_is_accepted_needs_no_escape_in_a_url(@ForAll("nearly") String text) {
        Texts.accepted_or_refused(text, candidate -> {
            URI uri = URI.create("https://h/v2/a/manifests/" + new Tag(candidate));
            assertThat(uri.getPath()).endsWith("/" + candidate);
            assertThat(uri.normalize()).isEqualTo(uri);
        });
    }

    @Property
    void arbitrary_text_is_accepted_or_refused_with_a_clean_message(@ForAll("any") String text) {
        Texts.accepted_or_refused(text, Tag::new);
        assertThat(Tag.isValid(text)).isEqualTo(text.matches("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}"));
    }

    @Test
    void long_text_takes_linear_time() {
        Texts.without_delay(Tag::new);
    }

    @Provide
    Arbitrary<String> valid() {
        String word = "abcxyzABCXYZ0123456789_";
        return Combinators.combine(
                        Arbitraries.chars().with(word),
                        Arbitraries.strings().withChars(word + ".-").ofMaxLength(127))
                .as((first, rest) -> first + rest);
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
