package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignTextTest {
    @ParameterizedTest
    @CsvSource({"'', ''", "plain, plain", "'  a   b  ', a b", "ü密😀, ü密😀"})
    void harmless_text_stays(String text, String clean) {
        assertThat(ForeignText.clean(text, 100)).isEqualTo(clean);
    }

    @Test
    void what_moves_a_cursor_or_turns_a_line_becomes_a_space() {
        assertThat(ForeignText.clean(
                        "a\r\nb\u001b[31mc\u0000d\u202ee\u2028f\u200bg\ufeffh\ue000i\ud800j\u007fk\u0085l", 100))
                .isEqualTo("a b [31mc d e f g h i j k l");
    }

    @Test
    void long_text_ends_with_an_ellipsis() {
        assertThat(ForeignText.clean("abcdef", 6)).isEqualTo("abcdef");
        assertThat(ForeignText.clean("abcdefg", 6)).isEqualTo("abcdef…");
        assertThat(ForeignText.clean("abcdef \n ", 6)).isEqualTo("abcdef");
        assertThat(ForeignText.clean("abcdef g", 6)).isEqualTo("abcdef…");
        assertThat(ForeignText.clean("abcde fg", 6)).isEqualTo("abcde…");
    }

    @Test
    void text_behind_much_white_space_is_found_and_what_is_cut_off_is_marked() {
        assertThat(ForeignText.clean("\n".repeat(1_000) + "text", 10)).isEqualTo("text");
        assertThat(ForeignText.clean("a\r\n\r\nb" + "c".repeat(100), 10)).isEqualTo("a bccccccc…");
    }

    @Test
    void character_of_two_is_not_cut_in_half() {
        assertThat(ForeignText.clean("a😀😀😀", 4)).isEqualTo("a😀…");
        assertThat(ForeignText.clean("ab😀😀", 4)).isEqualTo("ab😀…");
    }

    @Property
    void result_is_short_and_visible(@ForAll String text, @ForAll @IntRange(min = 1, max = 50) int limit) {
        assertThat(ForeignText.clean(text, limit))
                .hasSizeLessThanOrEqualTo(limit + 1)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]");
    }

    @Property
    void clean_text_is_clean(@ForAll String text) {
        String once = ForeignText.clean(text, 1000);
        assertThat(ForeignText.clean(once, 1001)).isEqualTo(once);
    }
}
