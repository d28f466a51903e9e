package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewestTest {
    private final TestFacts facts = TestFacts.nginx()
            .created("1.9", Duration.ofDays(1))
            .created("1.10", Duration.ofDays(3))
            .created("latest", Duration.ofDays(2))
            .created("1.0", Duration.ofDays(9));

    @Test
    void goes_by_the_time_of_the_image_and_not_by_the_name() {
        assertThat(facts.selected(Tags.all().newest(2), "1.0", "1.10", "latest", "1.9"))
                .containsExactly("latest", "1.9");
        assertThat(facts.warnings).isEmpty();
        assertThat(facts.asked).containsExactly("created 4");
    }

    @Test
    void counts_what_the_other_rules_leave() {
        assertThat(facts.selected(Tags.include("^1").newest(2), "1.0", "1.10", "latest", "1.9"))
                .containsExactly("1.10", "1.9");
        assertThat(facts.asked).containsExactly("created 3");
    }

    @Test
    void counts_a_tag_that_is_listed_twice_once() {
        assertThat(facts.selected(Tags.all().newest(2), "1.9", "1.9", "latest", "1.0"))
                .containsExactly("1.9", "latest");
    }

    @Test
    void equal_times_are_ordered_by_version() {
        facts.created("1.9", Duration.ofDays(3)).created("1.9-rc1", Duration.ofDays(3));
        assertThat(facts.selected(Tags.all().newest(2), "1.9-rc1", "1.0", "1.9", "1.10"))
                .containsExactly("1.9", "1.10");
    }

    @ParameterizedTest
    @EnumSource
    void asks_nothing_where_all_are_wanted(Tags.By by) {
        assertThat(facts.selected(Tags.all().newest(2, by), "1.0", "unknown")).containsExactly("1.0", "unknown");
        assertThat(facts.asked).isEmpty();
        assertThat(facts.warnings).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void zero_is_no_limit(Tags.By by) {
        assertThat(facts.selected(Tags.all().newest(3, by).newest(0, by), "1.0", "1.9", "1.10", "latest"))
                .hasSize(4);
        assertThat(facts.asked).isEmpty();
    }

    @Test
    void missing_time_falls_back_to_versions_with_a_warning() {
        assertThat(facts.selected(Tags.all().newest(2), "1.9", "1.10", "latest", "0.1"))
                .containsExactly("1.9", "1.10");
        assertThat(facts.warnings).singleElement().asString().contains("1 of 4", "0.1 for one", "by version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1980-01-01T00:00:01Z"})
    void fixed_time_falls_back_to_versions(String fixed) {
        facts.created("1.9", Instant.parse(fixed));
        assertThat(facts.selected(Tags.all().newest(1), "1.9", "1.10", "1.0")).containsExactly("1.10");
        assertThat(facts.warnings).hasSize(1);
    }

    @Test
    void same_time_for_all_falls_back_to_versions() {
        Instant same = Instant.parse("2020-02-02T00:00:00Z");
        facts.created("1.9", same).created("1.10", same).created("latest", same);
        assertThat(facts.selected(Tags.all().newest(1), "latest", "1.10", "1.9"))
                .containsExactly("1.10");
        assertThat(facts.warnings).singleElement().asString().contains("all 3 images", "same time");
    }

    @Test
    void versions_need_no_facts() {
        assertThat(facts.selected(Tags.all().newest(2, Tags.By.VERSION), "latest", "1.10", "1.9", "1.0"))
                .containsExactly("1.10", "1.9");
        assertThat(facts.asked).isEmpty();
        assertThat(facts.warnings).isEmpty();
    }

    @Test
    void push_times_are_asked_for_only_when_wanted() {
        facts.pushed("1.0", Duration.ofMinutes(1))
                .pushed("1.9", Duration.ofDays(1))
                .pushed("1.10", Duration.ofDays(2));
        assertThat(facts.selected(Tags.all().newest(1, Tags.By.PUSHED), "1.0", "1.9", "1.10"))
                .containsExactly("1.0");
        assertThat(facts.asked).containsExactly("pushed 3");
        assertThat(facts.warnings).isEmpty();
    }

    @Test
    void push_times_that_are_not_told_are_replaced_by_those_of_the_images() {
        assertThat(facts.selected(Tags.all().newest(1, Tags.By.PUSHED), "1.0", "1.9", "1.10"))
                .containsExactly("1.9");
        assertThat(facts.asked).containsExactly("pushed 3", "created 3");
        assertThat(facts.warnings).singleElement().asString().contains("does not tell when tags were pushed");
    }

    @Test
    void push_times_of_some_are_not_mixed_with_others() {
        facts.pushed("1.0", Duration.ofMinutes(1));
        assertThat(facts.selected(Tags.all().newest(1, Tags.By.PUSHED), "1.0", "1.9", "1.10"))
                .containsExactly("1.9");
        assertThat(facts.warnings).singleElement().asString().contains("each tag");
    }

    @Test
    void decisions_tell_the_time_they_went_by() {
        assertThat(facts.decisions(Tags.include("^1").newest(1), "latest", "1.0", "1.9"))
                .extracting(
                        TagDecision::tag,
                        TagDecision::selected,
                        decision -> decision.rule().kind())
                .containsExactly(
                        tuple(new Tag("latest"), false, Kind.NO_INCLUDE),
                        tuple(new Tag("1.0"), false, Kind.NEWEST),
                        tuple(new Tag("1.9"), true, Kind.NEWEST));
        assertThat(facts.decisions(Tags.include("^1").newest(1), "1.0", "1.9")
                        .get(0)
                        .reason())
                .isEqualTo("not among the newest 1 (2026-02-20T12:00:00Z)");
    }
}
