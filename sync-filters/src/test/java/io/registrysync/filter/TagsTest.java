package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {
    private static final int MANY = 100_000;

    @Test
    void rules_are_values() {
        Tags tags = Tags.include("^1");
        tags.exclude("alpine").newest(1).minAge(Duration.ofDays(1));
        assertThat(TestFacts.nginx().selected(tags, "1-alpine", "1")).containsExactly("1-alpine", "1");
    }

    @Test
    void each_call_adds_patterns() {
        Tags tags = Tags.include("^1", "^2")
                .exclude("a")
                .exclude("b")
                .includeImages("x:*")
                .includeImages("nginx:*");
        assertThat(TestFacts.nginx().selected(tags, "1", "2", "3", "1a", "1b")).containsExactly("1", "2");
    }

    @Test
    void image_and_tag_patterns_both_have_to_let_pass() {
        Tags tags = Tags.include("^1").includeImages("nginx:*-slim");
        assertThat(TestFacts.nginx().selected(tags, "1", "2-slim", "1-slim")).containsExactly("1-slim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx:1",
                "library/nginx:1",
                "docker.io/library/nginx:1",
                "*/nginx:1",
                "docker.io/*:1",
                "ngin[x]:?"
            })
    void image_goes_by_its_short_and_its_full_names(String glob) {
        assertThat(TestFacts.nginx().selected(Tags.all().includeImages(glob), "1"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({
        "nginx:1.*, '', true",
        "'*:1.*', '', true",
        "nginx*, '', true",
        "docker.io/library/*:1, '', true",
        "docker.io/*, '', true",
        "'[a-n:]ginx', '', true",
        "redis:*, '', false",
        "'*/redis:1', '', false",
        "'*', nginx:*, false",
        "'*', library/nginx:**, false",
        "'*', nginx:1*, true",
        "'*', '*', true",
    })
    void tells_repositories_of_which_no_image_can_pass(String include, String exclude, boolean expected) {
        Tags tags = Tags.all().includeImages(include);
        Tags rules = exclude.isEmpty() ? tags : tags.excludeImages(exclude);

        assertThat(rules.mayPass(new RepositoryName("library/nginx"), "docker.io/library/nginx"))
                .isEqualTo(expected);
    }

    @Test
    void a_port_is_not_taken_for_a_tag() {
        RepositoryName web = new RepositoryName("team/web");

        assertThat(Tags.all().includeImages("localhost:*").mayPass(web, "localhost:5000/team/web"))
                .isTrue();
        assertThat(Tags.all().includeImages("localhost:5000/*").mayPass(web, "localhost:5000/team/web"))
                .isTrue();
        assertThat(Tags.all().includeImages("other:*").mayPass(web, "localhost:5000/team/web"))
                .isFalse();
    }

    @Test
    void image_goes_by_its_path_without_library() {
        TestFacts facts = new TestFacts("harbor.example.com:8443", "library/team/web");
        assertThat(facts.selected(Tags.all().includeImages("team/web:*"), "1")).hasSize(1);
        assertThat(facts.selected(Tags.all().includeImages("harbor.example.com:8443/library/*:1"), "1"))
                .hasSize(1);
        assertThat(facts.selected(Tags.all().includeImages("quay.io/*"), "1")).isEmpty();
    }

    // ---- why --------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1.25-alpine; false; EXCLUDE; -alpine; excluded by '-alpine'",
                "2.0-alpine; false; EXCLUDE; -alpine; excluded by '-alpine'",
                "1.25.debug; false; IMAGE_EXCLUDE; *.debug; image excluded by '*.debug'",
                "2.0; false; NO_INCLUDE; ''; no pattern includes the tag",
                "1.9; false; NO_IMAGE_INCLUDE; ''; no pattern includes the image",
                "1.20-x; false; SEMVER; >=1.21; counts as a pre-release, which is not within '>=1.21'",
                "1.20; false; SEMVER; >=1.21; a version outside of '>=1.21'",
                "1.2.a; false; SEMVER; >=1.21; not a version, so not within '>=1.21'",
                "1.21; true; SEMVER; >=1.21; a version within '>=1.21'",
            })
    void names_the_rule_that_decided(String tag, boolean selected, Kind kind, String text, String reason) {
        Tags tags = Tags.include("^1\\.")
                .exclude("-alpine")
                .includeImages("nginx:1.2*")
                .excludeImages("*.debug")
                .semver(">=1.21");
        TagDecision decision = TestFacts.nginx().decisions(tags, tag).get(0);
        assertThat(decision.selected()).isEqualTo(selected);
        assertThat(decision.rule()).isEqualTo(new TagRule(kind, text));
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision).hasToString(tag + ": " + (selected ? "yes, " : "no, ") + reason);
    }

    @Test
    void names_the_last_rule_that_let_pass() {
        assertThat(rule(Tags.all())).isEqualTo(new TagRule(Kind.NONE, ""));
        assertThat(rule(Tags.include("x", "^1", "1"))).isEqualTo(new TagRule(Kind.INCLUDE, "^1"));
        assertThat(rule(Tags.include("^1").includeImages("nginx:*")))
                .isEqualTo(new TagRule(Kind.IMAGE_INCLUDE, "nginx:*"));
        assertThat(rule(Tags.include("^1").newest(3))).isEqualTo(new TagRule(Kind.NEWEST, "3"));
    }

    @Test
    void tag_patterns_are_reported_before_image_patterns() {
        Tags tags = Tags.all().excludeImages("*:1*").exclude("^1");
        assertThat(rule(tags).kind()).isEqualTo(Kind.EXCLUDE);
    }

    @Test
    void decides_on_every_tag_in_order() {
        Tags tags = Tags.include("^1").minAge(Duration.ofDays(1));
        assertThat(TestFacts.nginx().decisions(tags, "2", "1", "3"))
                .extracting(TagDecision::tag)
                .containsExactly(new Tag("2"), new Tag("1"), new Tag("3"));
    }

    @Test
    void tells_patterns_that_match_nothing() {
        Tags tags = Tags.include("^1", "^9")
                .exclude("alpine", "windows")
                .includeImages("nginx:*", "redis:*")
                .excludeImages("*:rc*")
                .semver(">5");
        TestFacts facts = TestFacts.nginx();
        List<Tag> listed = List.of(new Tag("1.0-rc1"), new Tag("2-alpine"));
        assertThat(tags.unmatched(listed, facts))
                .containsExactly(
                        new TagRule(Kind.EXCLUDE, "windows"),
                        new TagRule(Kind.IMAGE_EXCLUDE, "*:rc*"),
                        new TagRule(Kind.INCLUDE, "^9"),
                        new TagRule(Kind.IMAGE_INCLUDE, "redis:*"),
                        new TagRule(Kind.SEMVER, ">5"));
        assertThat(facts.asked).isEmpty();
    }

    @Test
    void covers_by_name_and_asks_nothing() {
        Tags tags = Tags.include("^1")
                .exclude("alpine")
                .semver("<1.5")
                .minAge(Duration.ofDays(3))
                .coolDown(Duration.ofDays(3))
                .newest(1);
        TestFacts facts = TestFacts.nginx();
        assertThat(tags.covers(new Tag("1.2"), facts)).isTrue();
        assertThat(tags.covers(new Tag("1.2-alpine"), facts)).isFalse();
        assertThat(tags.covers(new Tag("1.6"), facts)).isFalse();
        assertThat(tags.covers(new Tag("2"), facts)).isFalse();
        assertThat(facts.asked).isEmpty();
    }

    // ---- streaming --------------------------------------------------------------------------------------------------

    @Test
    void reads_no_further_than_the_tag_that_is_wanted() {
        AtomicInteger read = new AtomicInteger();
        Iterator<Tag> selected = Tags.include("0$")
                .exclude("5")
                .select(many(read), TestFacts.nginx())
                .iterator();
        assertThat(selected.next()).isEqualTo(new Tag("1.0"));
        assertThat(selected.next()).isEqualTo(new Tag("1.10"));
        assertThat(read).hasValueLessThanOrEqualTo(12);
    }

    @Test
    void asks_for_times_in_chunks_while_the_list_is_read() {
        AtomicInteger read = new AtomicInteger();
        TestFacts facts = TestFacts.nginx();
        IntStream.range(0, MANY).forEach(i -> facts.created("1." + i, Duration.ofDays(9)));
        Iterator<Tag> selected =
                Tags.all().minAge(Duration.ofDays(1)).select(many(read), facts).iterator();
        assertThat(selected.next()).isEqualTo(new Tag("1.0"));
        assertThat(read).hasValueLessThan(200);
        assertThat(facts.asked).first().isEqualTo("created 64");
    }

    @Test
    void holds_few_tags_where_hardly_one_passes() {
        AtomicInteger read = new AtomicInteger();
        Iterator<TagDecision> decisions = Tags.include("^none$")
                .minAge(Duration.ofDays(1))
                .decide(many(read), TestFacts.nginx())
                .iterator();
        decisions.next();
        assertThat(read).hasValueLessThan(3_000);
    }

    @Test
    void asks_for_no_facts_where_no_tag_passes() {
        TestFacts facts = TestFacts.nginx();
        Tags tags = Tags.include("^none$")
                .minAge(Duration.ofDays(1))
                .coolDown(Duration.ofDays(1))
                .newest(1);
        assertThat(facts.selected(tags, "1", "2")).isEmpty();
        assertThat(facts.asked).isEmpty();
    }

    @Test
    void decides_on_a_long_list() {
        TestFacts facts = TestFacts.nginx();
        IntStream.range(0, MANY).forEach(i -> facts.created("1." + i, Duration.ofMinutes(i)));
        Tags tags = Tags.all().minAge(Duration.ofHours(1)).newest(3);
        assertThat(tags.select(many(new AtomicInteger()), facts))
                .containsExactly(new Tag("1.60"), new Tag("1.61"), new Tag("1.62"));
    }

    @Test
    void closes_the_list() {
        AtomicBoolean closed = new AtomicBoolean();
        for (Tags tags : List.of(Tags.all(), Tags.all().newest(1), Tags.all().minAge(Duration.ofDays(1)))) {
            closed.set(false);
            tags.select(Stream.of(new Tag("1")).onClose(() -> closed.set(true)), TestFacts.nginx())
                    .close();
            assertThat(closed).isTrue();
        }
    }

    @Test
    void refuses_numbers_below_zero() {
        assertThatThrownBy(() -> Tags.all().newest(-1)).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> Tags.all().minAge(Duration.ofSeconds(-1))).isInstanceOf(RuleException.class);
    }

    private static TagRule rule(Tags tags) {
        return TestFacts.nginx().decisions(tags, "1").get(0).rule();
    }

    private static Stream<Tag> many(AtomicInteger read) {
        return IntStream.range(0, MANY).mapToObj(i -> new Tag("1." + i)).peek(tag -> read.incrementAndGet());
    }
}
