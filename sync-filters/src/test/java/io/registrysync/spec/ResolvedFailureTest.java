package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.Side;
import io.registrysync.sync.SyncReport;
import org.junit.jupiter.api.Test;

/** Syncs that cannot be done, as a whole or in part. */
class ResolvedFailureTest extends ResolvedSyncFixture {
    @Test
    void two_sources_for_one_target_are_refused_before_anything_is_copied() {
        seed("src", "a/web", "1");
        seed("src", "b/web", "1");

        assertThatThrownBy(() -> resolve("source: {registry: src}, target: {registry: dst, project: ns}"))
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
                    assertThat(failure).hasMessageContainingAll("sync \"x\"", "a/web", "b/web", "ns/web", "rename");
                });
    }

    @Test
    void sources_that_meet_in_two_targets_of_one_registry_are_refused() {
        seed("src", "ns/web", "1");
        seed("src", "a/web", "1");

        assertThatThrownBy(() -> resolve("source: {registry: src}, targets: [{registry: dst},"
                        + " {registry: dst, project: ns, repository: web}]"))
                .isInstanceOf(SyncFileException.class);
        assertThatThrownBy(() -> resolve("source: {registry: src, project: a}, targets: [{registry: src, project: ns},"
                        + " {registry: src}]"))
                .hasMessageContaining("to itself");
    }

    @Test
    void a_list_that_fails_leaves_the_repositories_that_are_named() {
        seed("src", "team/web", "1");
        at("src").faults().on("GET", "/v2/_catalog.*").always().error(500, "UNKNOWN");

        ResolvedSync resolved =
                resolve("source: {registry: src, repositories: [team/web, 'b/*']}, target: {registry: dst}");

        assertThat(resolved.unresolved())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().side()).isEqualTo(Side.SOURCE));
        assertThat(resolved.sync().run().results())
                .extracting(ImageResult::status)
                .containsExactly(ImageResult.Status.COPIED);
    }

    @Test
    void a_target_that_does_not_answer_leaves_the_others() {
        seed("src", "team/web", "1");
        at("down").goDown();

        SyncReport report = run(
                "source: {registry: src}, targets: [{registry: down, project: a}, {registry: dst, project: a}]",
                registries());

        assertThat(report.failures())
                .singleElement()
                .satisfies(failed ->
                        assertThat(failed.failure().orElseThrow().side()).isEqualTo(Side.TARGET));
        assertThat(at("dst").tags("a/web")).containsExactly("1");
    }

    @Test
    void a_source_that_cannot_be_opened_is_told_as_one() {
        ResolvedSync resolved = resolve("source: {layout: 'oci:none'}, target: {registry: dst}");

        assertThat(resolved.unresolved())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().side()).isEqualTo(Side.SOURCE));
        assertThat(resolved.sync().run().results()).isEmpty();
    }

    @Test
    void nothing_to_copy_is_a_failure() {
        seed("src", "team/web", "1");

        assertThatThrownBy(() -> resolve("source: {registry: src, repositories: ['x/*']}, target: {registry: dst}"))
                .hasMessageContainingAll("sync \"x\"", "nothing to copy", "x/*");
        assertThatThrownBy(
                        () -> resolve("source: {registry: src}, target: {registry: dst}, images: {include: 'nginx:*'}"))
                .hasMessageContainingAll("leave out all 1 repositories");
    }
}
