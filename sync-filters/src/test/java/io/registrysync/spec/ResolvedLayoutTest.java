package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Image;
import io.registrysync.layout.OciLayout;
import io.registrysync.oci.Digest;
import io.registrysync.registry.Registry;
import io.registrysync.sync.Sync;
import org.junit.jupiter.api.Test;

/** Syncs to and from layouts and archives. */
class ResolvedLayoutTest extends ResolvedSyncFixture {
    @Test
    void a_layout_keeps_a_project_and_gives_it_back() {
        seed("src", "team/web", "1");
        seed("src", "team/api", "2");

        successful("source: {registry: src}, target: {layout: 'oci-archive:all.tar'}");
        successful("source: {layout: 'oci-archive:all.tar'}, target: {registry: dst, project: ns}");

        assertThat(at("dst").tags("ns/web")).containsExactly("1");
        assertThat(at("dst").tags("ns/api")).containsExactly("2");
    }

    @Test
    void a_layout_in_which_nothing_has_a_name_is_told_to_be_so() {
        Image image = seed("src", "team/web", "1");
        try (OciLayout layout = OciLayout.folder(folder.resolve("nameless"));
                Registry registry = Registry.at(at("src").uri().toString()).open()) {
            assertThat(Sync.from(registry.repository("team/web"))
                            .digest(Digest.parse(image.digest()))
                            .to(layout.repository())
                            .run()
                            .isSuccess())
                    .isTrue();
        }

        assertThatThrownBy(() -> resolve("source: {layout: 'oci:nameless'}, target: {registry: dst}"))
                .hasMessageContainingAll("nothing to copy", "oci:nameless have no names");
    }

    @Test
    void an_archive_for_docker_names_images_with_their_registry() {
        seed("src", "team/web", "1");

        successful("source: {registry: src}, target: {layout: 'docker-archive:web.tar'}");
        successful("source: {layout: 'docker-archive:web.tar'}, target: {registry: dst}");

        assertThat(at("dst").tags("team/web")).containsExactly("1");
    }
}
