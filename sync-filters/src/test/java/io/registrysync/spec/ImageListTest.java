package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import org.junit.jupiter.api.Test;

/** Syncs of images that a list names. */
class ImageListTest extends ResolvedSyncFixture {
    private static final String LISTS = "/v2/(_catalog|.+/tags/list).*";

    @Test
    void a_list_of_images_may_mix_registries_tags_and_digests() {
        Image first = seed("src", "team/web", "1");
        seed("src", "team/web", "2");
        seed("src", "team/web", "3");
        seed("other", "team/api", "latest");
        String src = at("src").host();

        successful("source: {images: ['" + src + "/team/web:1', '" + src + "/team/web:2', '" + src + "/team/web@"
                + first.digest() + "', '" + at("other").host() + "/team/api']}, target: {registry: dst, project: ns}");

        assertThat(at("dst").tags("ns/web")).containsExactlyInAnyOrder("1", "2");
        assertThat(at("dst").tags("ns/api")).containsExactly("latest");
        assertThat(at("src").traffic().count("GET", LISTS)).isZero();
    }

    @Test
    void a_list_may_fill_one_repository_from_several() {
        seed("src", "a/web", "1");
        seed("src", "b/web", "2");
        String src = at("src").host();

        successful(
                "source: {images: [" + src + "/a/web:1, " + src + "/b/web:2]}, target: {registry: dst, project: ns}");

        assertThat(at("dst").tags("ns/web")).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void two_images_of_a_list_for_one_tag_are_refused() {
        String src = at("src").host();

        assertThatThrownBy(() -> resolve("source: {images: [" + src + "/a/web:1, " + src
                        + "/b/web:1]}, target: {registry: dst, project: ns}"))
                .hasMessageContainingAll("sync \"x\"", "a/web:1", "b/web:1", "ns/web:1");
    }

    @Test
    void a_registry_of_the_file_lends_its_credentials_to_images() {
        registries.put(
                "src",
                keep(StrictRegistry.builder()
                        .access(Access.basic().user("me", "secret", Rights.PULL))
                        .start()));
        seed("src", "team/web", "1");

        successful("source: {images: [" + at("src").host() + "/team/web:1]}, target: {registry: dst}");

        assertThat(at("dst").tags("team/web")).containsExactly("1");
    }
}
