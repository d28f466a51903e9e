package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    @Test
    void is_found_anywhere() {
        assertThat(Regex.of("-alpine").occursIn("1.25-alpine3.18")).isTrue();
        assertThat(Regex.of("^1\\.").occursIn("v1.2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)RC",
                "(?P<name>x)",
                "(?<name>x)",
                "\\d+\\.\\d+",
                "[[:alpha:]]+",
                "[]a]",
                "[^]a]",
                "a+?",
                "a{2,3}?",
                "\\Qa.b(\\E",
                "\\x{41}",
                "\\pL",
                "\\p{Lu}",
                "a{,3}",
                "{",
                "a{x}",
                "[(?=]",
                "\\(\\?=",
                "[\\]+]+",
                "a|b",
                "()*",
                "\\+\\+",
                "[+]+",
                "[0-9a-f]{40}",
                "(?P<a_long_name>ab){100}",
                "(?:ab){400}",
                "^.{1,128}$",
            })
    void takes(String pattern) {
        assertThat(Regex.of(pattern)).hasToString(pattern);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "^1(?=\\.2); `(?=` at character 3; look-ahead; include together with exclude",
                "^(?!.*alpine); `(?!` at character 2; look-ahead; include together with exclude",
                "a(?<=b); `(?<=` at character 2; look-behind; include together with exclude",
                "(?<!v)1; `(?<!` at character 1; look-behind; include together with exclude",
                "(a)\\1; `\\1` at character 4; back-reference; alternatives",
                "(?P<n>a)\\k<n>; `\\k<` at character 9; back-reference; alternatives",
                "(?P<n>a)(?P=n); `(?P` at character 9; back-reference; alternatives",
                "ab++; `++` at character 3; possessive; leave it out",
                "a*+; `*+` at character 2; possessive; leave it out",
                "a?+b; `?+b` at character 2; possessive; leave it out",
                "a{2}+; `{2}` at character 2; possessive; leave it out",
                "x(?>a); `(?>` at character 2; atomic; (?:",
                "x(a; `(a` at character 2; not closed; \\(",
                "xa); `)` at character 3; closes nothing; \\)",
                "x[a; `[a` at character 2; not closed; \\[",
            })
    void names_pattern_place_and_remedy(String pattern, String place, String what, String remedy) {
        assertThatThrownBy(() -> Regex.of(pattern))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'" + pattern + "'")
                .hasMessageContaining(place.replace('`', '\''))
                .hasMessageContaining(what)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*a", "a**", "[z-a]", "\\", "a{2,1}", "a{1001}", "\\y", "(?x)a", "(?|a)", "x{1000}{1000}"})
    void refuses_what_is_malformed(String pattern) {
        assertThatThrownBy(() -> Regex.of(pattern))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("pattern");
    }

    @Test
    void names_the_place_of_what_is_malformed() {
        assertThatThrownBy(() -> Regex.of("abc[z-a]"))
                .hasMessageContaining("invalid character class range")
                .hasMessageContaining("at character 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((a{1000}){1000}){1000}){1000}){1000}",
                "(?:(?:.?){999}){999}",
                "((\\Qabc\\E){800})",
                "(a{500}b{500}){3}",
                "a{1000}b{1000}c{1000}",
                "(.{0,1000}){0,1000}",
                "(.{1,}){1000}{1000,}",
            })
    void refuses_repetition_that_would_fill_the_memory(String pattern) {
        assertThatThrownBy(() -> Regex.of(pattern)).isInstanceOf(RuleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void refuses_empty_patterns(String pattern) {
        assertThatThrownBy(() -> Regex.of(pattern)).hasMessageContaining("leave it out");
    }

    @Test
    void has_512_characters_at_most() {
        assertThat(Regex.of("a".repeat(512)).occursIn("a".repeat(512))).isTrue();
        assertThatThrownBy(() -> Regex.of("a".repeat(513)))
                .hasMessageContaining("513")
                .hasMessageContaining("512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a)?", "a?", "(a|b)*", "()", "[ab]?.*"})
    void every_pattern_without_counts_is_small_enough(String part) {
        assertThat(Regex.of(part.repeat(512 / part.length())).occursIn("ab")).isTrue();
    }

    @Test
    void escapes_control_characters_in_messages() {
        assertThatThrownBy(() -> Regex.of("(\u001b[31m"))
                .hasMessageContaining("\\u001b")
                .message()
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(.*a){12}b",
                "(a+)+$",
                "^(a|a)*$",
                "(x+x+)+y",
                "(a|b)*c",
                "(.*)*(.*)*(.*)*b$",
                "(.?){40}b",
                "(.*a){50}!",
                "a{1,100}b"
            })
    void hostile_patterns_end(String pattern) {
        TestFacts facts = TestFacts.nginx();
        String[] tags = IntStream.range(0, 10_000)
                .mapToObj(i -> "a".repeat(123) + String.format(Locale.ROOT, "%05d", i))
                .toArray(String[]::new);
        Tags rules = Tags.include(pattern).exclude(pattern);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            try {
                assertThat(facts.selected(rules, tags)).isEmpty();
            } catch (RuleException refused) {
                assertThat(refused).hasMessageContaining(pattern).hasMessageContaining("takes too long");
            }
        });
    }
}
