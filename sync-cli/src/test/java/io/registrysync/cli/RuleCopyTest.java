package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.StrictRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of those tags and platforms that options pick, dry runs, and what is deleted. */
class RuleCopyTest extends TwoRegistries {
    @BeforeEach
    void seed() {
        source.seed(
                "team/web",
                "1.24.0",
                Images.single(1).created("2024-01-01T00:00:00Z").build());
        source.seed(
                "team/web",
                "1.25.0",
                Images.single(2).created("2024-03-01T00:00:00Z").build());
        source.seed(
                "team/web",
                "1.25.0-alpine",
                Images.single(3).created("2024-04-01T00:00:00Z").build());
        source.seed(
                "team/web",
                "latest",
                Images.single(4).created("2024-02-01T00:00:00Z").build());
    }

    // ---- rules ----------------------------------------------------------------------------------------------------

    @Test
    void copies_tags_by_expressions_separated_by_commas() {
        assertThat(copy("--include", "^1\\.{1,3},x", "--exclude", "alpine").exitCode())
                .isZero();
        assertThat(target.tags("prod/web")).containsExactly("1.24.0", "1.25.0");
    }

    @Test
    void copies_tags_by_globs_for_images() {
        copy("--glob", "web:1.*", "--exclude-glob", "*:*-alpine");
        assertThat(target.tags("prod/web")).containsExactly("1.24.0", "1.25.0");
    }

    @Test
    void copies_versions_within_a_range() {
        copy("--semver", ">=1.25 <2");
        assertThat(target.tags("prod/web")).containsExactly("1.25.0");
    }

    @Test
    void copies_the_newest_by_the_time_at_which_they_were_made() {
        copy("--newest", "2");
        assertThat(target.tags("prod/web")).containsExactly("1.25.0", "1.25.0-alpine");
    }

    @Test
    void copies_the_newest_by_version() {
        copy("--newest", "1", "--newest-by", "semver");
        assertThat(target.tags("prod/web")).containsExactly("1.25.0");
    }

    @Test
    void copies_by_age() {
        assertThat(copy("--max-age", "2w").exitCode()).isEqualTo(1);
        copy("--min-age", "3d");
        assertThat(target.tags("prod/web")).hasSize(4);
    }

    @Test
    void remembers_in_its_state_when_a_tag_was_first_seen() {
        Path state = folder.resolve("state");
        assertThat(copy("--cool-down", "1ms", "--state", state.toString()).exitCode())
                .isEqualTo(1);
        assertThat(copy("--cool-down", "1ms", "--state", state.toString()).exitCode())
                .isZero();
        assertThat(Files.isDirectory(state)).isTrue();
    }

    @Test
    void takes_the_place_of_the_state_from_the_environment() {
        Path state = folder.resolve("elsewhere");
        cli.variable("REGISTRY_SYNC_STATE", state.toString());
        copy("--newest", "1");
        assertThat(Files.isDirectory(state)).isTrue();
    }

    @Test
    void selecting_nothing_at_all_is_a_failure() {
        Cli.Result result = copy("--include", "^v9");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errLines())
                .contains("error: nothing was selected: the source has no tag that the rules let pass")
                .anyMatch(line -> line.startsWith("hint: registry-sync tags"));
        assertThat(target.repositories()).isEmpty();
    }

    @Test
    void says_so_to_programs_too() {
        Cli.Result result = copy("--include", "^v9", "--output", "json");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(last(result)).containsEntry("status", "empty").containsEntry("exitCode", "1");
    }

    // ---- platforms, referrers -------------------------------------------------------------------------------------

    @Test
    void copies_only_the_platforms_of_a_list() {
        source.seed("team/multi", "1", Images.multiPlatform(9, "linux/amd64", "linux/arm64", "linux/s390x"));
        Cli.Result result =
                cli.run("copy", "--platform", "amd64,arm64", from("team/multi:1"), to("prod/multi"), "--output=json");
        assertThat(result.exitCode()).isZero();
        assertThat(target.manifests("prod/multi")).hasSize(3);
    }

    @Test
    void skipping_every_image_is_a_failure() {
        Cli.Result result = copy("--all-tags", "--platform", "linux/s390x");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("error: nothing was copied: every image was skipped")
                .contains("skipped    " + from("team/web:latest") + ": ");
    }

    @Test
    void brings_signatures_along() {
        try (StrictRegistry signed =
                StrictRegistry.builder().quirks(Quirk.REFERRERS_API).start()) {
            Image image = signed.seed("app", "1", Images.single(20).build());
            Image signature = signed.seed("app", referrer(21, "application/vnd.example.sig", image));
            Image other = signed.seed("app", referrer(22, "application/vnd.example.other", image));
            String from = signed.host() + "/app:1";
            cli.run("copy", from, to("prod/none"));
            cli.run("copy", from, to("prod/some"), "--referrer-type", "application/vnd.example.sig");
            cli.run("copy", from, to("prod/all"), "--referrers");
            assertThat(target.manifests("prod/none")).hasSize(1);
            assertThat(target.manifest("prod/some", signature.digest())).isPresent();
            assertThat(target.manifest("prod/some", other.digest())).isEmpty();
            assertThat(target.manifest("prod/all", signature.digest())).isPresent();
            assertThat(target.manifest("prod/all", other.digest())).isPresent();
        }
    }

    private static Image referrer(long seed, String type, Image subject) {
        return Images.single(seed).artifactType(type).subject(subject).build();
    }

    // ---- dry run --------------------------------------------------------------------------------------------------

    @Test
    void says_what_a_run_would_take() {
        Cli.Result result = copy("--all-tags", "--dry-run", "--output", "json");
        assertThat(result.exitCode()).isEqualTo(10);
        assertThat(Cli.json(result.outLines().get(0)))
                .containsEntry("action", "copy")
                .containsKeys("cost.sourceReads", "cost.bytesToMove", "cost.bytesMountable", "cost.bytesPresent");
        assertThat(last(result)).containsEntry("status", "pending").containsKey("cost.bytesToMove");
    }

    @Test
    void reads_nothing_for_the_costs_where_they_are_not_wanted() {
        Cli.Result result = copy("--all-tags", "--dry-run", "--no-costs");
        assertThat(result.exitCode()).isEqualTo(10);
        assertThat(source.traffic().count("GET", ".*/manifests/.*")).isZero();
        assertThat(result.outLines().get(0)).startsWith("copy       " + from("team/web:"));
    }

    @Test
    void a_dry_run_ends_at_once_when_it_is_stopped() throws Exception {
        Fault stalled = source.faults().on("GET", ".*/tags/list").always().stallAfterAnswerBytes(2);
        CompletableFuture<Cli.Result> running =
                CompletableFuture.supplyAsync(() -> copy("--all-tags", "--dry-run", "--output", "json"));
        assertThat(stalled.awaitHeld(1, Duration.ofSeconds(10))).isTrue();

        cli.interrupt();

        Cli.Result result = running.get(10, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isEqualTo(130);
        assertThat(last(result)).containsEntry("status", "stopped");
    }

    // ---- deletion -------------------------------------------------------------------------------------------------

    @Test
    void deletes_what_is_gone_from_the_source_and_lists_it_before() {
        copy("--all-tags");
        source.untag("team/web", "latest");

        Cli.Result dry = copy("--all-tags", "--delete", "--max-delete-percent", "25", "--dry-run");
        assertThat(dry.exitCode()).isEqualTo(10);
        assertThat(dry.outLines()).contains("delete     " + to("prod/web:latest"));
        assertThat(dry.err()).contains("1 tag to delete");
        assertThat(target.tags("prod/web")).contains("latest");

        Cli.Result result = copy("--all-tags", "--delete", "--max-delete-percent", "25");
        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("deleted    " + to("prod/web:latest")).contains("1 tag deleted");
        assertThat(target.tags("prod/web")).doesNotContain("latest");
    }

    @Test
    void refuses_to_delete_more_than_a_tenth_unless_told_to() {
        copy("--all-tags");
        source.untag("team/web", "latest");
        Cli.Result result = copy("--all-tags", "--delete", "--output", "json");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("error: target ").contains("more than 10 percent");
        assertThat(last(result)).containsEntry("status", "failed").containsEntry("tags.failed", "1");
        assertThat(target.tags("prod/web")).contains("latest");
    }

    @Test
    void deletes_only_tags_that_the_rules_cover() {
        copy("--all-tags");
        source.untag("team/web", "latest");
        Cli.Result result = copy("--include", "^1", "--delete", "--max-delete-percent", "100");
        assertThat(result.exitCode()).isZero();
        assertThat(target.tags("prod/web")).contains("latest");
    }

    private Cli.Result copy(String... options) {
        String[] line = new String[options.length + 3];
        line[0] = "copy";
        System.arraycopy(options, 0, line, 1, options.length);
        line[line.length - 2] = from("team/web");
        line[line.length - 1] = to("prod/web");
        return cli.run(line);
    }
}
