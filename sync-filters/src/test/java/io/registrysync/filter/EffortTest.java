package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.Tag;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A rule that costs too much is refused while it is used. */
class EffortTest {
    private long clock;
    private long cost;
    private int asked;

    private final Effort effort = new Effort(
            List.of(
                    NameRule.regex(Kind.EXCLUDE, "cheap"),
                    new NameRule(new TagRule(Kind.INCLUDE, "dear"), (tag, names) -> {
                        asked++;
                        clock += cost;
                        return true;
                    })),
            ImageNames.of(TestFacts.nginx()),
            () -> clock);

    private void decide(int tags) {
        IntStream.range(0, tags).forEach(i -> effort.beforeDeciding(new Tag("t" + i)));
    }

    @Test
    void a_rule_that_costs_too_much_is_named_after_a_thousand_tags() {
        cost = Effort.MOST_NANOS_PER_TAG + 1;
        decide(1023);

        assertThatThrownBy(() -> decide(1))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'dear'")
                .hasMessageContaining("50 microseconds per tag");
    }

    @Test
    void a_rule_that_costs_little_is_asked_seldom_and_never_refused() {
        cost = Effort.MOST_NANOS_PER_TAG;

        decide(100_000);

        assertThat(asked).isEqualTo(100_000 / 32);
    }

    @Test
    void what_was_cheap_at_first_is_judged_again() {
        decide(10_000);
        cost = 1_000_000;

        assertThatThrownBy(() -> decide(3_000)).isInstanceOf(RuleException.class);
    }
}
