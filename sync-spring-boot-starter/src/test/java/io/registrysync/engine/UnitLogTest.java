package io.registrysync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnitLogTest {
    private static final Pattern GAP = Pattern.compile("%");

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "23100000, 23.1 MB", "50500000, 50.5 MB", "7000000000000000, 7000.0 TB"})
    void says_how_big_a_blob_is(long bytes, String words) {
        assertThat(UnitLog.amount(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @EnumSource
    void a_phrase_has_the_same_gaps_in_both_languages(Phrase phrase) {
        Object[] marks = {"«a»", "«b»", "«c»", "«d»"};
        String chinese = phrase.in(Locale.CHINA, marks);
        String english = phrase.in(Locale.GERMANY, marks);
        for (Object mark : marks) {
            assertThat(english.contains(mark.toString())).isEqualTo(chinese.contains(mark.toString()));
        }
        assertThat(GAP.matcher(chinese + english).find()).isFalse();
    }

    @Test
    void every_other_language_is_english() {
        assertThat(Phrase.STARTED.in(Locale.FRANCE, "x")).isEqualTo("running x");
        assertThat(Phrase.STARTED.in(Locale.TRADITIONAL_CHINESE, "x")).isEqualTo("开始执行任务: x");
    }
}
