package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.sync.SyncReport;
import org.junit.jupiter.api.Test;

/** Syncs into projects that are not there. */
class TargetProjectsTest extends ResolvedSyncFixture {
    @Test
    void a_missing_project_is_told_once_and_nothing_is_written_there() {
        registries.put("dst", keep(harbor()));
        seed("src", "team/web", "1");
        seed("src", "team/web", "2");

        SyncReport report = run(
                "source: {registry: src}, targets: [{registry: dst, project: new/deep}, {registry: other, project: a}]",
                registries());

        assertThat(report.failures()).singleElement().satisfies(failed -> {
            assertThat(failed.image().target()).isEqualTo(at("dst").host() + "/new/deep/web");
            RegistryException cause = failed.failure().orElseThrow().cause();
            assertThat(cause.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(cause.name()).isEqualTo(at("dst").host() + "/new");
            assertThat(cause.hint()).contains("createProject: private");
        });
        assertThat(at("dst").repositories()).isEmpty();
        assertThat(at("other").tags("a/web")).containsExactly("1", "2");
    }

    @Test
    void a_missing_project_is_made_when_told_to_and_not_before() {
        registries.put("dst", keep(harbor()));
        seed("src", "team/web", "1");

        ResolvedSync resolved =
                resolve("source: {registry: src}, target: {registry: dst, project: new, createProject: private}");
        assertThat(resolved.sync().plan().missingProjects())
                .containsExactly(at("dst").host() + "/new");
        assertThat(at("dst").projects()).doesNotContainKey("new");

        assertThat(resolved.sync().run().isSuccess()).isTrue();
        assertThat(at("dst").projects()).containsEntry("new", false);
        assertThat(at("dst").tags("new/web")).containsExactly("1");
    }

    @Test
    void only_the_targets_that_say_so_have_their_projects_made() {
        registries.put("dst", keep(harbor()));
        seed("src", "team/web", "1");

        SyncReport report = run(
                "source: {registry: src}, targets: [{registry: dst, project: never},"
                        + " {registry: dst, project: new, createProject: private}]",
                registries());

        assertThat(report.failures())
                .extracting(failed -> failed.image().target())
                .containsExactly(at("dst").host() + "/never/web");
        assertThat(at("dst").projects()).containsEntry("new", false).doesNotContainKey("never");
        assertThat(at("dst").tags("new/web")).containsExactly("1");
    }

    private static StrictRegistry harbor() {
        return StrictRegistry.builder()
                .access(Access.bearer().service("harbor-registry").user("me", "secret", Rights.PUSH))
                .harborProject("prod", false)
                .start();
    }
}
