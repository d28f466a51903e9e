package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemverRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // range; tags within; tags outside
                ">=1.20 <2; 1.20 1.20.0 v1.99.9 1.20.5; 1.19.9 2.0.0 2 1 2.0.0-rc.1 1.25.0-rc.1 latest",
                "^1.25; 1.25 1.25.0 1.99.0; 1.24.9 2.0.0 1.26.0-rc.1 1.25.3-alpine",
                "^1.25.3; 1.25.3 1.26; 1.25 1.25.2 2",
                "~1.25.3; 1.25.3 1.25.10; 1.25 1.26.0 1.25.2",
                "~1.25; 1.25 1.25.9; 1.26",
                "~1; 1 1.9.9; 2.0",
                "~>1.2.3; 1.2.9; 1.3.0",
                "1.x; 1 1.0.0 1.99; 2.0.0 0.9",
                "1.2.*; 1.2 1.2.0 v1.2.99; 1.3.0 1.20.0",
                "1.2.X; 1.2.7; 1.3",
                "1; 1.5; 2",
                "1.2; 1.2 1.2.9; 1.3",
                "1.2.3; 1.2.3 v1.2.3; 1.2.4 1.2 1.2.3-rc1",
                "=1.2.3; 1.2.3; 1.2.4",
                "=v1.2; 1.2.3; 1.3",
                "1.2 - 1.4; 1.2 1.2.0 1.4.99; 1.5.0 1.1.9",
                "1.2.3 - 1.4.5; 1.2.3 1.4.5; 1.4.6 1.2.2",
                "1.2.3 - 2; 2.9.9; 3.0.0",
                "x - 1.0; 0.1 1.0.9; 1.1",
                "1.x || 3.x; 1.1 3.9; 2.0",
                "1.2.7 || >=1.2.9 <2.0.0; 1.2.7 1.2.9 1.4.6; 1.2.8 2.0.0",
                "*; 0 1.2.3; 1.2.3-rc1 latest",
                ">*; ; 1.0 0",
                "<x; ; 1.0 0",
                "<=*; 1.0; latest",
                ">1; 2.0.0; 1.0.0 1.9.9",
                ">1.2; 1.3.0; 1.2.9",
                ">1.2.3; 1.2.4; 1.2.3",
                "<1.2; 1.1.9; 1.2.0 1.2.0-rc1",
                "<1.2.3; 1.2.2; 1.2.3",
                "<=1.2; 1.2.9; 1.3.0",
                "<=1; 1.9; 2.0",
                "<=1.2.3; 1.2.3; 1.2.4",
                ">= 1.2.3   < 2; 1.2.3; 2.0",
                "^0.2.3; 0.2.3 0.2.9; 0.3.0",
                "^0.0.3; 0.0.3; 0.0.4",
                "^0.0; 0.0.9; 0.1.0",
                "^0; 0.9; 1.0",
                "^0.0.0; 0.0.0; 0.0.1",
                "^x; 7; latest",
                "~0.2.3; 0.2.4; 0.3.0",
                "1.25.3-alpine; 1.25.3-alpine; 1.25.3 1.25.3-slim",
            })
    void understands_node_semver(String range, String within, String outside) {
        SemverRange parsed = SemverRange.parse(range);
        assertThat(words(within)).allMatch(tag -> contains(parsed, tag));
        assertThat(words(outside)).noneMatch(tag -> contains(parsed, tag));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^1.2.3-beta.2; 1.2.3-beta.2 1.2.3-beta.4 1.2.3 1.9.0; 1.2.3-beta.1 1.2.4-beta.2 2.0.0-beta.3",
                "~1.2.3-beta.2; 1.2.3-rc.1 1.2.9; 1.2.4-beta.2 1.3.0",
                ">1.2.3-alpha.3; 1.2.3-alpha.7 3.4.5; 3.4.5-alpha.9 1.2.3-alpha.3",
                ">=1.0.0-rc9 <1.0.0; 1.0.0-rc9 1.0.0-rc10; 1.0.0-rc8 1.0.0",
                "^0.0.3-beta; 0.0.3-pr.2 0.0.3; 0.0.4",
                "1.2.3-pre - 2.4.3-pre; 1.2.3-pre.2 2.4.3-alpha 2.0.0; 2.4.3 2.4.3-q 2.0.0-pre",
                ">=3.13.0-rc1; 3.13.0rc1 3.13.0rc2 3.13.0; 3.13.0b4 3.14.0a1",
            })
    void pre_releases_match_only_beside_their_own_version(String range, String within, String outside) {
        understands_node_semver(range, within, outside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest",
                "alpine",
                "1.2.3.4",
                "v",
                "1.",
                "1..2",
                "9f3c2d1",
                "8u212",
                "sha256-abc",
                "",
                "1.2.x",
                "1.2-",
                "1.2.",
                "1-"
            })
    void what_is_no_version_is_within_no_range(String tag) {
        assertThat(contains(SemverRange.parse("*"), tag)).isFalse();
    }

    @Test
    void build_metadata_does_not_count() {
        assertThat(contains(SemverRange.parse("1.2.3+other"), "1.2.3_build.5")).isTrue();
    }

    @Test
    void numbers_may_be_long_and_start_with_zero() {
        assertThat(contains(SemverRange.parse(">=24.04"), "24.04.1")).isTrue();
        assertThat(contains(SemverRange.parse(">20240101"), "9".repeat(120))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ">=1.20, <2; >=1.20, <2",
                "latest; latest",
                "1.x latest; latest",
                "1.2.3.4; 1.2.3.4",
                "^; ^",
                "1.2 | 1.3; | 1.3",
                ">=>1; >=>1",
                "1.2.3 -; -",
            })
    void names_what_is_not_understood(String range, String part) {
        assertThatThrownBy(() -> SemverRange.parse(range))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("range")
                .hasMessageContaining("for example")
                .hasMessageContaining("at '" + part + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refuses_empty_ranges(String range) {
        assertThatThrownBy(() -> SemverRange.parse(range)).isInstanceOf(RuleException.class);
    }

    private static boolean contains(SemverRange range, String tag) {
        return Version.parse(tag).filter(range::contains).isPresent();
    }

    private static List<String> words(String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.trim().split(" "));
    }
}
