package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatternsTest {
    @Test
    void splits_at_commas() {
        assertThat(Patterns.split(".*-alpine,.*-debug")).containsExactly(".*-alpine", ".*-debug");
    }

    @Test
    void drops_blanks_and_empty_parts() {
        assertThat(Patterns.split(" a , ,b,,")).containsExactly("a", "b");
        assertThat(Patterns.split("")).isEmpty();
        assertThat(Patterns.split(" ")).isEmpty();
    }

    @Test
    void keeps_commas_within_brackets() {
        assertThat(Patterns.split("1\\.{1,3},(a,b),[,;],x")).containsExactly("1\\.{1,3}", "(a,b)", "[,;]", "x");
    }

    @Test
    void brackets_in_a_class_open_nothing() {
        assertThat(Patterns.split("[(],a,[])],b,[^]{],c,[\\]}],d"))
                .isEqualTo(List.of("[(]", "a", "[])]", "b", "[^]{]", "c", "[\\]}]", "d"));
    }

    @Test
    void escaped_brackets_open_nothing() {
        assertThat(Patterns.split("\\(,a,\\[,b")).containsExactly("\\(", "a", "\\[", "b");
    }

    @Test
    void escaped_comma_does_not_separate() {
        assertThat(Patterns.split("a\\,b,c\\")).containsExactly("a,b", "c\\");
    }

    @Test
    void brackets_that_do_not_match_are_left_to_the_compiler() {
        assertThat(Patterns.split("a),b")).containsExactly("a)", "b");
        assertThat(Patterns.split("(a,b")).containsExactly("(a,b");
        assertThat(Patterns.split("[a,b")).containsExactly("[a,b");
    }
}
