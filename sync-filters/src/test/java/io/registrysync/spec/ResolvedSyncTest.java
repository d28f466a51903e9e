package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.layout.OciLayout;
import io.registrysync.oci.Digest;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Retries;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.Side;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncReport;
import io.registrysync.sync.SyncState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a file to the requests that registries get. */
@Timeout(60)
class ResolvedSyncTest {
    private static final Retries FAST = new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2));
    private static final String LISTS = "/v2/(_catalog|.+/tags/list).*";
    private static final String MANIFESTS = "/v2/.+/manifests/.+";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, StrictRegistry> registries = new TreeMap<>();
    private final SyncState state = SyncState.inMemory();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    // ---- names ----------------------------------------------------------------------------------------------------

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

    // ---- which images ---------------------------------------------------------------------------------------------

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

    // ---- lists of images ------------------------------------------------------------------------------------------

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

    // ---- layouts --------------------------------------------------------------------------------------------------

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

    // ---- requests -------------------------------------------------------------------------------------------------

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

    // ---- what cannot be done --------------------------------------------------------------------------------------

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

    // ---- registries -----------------------------------------------------------------------------------------------

    @Test
    void syncs_with_equal_limits_share_a_registry() {
        Registries opened = registries();
        Limits slow = new Limits(
                Optional.empty(),
                Optional.of(1024L),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(5)));

        assertThat(opened.named("src", Limits.NONE)).isSameAs(opened.named("src", Limits.NONE));
        assertThat(opened.named("src", slow)).isNotSameAs(opened.named("src", Limits.NONE));
    }

    @Test
    void a_registry_whose_password_is_missing_says_which() {
        String text = "registries: {src: {url: 'http://127.0.0.1:1', username: me, password: '${TOKEN}'}}\n";
        SyncFile file = SyncFile.parse("f", text, Map.of("TOKEN", "x"));
        try (FileRegistries opened =
                new FileRegistries(file.registries(), folder, Map.of(), Registry::at, warning -> {})) {
            assertThatThrownBy(() -> opened.named("src", Limits.NONE))
                    .hasMessageContainingAll("registry \"src\"", "TOKEN");
        }
    }

    // ---- parts ----------------------------------------------------------------------------------------------------

    // ---- parts ----------------------------------------------------------------------------------------------------

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

    private static StrictRegistry offersReferrers() {
        return StrictRegistry.builder().quirks(Quirk.REFERRERS_API).start();
    }

    private static StrictRegistry harbor() {
        return StrictRegistry.builder()
                .access(Access.bearer().service("harbor-registry").user("me", "secret", Rights.PUSH))
                .harborProject("prod", false)
                .start();
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.add(0, part);
        return part;
    }

    /** The registry with this name, started when first named. */
    private StrictRegistry at(String name) {
        return registries.computeIfAbsent(name, any -> keep(StrictRegistry.start()));
    }

    private Image seed(String registry, String repository, String tag) {
        return at(registry)
                .seed(
                        repository,
                        tag,
                        Images.single((repository + tag).hashCode()).layers(10).build());
    }

    private SyncFile file(String sync) {
        List.of("src", "dst", "other").forEach(this::at);
        StringBuilder text = new StringBuilder("registries:\n");
        registries.forEach((name, registry) ->
                text.append("  " + name + ": {url: '" + registry.uri() + "', username: me, password: '${SECRET}'}\n"));
        return SyncFile.parse("f", text + "syncs: [{name: x, " + sync + "}]\n", Map.of("SECRET", "secret"));
    }

    private Registries registries() {
        return keep(new FileRegistries(
                file("source: {registry: src}, target: {registry: dst}").registries(),
                folder,
                Map.of("SECRET", "secret"),
                address -> Registry.at(address).retries(FAST),
                warning -> {}));
    }

    private ResolvedSync resolve(String sync) {
        SyncSpec spec = file(sync).syncs().get(0);
        return keep(ResolvedSync.of(spec, registries(), folder));
    }

    private SyncReport run(String sync, Registries opened) {
        try (ResolvedSync resolved = ResolvedSync.of(file(sync).syncs().get(0), opened, folder)) {
            return resolved.sync().state(state).run();
        }
    }

    private void successful(String sync) {
        SyncReport report = run(sync, registries());
        assertThat(report.failures()).isEmpty();
        assertThat(report.isSuccess()).isTrue();
    }
}
