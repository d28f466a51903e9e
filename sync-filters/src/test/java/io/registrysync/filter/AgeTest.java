package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.filter.TagRule.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeTest {
    private static final Duration WEEK = Duration.ofDays(7);

    private final TestFacts facts = TestFacts.nginx()
            .created("fresh", Duration.ofHours(1))
            .created("exact", WEEK)
            .created("old", Duration.ofDays(30))
            .created("future", Duration.ofDays(-1));

    @Test
    void minimum_keeps_back_what_is_fresh_or_from_the_future() {
        assertThat(facts.selected(Tags.all().minAge(WEEK), "fresh", "exact", "old", "future"))
                .containsExactly("exact", "old");
    }

    @Test
    void maximum_leaves_out_what_is_old() {
        assertThat(facts.selected(Tags.all().maxAge(WEEK), "fresh", "exact", "old", "future"))
                .containsExactly("fresh", "exact", "future");
    }

    @Test
    void both_limits_hold() {
        Tags tags = Tags.all().minAge(Duration.ofDays(1)).maxAge(Duration.ofDays(20));
        assertThat(facts.selected(tags, "fresh", "exact", "old")).containsExactly("exact");
        assertThat(facts.asked).containsExactly("created 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1980-01-01T00:00:00Z", "1980-01-02T00:00:00Z"})
    void fixed_times_are_no_times(String fixed) {
        facts.created("unknown", Instant.parse(fixed));
        assertThat(facts.selected(Tags.all().minAge(WEEK), "unknown", "old")).containsExactly("old");
        assertThat(facts.selected(Tags.all().maxAge(WEEK), "unknown", "old")).containsExactly("unknown");
    }

    @Test
    void unknown_time_is_new_and_the_decision_says_so() {
        TagDecision young = facts.decisions(Tags.all().minAge(WEEK), "unknown").get(0);
        assertThat(young.selected()).isFalse();
        assertThat(young.rule()).isEqualTo(new TagRule(Kind.MIN_AGE, "PT168H"));
        assertThat(young.time()).isEmpty();
        assertThat(young.reason()).contains("not known");
        TagDecision kept = facts.decisions(Tags.all().maxAge(WEEK), "unknown").get(0);
        assertThat(kept.selected()).isTrue();
        assertThat(kept.reason()).contains("not known");
    }

    @Test
    void decision_names_the_time() {
        TagDecision decision = facts.decisions(Tags.all().minAge(WEEK), "fresh").get(0);
        assertThat(decision.time()).contains(TestFacts.NOW.minus(Duration.ofHours(1)));
        assertThat(decision.reason()).isEqualTo("made less than 7 days ago (2026-03-01T11:00:00Z)");
    }

    @Test
    void cool_down_goes_by_the_first_sight() {
        facts.seen("seen", Duration.ofDays(8)).seen("new", Duration.ofDays(1));
        assertThat(facts.selected(Tags.all().coolDown(WEEK), "seen", "new", "unknown"))
                .containsExactly("seen");
        assertThat(facts.asked).containsExactly("firstSeen 3");
        assertThat(facts.decisions(Tags.all().coolDown(WEEK), "new").get(0).rule())
                .isEqualTo(new TagRule(Kind.COOL_DOWN, "PT168H"));
        assertThat(facts.decisions(Tags.all().coolDown(Duration.ofHours(36)), "new")
                        .get(0)
                        .reason())
                .startsWith("first seen less than 36 hours ago");
        assertThat(facts.decisions(Tags.all().coolDown(Duration.ofMinutes(90)), "new")
                        .get(0)
                        .reason())
                .startsWith("first seen at least PT1H30M ago");
    }

    @Test
    void cool_down_asks_only_for_what_is_old_enough() {
        facts.seen("old", Duration.ofDays(8)).seen("fresh", Duration.ofDays(8));
        assertThat(facts.selected(Tags.all().minAge(WEEK).coolDown(WEEK), "old", "fresh"))
                .containsExactly("old");
        assertThat(facts.asked).containsExactly("created 2", "firstSeen 1");
    }

    @Test
    void zero_is_no_limit() {
        Tags tags = Tags.all().minAge(Duration.ZERO).maxAge(Duration.ZERO).coolDown(Duration.ZERO);
        assertThat(facts.selected(tags, "unknown", "old")).containsExactly("unknown", "old");
        assertThat(facts.asked).isEmpty();
    }

    @Test
    void any_duration_is_allowed() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(facts.selected(Tags.all().minAge(longest), "old")).isEmpty();
        assertThat(facts.selected(Tags.all().maxAge(longest), "old")).containsExactly("old");
    }

    @Test
    void limits_that_exclude_each_other_are_refused() {
        assertThatThrownBy(() -> Tags.all().minAge(WEEK).maxAge(Duration.ofDays(1)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("PT168H")
                .hasMessageContaining("PT24H");
    }
}
