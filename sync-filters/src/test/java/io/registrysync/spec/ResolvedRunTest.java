package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.sync.SyncReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sync that ran before asks for, and what it deletes. */
class ResolvedRunTest extends ResolvedSyncFixture {
    private static final String LISTS = "/v2/(_catalog|.+/tags/list).*";
    private static final String MANIFESTS = "/v2/.+/manifests/.+";

    @Test
    void a_second_run_lists_and_asks_both_sides_for_each_tag_and_nothing_else() {
        for (String tag : List.of("1", "2", "3")) {
            seed("src", "team/web", tag);
        }
        seed("src", "team/api", "1");
        Registries opened = registries();
        String sync = "source: {registry: src, project: team}, target: {registry: dst, project: prod}";
        run(sync, opened);
        at("src").traffic().reset();
        at("dst").traffic().reset();

        SyncReport second = run(sync, opened);

        assertThat(second.progress().images().unchanged()).isEqualTo(4);
        assertThat(at("src").traffic().count("GET", LISTS)).isEqualTo(3);
        assertThat(at("src").traffic().count("HEAD", MANIFESTS)).isEqualTo(4);
        assertThat(at("src").traffic().count()).isEqualTo(7);
        assertThat(at("dst").traffic().count("HEAD", MANIFESTS)).isEqualTo(4);
        assertThat(at("dst").traffic().count()).isEqualTo(4);
    }

    @Test
    void what_is_gone_from_the_source_goes_at_the_target() {
        seed("src", "team/web", "1");
        seed("src", "team/web", "2");
        String sync = "source: {registry: src}, target: {registry: dst}, delete: {enabled: true, maxPercent: 50}";
        successful(sync);
        at("src").untag("team/web", "2");

        successful(sync);

        assertThat(at("dst").tags("team/web")).containsExactly("1");
    }
}
