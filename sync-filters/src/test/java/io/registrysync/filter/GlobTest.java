package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            value = {
                // as Python's fnmatch answers
                "abc, abc, true",
                "*, '', true",
                "?, '', false",
                "a*c, a/b/c, true",
                "a?c, a/c, true",
                "a?c, ac, false",
                "[ab], b, true",
                "[!ab], c, true",
                "[!ab], a, false",
                "[a-c]x, bx, true",
                "[a-c]x, dx, false",
                "[]a], ], true",
                "[!]a], b, true",
                "[!]a], ], false",
                "[a, [a, true",
                "[], [], true",
                "[^a], ^, true",
                "[^a], b, false",
                "[a-], -, true",
                "[z-a], m, false",
                "[!z-a], m, true",
                "a.c, abc, false",
                "a.c, a.c, true",
                "\\*, \\x, true",
                "(a|b), a, false",
                "{a;b}, {a;b}, true",
                "[.], ., true",
                "[\\], \\, true",
                "A, a, false",
                "a, ab, false",
                "b, ab, false",
                "*a*b*c*, xaybzc, true",
            })
    void matches_images_as_fnmatch_does(String glob, String text, boolean matches) {
        assertThat(Glob.ofImage(glob).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "team/*, team/web, true",
                "team/*, team/a/web, false",
                "team/*, team, false",
                "team/**, team/web, true",
                "team/**, team/a/web, true",
                "team/**, team, false",
                "team/**, teams/web, false",
                "**, a, true",
                "**, a/b/c, true",
                "**/web, web, true",
                "**/web, a/b/web, true",
                "**/web, a/myweb, false",
                "a/**/web, a/web, true",
                "a/**/web, a/b/c/web, true",
                "a/**/web, a/bweb, false",
                "a**b, axxb, true",
                "a**b, a/b, false",
                "w?b, web, true",
                "w?b, w/b, false",
                "we[a-c], web, true",
                "w[!a]b, web, true",
                "w[^a]b, web, true",
                "w[!a]b, w/b, false",
                "`{a,b}/web`, a/web, true",
                "`{a,b}/web`, b/web, true",
                "`{a,b}/web`, c/web, false",
                "`{a/b,c{d,e}}/*`, a/b/x, true",
                "`{a/b,c{d,e}}/*`, ce/x, true",
                "`{library,goharbor}/**`, goharbor/core/x, true",
                "`{library,goharbor}/**`, google/x, false",
                "`{a/**,b}`, a/x/y, true",
                "`{a/**,b}`, b, true",
                "`{a/**,b}`, a, false",
                "`{x,**/y}`, a/b/y, true",
                "`{x,**/y}/z`, y/z, true",
                "a.b, axb, false",
                "library/hello-world, library/hello-world, true",
            })
    void matches_paths_as_harbor_does(String glob, String path, boolean matches) {
        assertThat(Glob.ofPath(glob).matches(path)).isEqualTo(matches);
    }

    @Test
    void brackets_of_paths_must_be_closed() {
        assertThatThrownBy(() -> Glob.ofPath("a[b"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'a[b'");
        assertThatThrownBy(() -> Glob.ofPath("{a,b"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'{a,b'");
    }

    @Test
    void many_stars_cost_no_more_than_one() {
        assertThat(Glob.ofImage("*a".repeat(200) + "b").matches("a".repeat(1_000)))
                .isFalse();
        assertThat(Glob.ofPath("**/".repeat(100) + "b").matches("a/".repeat(400) + "a"))
                .isFalse();
    }

    @Property
    void agrees_with_the_definition(@ForAll("globs") String glob, @ForAll("texts") String text) {
        assertThat(Glob.ofImage(glob).matches(text)).isEqualTo(defined(glob, text));
    }

    /** Star and question mark as they are defined, in exponential time. */
    private static boolean defined(String glob, String text) {
        if (glob.isEmpty()) {
            return text.isEmpty();
        }
        boolean rest = !text.isEmpty() && (glob.charAt(0) == '?' || glob.charAt(0) == text.charAt(0));
        return glob.charAt(0) == '*'
                ? defined(glob.substring(1), text) || (!text.isEmpty() && defined(glob, text.substring(1)))
                : rest && defined(glob.substring(1), text.substring(1));
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("ab/:.*?").ofMinLength(1).ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab/:.").ofMaxLength(8);
    }
}
