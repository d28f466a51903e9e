package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Syncs that are done in parts. */
class SyncPartTest extends ResolvedSyncFixture {
    @Test
    void parts_together_are_the_whole_and_ask_for_no_names() {
        seed("src", "team/web", "1");
        seed("src", "team/web", "2-rc");
        seed("src", "team/api", "1");
        String sync = "source: {registry: src, project: team}, targets: [{registry: dst, project: [a, b]},"
                + " {registry: other, project: c}], tags: {exclude: ['-rc']}";
        SyncSpec spec = file(sync).syncs().get(0);
        List<SyncPart> parts = resolve(sync).parts();
        assertThat(parts).extracting(SyncPart::repository).containsExactly("team/api", "team/web");
        int lists = at("src").traffic().count("GET", "/v2/_catalog.*");

        for (SyncPart part : SyncPart.read(SyncPart.write(parts))) {
            try (ResolvedSync one = ResolvedSync.of(spec, List.of(part), registries())) {
                assertThat(one.parts()).containsExactly(part);
                assertThat(one.sync().run().isSuccess()).isTrue();
            }
        }

        assertThat(at("dst").repositories()).containsExactlyInAnyOrder("a/web", "b/web", "a/api", "b/api");
        assertThat(at("other").tags("c/web")).containsExactly("1");
        assertThat(at("src").traffic().count("GET", "/v2/_catalog.*")).isEqualTo(lists);
    }

    @Test
    void a_part_may_be_narrowed_to_images_and_places() {
        seed("src", "team/web", "1");
        seed("src", "team/web", "2");
        String sync = "source: {registry: src}, target: {registry: dst, project: [a, b]}";
        SyncPart part = resolve(sync).parts().get(0);
        SyncPart narrow = part.only(List.of(":2"), List.of(part.goals().get(1)));

        try (ResolvedSync one = ResolvedSync.of(file(sync).syncs().get(0), List.of(narrow), registries())) {
            assertThat(one.sync().run().isSuccess()).isTrue();
        }

        assertThat(at("dst").repositories()).containsExactly("b/web");
        assertThat(at("dst").tags("b/web")).containsExactly("2");
    }

    @Test
    void parts_of_listed_images_keep_their_digests_and_tags() {
        Image pinned = seed("src", "team/web", "1");
        seed("src", "team/web", "2");
        String at = at("src").host() + "/team/web";
        String sync = "source: {images: ['" + at + ":2', '" + at + ":one@" + pinned.digest() + "']},"
                + " target: {registry: dst, project: a}";
        List<SyncPart> parts = resolve(sync).parts();
        assertThat(parts).flatExtracting(SyncPart::images).containsExactly(":2", ":one@" + pinned.digest());

        try (ResolvedSync again = ResolvedSync.of(file(sync).syncs().get(0), parts, registries())) {
            assertThat(again.sync().run().isSuccess()).isTrue();
        }

        assertThat(at("dst").tags("a/web")).containsExactlyInAnyOrder("2", "one");
    }

    @Test
    void what_is_no_part_is_refused() {
        assertThatThrownBy(() -> SyncPart.read("image\t:1\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SyncPart.read("from\ta\tb\n")).isInstanceOf(IllegalArgumentException.class);
    }
}
