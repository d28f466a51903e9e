package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.registrysync.spec.SyncFileException.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sync as the values that JSON has. */
class SyncValuesTest {
    private static final Map<String, Object> SOURCE = Map.of("registry", "hub", "repository", "library/nginx");
    private static final Map<String, Object> TARGET = Map.of("registry", "harbor", "project", "prod");

    @Test
    void reads_back_everything_that_a_file_can_say() {
        SyncFile file = SyncFile.parse(
                "test", SyncFileTest.COMPLETE, Map.of("TOKEN", "s3cret", "HOST", "harbor.example.com", "EMPTY", ""));
        assertThat(file.syncs())
                .isNotEmpty()
                .allSatisfy(sync -> assertThat(SyncSpec.ofMap(sync.toMap())).isEqualTo(sync));
    }

    @Test
    void a_dollar_is_a_dollar_both_ways() {
        for (String name : List.of("$", "$$", "${HOME}", "${", "$${X:-y}", "a$b")) {
            SyncSpec sync =
                    SyncSpec.ofMap(Map.of("name", name, "description", name, "source", SOURCE, "target", TARGET));
            assertThat(sync.name()).isEqualTo(name);
            assertThat(sync.toMap()).containsEntry("name", name).containsEntry("description", name);
            assertThat(SyncSpec.ofMap(sync.toMap())).isEqualTo(sync);
            assertThat(SyncSpec.parse("test", sync.toYaml())).isEqualTo(sync);
        }
    }

    @Test
    void a_dollar_in_a_glob_or_an_artifact_type_is_one_too() {
        for (String glob : List.of("${x}*", "$${*}", "a$$b*")) {
            SyncSpec sync = SyncSpec.ofMap(Map.of(
                    "name",
                    "x",
                    "source",
                    Map.of("registry", "a", "repositories", List.of(glob, "other*")),
                    "target",
                    TARGET,
                    "referrers",
                    List.of("a$$b/c")));
            assertThat(SyncSpec.parse("test", sync.toYaml())).isEqualTo(sync);
            SyncSpec one = SyncSpec.ofMap(
                    Map.of("name", "x", "source", Map.of("registry", "a", "repository", glob), "target", TARGET));
            assertThat(SyncSpec.parse("test", one.toYaml())).isEqualTo(one);
        }
    }

    @Test
    void numbers_and_flags_are_values() {
        SyncSpec sync = SyncSpec.ofMap(Map.of(
                "name",
                "x",
                "source",
                SOURCE,
                "target",
                TARGET,
                "tags",
                Map.of("newest", 10),
                "limits",
                Map.of("requestsPerSecond", 0.5, "retries", 2L),
                "mapping",
                Map.of("flatten", 1),
                "referrers",
                true,
                "enabled",
                false));
        assertThat(sync.tags().newest()).isEqualTo(10);
        assertThat(sync.limits().requestsPerSecond()).contains(0.5);
        assertThat(sync.enabled()).isFalse();
        assertThat(SyncSpec.ofMap(sync.toMap())).isEqualTo(sync);
    }

    @Test
    void a_key_without_a_value_is_as_good_as_missing() {
        Map<String, Object> keys = new HashMap<>(Map.of("name", "x", "source", SOURCE, "target", TARGET));
        keys.put("schedule", null);
        keys.put("description", null);
        assertThat(SyncSpec.ofMap(keys).schedule()).isEmpty();
    }

    @Test
    void says_all_mistakes_at_once_with_their_paths() {
        Map<String, Object> wrong = Map.of(
                "nam",
                "x",
                "source",
                SOURCE,
                "target",
                TARGET,
                "tags",
                Map.of("include", Arrays.asList("ok", "(", null), "newest", "many"),
                "schedule",
                Map.of("cron", "61 * * * *"),
                "limits",
                Map.of("timeout", "${SOON}"));
        SyncFileException failure = catchThrowableOfType(SyncFileException.class, () -> SyncSpec.ofMap(wrong));
        assertThat(failure.problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "",
                        "nam",
                        "tags.include[1]",
                        "tags.include[2]",
                        "tags.newest",
                        "schedule.cron",
                        "limits.timeout");
        assertThat(failure.problems())
                .allSatisfy(problem -> assertThat(problem.line()).isZero());
        assertThat(failure).hasMessageContaining("did you mean \"name\"").hasMessageContaining("${SOON}");
    }

    @Test
    void refuses_what_is_nested_without_end_or_no_value() {
        Map<String, Object> nested = Map.of("a", 1);
        for (int level = 0; level < 1000; level++) {
            nested = Map.of("a", nested);
        }
        Map<String, Object> deep = nested;
        assertThatThrownBy(() -> SyncSpec.ofMap(deep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> SyncSpec.ofMap(Map.of("name", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void takes_another_name() {
        SyncSpec sync = SyncSpec.of("one", Source.registry("a", "b"), Target.registry("c"));
        assertThat(sync.named("two").name()).isEqualTo("two");
        assertThat(sync.named("two").named("one")).isEqualTo(sync);
    }

    @Test
    void all_lines_that_are_no_image_are_named() {
        assertThatThrownBy(() -> Source.parseImages("nginx\nUpper/Case\n\n:\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("line 4");
    }
}
