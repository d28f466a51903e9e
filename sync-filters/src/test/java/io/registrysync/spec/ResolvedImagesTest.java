package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which images of a sync are copied. */
class ResolvedImagesTest extends ResolvedSyncFixture {
    @Test
    void globs_are_asked_for_below_what_they_name() {
        seed("src", "team/web", "1");
        seed("src", "team/api", "1");
        seed("src", "other/api", "1");

        ResolvedSync resolved = resolve(
                "source: {registry: src, repositories: ['team/w*', other/api, 'no/*']}, target: {registry: dst}");
        resolved.sync().run();

        assertThat(at("dst").repositories()).containsExactlyInAnyOrder("team/web", "other/api");
        assertThat(resolved.warnings()).singleElement().asString().contains("no repository", "\"no/*\"");
    }

    @Test
    void globs_of_a_project_begin_below_it() {
        seed("src", "team/web", "1");
        seed("src", "team/api", "1");

        successful("source: {registry: src, project: team, repositories: ['w*']}, target: {registry: dst}");

        assertThat(at("dst").repositories()).containsExactly("team/web");
    }

    @Test
    void asks_for_no_tags_of_repositories_that_no_glob_for_images_can_match() {
        seed("src", "team/web", "1.2");
        seed("src", "team/api", "1.2");
        seed("src", "team/old", "1.2");

        successful("source: {registry: src}, target: {registry: dst},"
                + " images: {include: ['web:1.*', 'old:*'], exclude: ['team/old:*']}");

        assertThat(at("dst").repositories()).containsExactly("team/web");
        assertThat(at("src").traffic().count("GET", "/v2/.+/tags/list.*")).isEqualTo(1);
    }

    @Test
    void copies_the_tags_that_rules_pick() {
        for (String tag : List.of("1.0", "1.1", "1.1-alpine", "2.0")) {
            seed("src", "team/web", tag);
        }

        successful("source: {registry: src}, target: {registry: dst},"
                + " tags: {include: '^1', exclude: alpine, newest: 1, newestBy: semver}");

        assertThat(at("dst").tags("team/web")).containsExactly("1.1");
    }

    @Test
    void copies_some_platforms_only() {
        at("src").seed("team/web", "1", Images.multiPlatform(7, "linux/amd64", "linux/arm64"));

        successful("source: {registry: src}, target: {registry: dst}, platforms: arm64");

        assertThat(at("dst").manifests("team/web")).hasSize(2);
    }

    @Test
    void brings_along_what_refers_to_images() {
        registries.put("src", keep(offersReferrers()));
        registries.put("dst", keep(offersReferrers()));
        Image web = at("src").seed("team/web", "1", Images.single(1).layers(10).build());
        Image signature = at("src")
                .seed(
                        "team/web",
                        Images.single(2)
                                .layers(10)
                                .artifactType("a/b")
                                .subject(web)
                                .build());

        successful("source: {registry: src}, target: {registry: dst}, referrers: true");

        assertThat(at("dst").manifest("team/web", signature.digest())).isPresent();
    }

    private static StrictRegistry offersReferrers() {
        return StrictRegistry.builder().quirks(Quirk.REFERRERS_API).start();
    }
}
