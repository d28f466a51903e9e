package io.registrysync.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.oci.RepositoryName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameMappingTest {
    @Test
    void same_name() {
        assertThat(map(NameMapping.same(), "library/nginx")).containsExactly("library/nginx");
    }

    @Test
    void fixed_names() {
        NameMapping mapping = NameMapping.fixed(new RepositoryName("prod/nginx"), new RepositoryName("staging/nginx"));
        assertThat(map(mapping, "library/nginx")).containsExactly("prod/nginx", "staging/nginx");
    }

    @ParameterizedTest
    @CsvSource({
        "none, a/b/c/img, ns/a/b/c/img",
        "all, a/b/c/img, ns/img",
        "1, a/b/c/img, ns/b/c/img",
        "2, a/b/c/img, ns/c/img",
        "3, a/b/c/img, ns/img",
        "1, library/nginx, ns/nginx",
        "none, nginx, ns/nginx",
        "1, nginx, ns/nginx",
        "2, a/img, ns/img",
        "3, a/img, ns/img",
        "3, img, ns/img",
        "all, img, ns/img",
        "3, a/b/c/d/img, ns/d/img",
    })
    void levels_give_way_to_the_project(String levels, String source, String target) {
        assertThat(map(NameMapping.into(Flatten.parse(levels), "ns"), source)).containsExactly(target);
    }

    @Test
    void without_a_project_names_stand_at_the_top() {
        assertThat(map(NameMapping.into(Flatten.ALL), "a/b/img")).containsExactly("img");
        assertThat(map(NameMapping.into(Flatten.ONE), "images/kanzal")).containsExactly("kanzal");
    }

    @Test
    void rules_follow_one_another() {
        NameMapping mapping = NameMapping.rename("^team/", "/")
                .then(NameMapping.rename("^/a", "x/b"))
                .then(NameMapping.into(Flatten.ONE, "prod", "dr"));

        assertThat(map(mapping, "team/app")).containsExactly("prod/bpp", "dr/bpp");
        assertThatThrownBy(() -> map(mapping, "team/b/")).isInstanceOf(IllegalArgumentException.class);
        assertThat(mapping)
                .hasToString("rename '^team/' to '/', then rename '^/a' to 'x/b', then flatten 1 into prod, dr");
    }

    @Test
    void several_projects_each_get_the_name_once() {
        assertThat(map(NameMapping.into(Flatten.ONE, "prod", "group/dr", "prod"), "library/nginx"))
                .containsExactly("prod/nginx", "group/dr/nginx");
    }

    @ParameterizedTest
    @CsvSource({
        "production, production-backup, production/nginx, production-backup/nginx",
        "production, production-backup, production/web/nginx, production-backup/web/nginx",
        "library, prod, library/nginx, prod/nginx",
        "mycompany, mycompany, mycompany/a/b, mycompany/a/b",
        "group/sub, prod, group/sub/web, prod/web",
        "group, prod/group, group/sub/web, prod/group/sub/web",
    })
    void source_project_gives_way_to_the_target_project(String from, String to, String source, String target) {
        assertThat(map(NameMapping.fromProject(from, to), source)).containsExactly(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"productions/nginx", "production", "other/production/nginx"})
    void repository_outside_of_the_project_is_refused(String source) {
        assertThatThrownBy(() -> map(NameMapping.fromProject("production", "backup"), source))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'" + source + "'")
                .hasMessageContaining("'production'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "Prod", "a/", "/a", "a//b", "a b", "robot$x"})
    void project_has_to_be_the_beginning_of_a_name(String project) {
        assertThatThrownBy(() -> NameMapping.into(Flatten.ONE, project))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'" + project + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "^library/(.*)$, mirror/$1, library/nginx, mirror/nginx",
        "^library/(.*)$, mirror/$1, team/web, team/web",
        "^(?P<team>[^/]+)/(?P<rest>.+)$, ${rest}/of-${team}, core/web, web/of-core",
        "/, -, a/b/c, a-b/c",
        "'^([^/]+)/(.*/)?', x/$2, a/img, x/img",
        "^a/(b), $1$10, a/b, bb0",
    })
    void rename_by_pattern(String pattern, String replacement, String source, String target) {
        assertThat(map(NameMapping.rename(pattern, replacement), source)).containsExactly(target);
    }

    @ParameterizedTest
    @CsvSource({
        "(a), $2, '$2'' at character 1 is a group'",
        "a, x$1, '$1'' at character 2 is a group'",
        "(a), ${name}, '${name}'' at character 1 is a group'",
        "a, x$, '$'' at character 2 stands alone'",
        "a, x$-, '$'' at character 2 stands alone'",
        "(?=a), x, look-ahead",
    })
    void rename_rule_is_checked_at_once(String pattern, String replacement, String message) {
        assertThatThrownBy(() -> NameMapping.rename(pattern, replacement))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining(message);
    }

    @Test
    void result_has_to_be_a_name() {
        assertThatThrownBy(() -> map(NameMapping.rename("^a/", "A/"), "a/img"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'a/img'")
                .hasMessageContaining("rename '^a/' to 'A/'")
                .hasMessageContaining("'A/img'");
        assertThatThrownBy(() -> map(NameMapping.rename(".*", "\\$x"), "a")).hasMessageContaining("$x");
        assertThatThrownBy(() -> map(NameMapping.rename("a", "\u001b"), "a"))
                .message()
                .doesNotContain("\u001b");
    }

    @Test
    void result_may_not_be_too_long() {
        NameMapping mapping = NameMapping.into(Flatten.NONE, "x".repeat(200));
        assertThatThrownBy(() -> map(mapping, "y".repeat(900))).isInstanceOf(RuleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "0", "", "ALL"})
    void unknown_levels_are_refused(String levels) {
        assertThatThrownBy(() -> Flatten.parse(levels))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("none, 1");
    }

    @Test
    void levels_are_written_as_they_are_read() {
        assertThat(Flatten.values())
                .allSatisfy(level -> assertThat(Flatten.parse(level.toString())).isEqualTo(level));
    }

    @Test
    void two_sources_for_one_target_are_refused() {
        Collisions collisions = new Collisions();
        NameMapping mapping = NameMapping.into(Flatten.ALL, "ns");
        List<String> sources = List.of("a/img", "b/web", "b/img");
        assertThatThrownBy(() -> sources.forEach(source -> map(mapping, source)
                        .forEach(target -> collisions.add("docker.io/" + source, "harbor.example.com/" + target))))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'docker.io/a/img'")
                .hasMessageContaining("'docker.io/b/img'")
                .hasMessageContaining("'harbor.example.com/ns/img'")
                .hasMessageContaining("flatten fewer levels");
    }

    @Test
    void one_source_may_have_several_targets_and_tags() {
        Collisions collisions = new Collisions();
        collisions.add("docker.io/a/img", "h/ns/img");
        collisions.add("docker.io/a/img", "h/ns/img");
        collisions.add("docker.io/a/img", "h/other/img");
        collisions.add("docker.io/b/img", "h2/ns/img");
        assertThatThrownBy(() -> collisions.add("quay.io/a/img", "h/ns/img")).isInstanceOf(RuleException.class);
    }

    private static List<String> map(NameMapping mapping, String source) {
        return mapping.map(new RepositoryName(source)).stream()
                .map(RepositoryName::path)
                .toList();
    }
}
