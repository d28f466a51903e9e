package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What repositories of a sync are called at its targets. */
class ResolvedNamesTest extends ResolvedSyncFixture {
    @Test
    void a_project_takes_the_place_of_the_sources() {
        seed("src", "team/web", "1");
        seed("src", "team/tools/lint", "1");
        seed("src", "other/web", "1");

        successful("source: {registry: src, project: team}, target: {registry: dst, project: prod}");

        assertThat(at("dst").repositories()).containsExactlyInAnyOrder("prod/web", "prod/tools/lint");
    }

    @Test
    void without_a_project_at_the_source_one_component_gives_way() {
        seed("src", "library/web", "1");

        successful(
                "source: {registry: src, repository: library/web}, target: {registry: dst, project: [ns, group/dr]}");

        assertThat(at("dst").repositories()).containsExactlyInAnyOrder("ns/web", "group/dr/web");
    }

    @Test
    void names_stay_in_a_target_without_a_project() {
        seed("src", "library/web", "1");

        successful("source: {registry: src}, target: {registry: dst}");

        assertThat(at("dst").repositories()).containsExactly("library/web");
    }

    @Test
    void names_go_through_every_rename_and_lose_components_afterwards() {
        seed("src", "team/a-web", "1");

        successful("source: {registry: src}, target: {registry: dst, project: ns}, mapping: {flatten: 1, rename:"
                + " [{match: '^team/', replace: 'x/y/'}, {match: '/a-', replace: '/b-'}]}");

        assertThat(at("dst").repositories()).containsExactly("ns/y/b-web");
    }

    @Test
    void with_a_rename_alone_nothing_is_taken_away() {
        seed("src", "team/web", "1");

        successful("source: {registry: src, project: team}, target: {registry: dst, project: ns},"
                + " mapping: {rename: [{match: web, replace: site}]}");

        assertThat(at("dst").repositories()).containsExactly("ns/team/site");
    }

    @Test
    void one_repository_may_have_any_name() {
        seed("src", "team/web", "1");

        successful("source: {registry: src, repository: team/web},"
                + " target: {registry: dst, project: [a, b], repository: site/web}");

        assertThat(at("dst").repositories()).containsExactlyInAnyOrder("a/site/web", "b/site/web");
    }
}
