package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyncCommandTest extends TwoRegistries {
    @BeforeEach
    void seed() {
        source.seed("team/web", "1", Images.single(1).layers(2000).build());
        source.seed("team/web", "2", Images.single(2).layers(2000).build());
        source.seed("team/api", "1", Images.single(3).layers(2000).build());
        cli.variable("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    private String text(String... syncs) {
        return "registries: {src: '" + source.uri() + "', dst: '" + target.uri() + "'}\nsyncs:\n"
                + String.join(
                        "\n", List.of(syncs).stream().map(sync -> "  - " + sync).toList()) + "\n";
    }

    private String file(String... syncs) throws IOException {
        return Files.writeString(folder.resolve("syncs.yaml"), text(syncs)).toString();
    }

    private static String sync(String name, String repository, String more) {
        return "{name: " + name + ", source: {registry: src, repository: team/" + repository
                + "}, target: {registry: dst, project: prod}" + more + "}";
    }

    @Test
    void runs_all_syncs_and_one_that_fails_does_not_stop_the_next() throws IOException {
        source.faults().on("GET", "/v2/team/web/.+").always().error(403, "DENIED");

        Cli.Result result = cli.run("sync", "-f", file(sync("first", "web", ""), sync("second", "api", "")));

        assertThat(result.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(target.repositories()).containsExactly("prod/api");
        assertThat(result.errLines()).contains("sync 'first'", "sync 'second'", "2 syncs: 1 done, 1 failed");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void reads_the_file_from_standard_input() {
        Cli.Result result = cli.input(text(sync("only", "api", ""))).run("sync", "-f", "-");

        assertThat(result.exitCode()).isZero();
        assertThat(target.repositories()).containsExactly("prod/api");
    }

    @Test
    void runs_what_is_named_even_if_it_is_suspended_and_otherwise_what_is_not() throws IOException {
        String file = file(sync("first", "web", ", enabled: false"), sync("second", "api", ""));

        assertThat(cli.run("sync", "-f", file).exitCode()).isZero();
        assertThat(target.repositories()).containsExactly("prod/api");
        assertThat(cli.run("sync", "-f", file, "--only", "first").exitCode()).isZero();
        assertThat(target.repositories()).containsExactlyInAnyOrder("prod/api", "prod/web");
    }

    @Test
    void a_name_that_is_none_is_refused() throws IOException {
        Cli.Result result = cli.run("sync", "-f", file(sync("first", "web", "")), "--only", "fist");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("no sync 'fist'", "It has: first");
    }

    @Test
    void lists_every_mistake_with_its_place() throws IOException {
        String file = file(sync("first", "web", ", tag: x"), sync("second", "api", ", schedule: '0 99 * * *'"));

        Cli.Result result = cli.run("sync", "-f", file);

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.errLines()).hasSize(2);
        assertThat(result.errLines().get(0)).startsWith(file + ":3:").contains("did you mean \"tags\"");
        assertThat(result.errLines().get(1)).startsWith(file + ":4:").contains("99");
    }

    @Test
    void events_and_report_name_the_sync() throws IOException {
        Path report = folder.resolve("report.json");
        String file = file(sync("first", "web", ""), sync("second", "api", ""));

        Cli.Result result = cli.run("sync", "-f", file, "--output", "json", "--report", report.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.outLines())
                .filteredOn(line -> line.contains("\"imageDone\""))
                .hasSize(3)
                .anySatisfy(line -> assertThat(Cli.json(line)).containsEntry("sync", "second"));
        assertThat(Cli.json(result.outLines().get(result.outLines().size() - 1)))
                .containsEntry("event", "end")
                .containsEntry("status", "done")
                .containsEntry("syncs.total", "2");
        assertThat(Files.readString(report)).contains("\"name\" : \"first\"", "\"name\" : \"second\"");
    }

    @Test
    void a_plan_groups_differences_and_counts_the_rest() throws IOException {
        String file = file(sync("first", "web", ""), sync("second", "api", ""));
        cli.run("sync", "-f", file, "--only", "first");
        source.seed("team/web", "3", Images.single(4).layers(2000).build());

        Cli.Result plan = cli.run("plan", "-f", file);

        assertThat(plan.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(plan.out())
                .containsSubsequence("sync 'first'", "copy", "prod/web:3", "keep", "2 images; -v", "sync 'second'")
                .doesNotContain("prod/web:1");
        assertThat(target.tags("prod/web")).containsExactlyInAnyOrder("1", "2");
        assertThat(cli.run("plan", "-v", "-f", file).out()).contains("prod/web:1");
    }

    @Test
    void a_plan_of_two_references_is_a_dry_copy() {
        Cli.Result plan = cli.run("plan", source.host() + "/team/api:1", target.host() + "/prod/api");

        assertThat(plan.exitCode()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(plan.out()).contains("copy", "/prod/api:1");
        assertThat(target.repositories()).isEmpty();
        assertThat(cli.run("plan").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("plan", "-f", "x", "a", "b").err()).contains("excludes SRC and DST");
    }

    @Test
    void a_stop_ends_all_syncs_and_is_in_the_report() throws Exception {
        source.seed("team/big", "1", Images.single(9).layers(3_000_000).build());
        Fault stalled =
                source.faults().on("GET", ".*/team/big/blobs/.*").always().stallAfterAnswerBytes(10);
        Path report = folder.resolve("report.json");
        String file = file(sync("first", "big", ""), sync("second", "api", ""));
        CompletableFuture<Cli.Result> running =
                CompletableFuture.supplyAsync(() -> cli.run("sync", "-f", file, "--report", report.toString()));
        assertThat(stalled.awaitHeld(1, Duration.ofSeconds(10))).isTrue();

        cli.interrupt();

        assertThat(running.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(ExitCode.STOPPED);
        assertThat(target.repositories()).doesNotContain("prod/api");
        assertThat(Files.readString(report)).contains("\"stopped\"").doesNotContain("second");
    }

    @Test
    void failures_of_different_kinds_are_just_failures() throws IOException {
        source.faults().on("GET", "/v2/team/web/.+").always().error(403, "DENIED");
        String denied = sync("first", "web", "");
        String empty = sync("second", "api", ", tags: {include: '^none$'}");

        assertThat(cli.run("sync", "-f", file(denied)).exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(cli.run("sync", "-f", file(denied, empty)).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void tells_collisions_before_anything_is_copied() throws IOException {
        source.seed("other/web", "1", Images.single(9).layers(10).build());

        Cli.Result result = cli.run(
                "sync", "-f", file("{name: all, source: {registry: src}, target: {registry: dst, project: prod}}"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("sync \"all\"", "other/web", "team/web", "prod/web");
        assertThat(target.repositories()).isEmpty();
    }

    @Test
    void says_once_that_nobody_is_notified() throws IOException {
        Cli.Result result = cli.run(
                "sync",
                "-f",
                file(
                        sync("first", "web", ", notification: {channels: ops}"),
                        sync("second", "api", ", notification: {channels: ops}")));

        assertThat(result.errLines())
                .filteredOn(line -> line.contains("sends no messages"))
                .hasSize(1);
    }

    @Test
    void imports_an_older_file_and_overwrites_nothing() throws IOException {
        Path old = Files.writeString(
                folder.resolve("registries.yaml"),
                "registries:\n  source: {url: a.example.com}\n  target: {url: b.example.com, password: hunter2}\n");
        Path made = folder.resolve("made.yaml");

        Cli.Result printed = cli.run("import", old.toString());
        Cli.Result written = cli.run("import", old.toString(), "--to", made.toString());
        Cli.Result again = cli.run("import", old.toString(), "--to", made.toString());

        assertThat(printed.exitCode()).isZero();
        assertThat(printed.out()).contains("a.example.com").doesNotContain("hunter2");
        assertThat(printed.err()).contains("warning:").doesNotContain("hunter2");
        assertThat(written.out()).isEmpty();
        assertThat(made).hasContent(printed.out());
        assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("not overwritten");
    }

    @Test
    void refuses_what_does_not_go_together() throws IOException {
        String file = file(sync("first", "web", ""));

        assertThat(cli.run("sync").err()).contains("missing: -f FILE");
        assertThat(cli.run("sync", "-f", folder.resolve("none").toString()).err())
                .contains("there is no file");
        assertThat(cli.run("sync", "-f", file, "--watch", "--dry-run").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("sync", "-f", file, "--watch").err()).contains("has a schedule");
        assertThat(cli.run("plan", "--only", "x", "a", "b").err()).contains("--only needs -f");
    }
}
