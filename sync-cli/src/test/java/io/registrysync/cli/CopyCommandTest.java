package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopyCommandTest extends TwoRegistries {
    private static final String CANARY = "canary-4711";

    private Image image;

    @BeforeEach
    void seed() {
        image = source.seed("library/web", "1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        source.seed("library/web", "2.0", Images.single(2).layers(5000).build());
    }

    // ---- what is copied -------------------------------------------------------------------------------------------

    @Test
    void copies_an_image_and_says_so_in_plain_lines() {
        Cli.Result result = cli.run("copy", from("library/web:1.0"), to("prod/web"));
        assertThat(result.exitCode()).isZero();
        assertThat(target.manifest("prod/web", "1.0"))
                .hasValueSatisfying(stored -> assertThat(stored.bytes()).isEqualTo(image.bytes()));
        assertThat(result.out()).isEmpty();
        assertThat(result.errLines())
                .contains(
                        "copying    " + from("library/web:1.0") + " → " + to("prod/web:1.0"),
                        "platforms  " + to("prod/web:1.0") + ": linux/amd64, linux/arm64")
                .anyMatch(line -> line.startsWith("copied     " + to("prod/web:1.0")));
        assertThat(result.errLines().get(result.errLines().size() - 1)).startsWith("done: 1 image: 1 copied");
    }

    @Test
    void copies_all_tags() {
        assertThat(cli.run("copy", "--all-tags", from("library/web"), to("prod/web"))
                        .exitCode())
                .isZero();
        assertThat(target.tags("prod/web")).containsExactly("1.0", "2.0");
    }

    @Test
    void an_image_without_a_name_is_copied_where_it_is_the_only_one_and_told_where_all_tags_are_meant() {
        String layout = "oci:" + folder.resolve("layout");
        cli.run("copy", from("library/web@" + image.digest()), layout);

        Cli.Result all = cli.run("copy", "--all-tags", layout, to("prod/web"));
        assertThat(all.exitCode()).isEqualTo(1);
        assertThat(all.err()).contains("1 image has no name and is left out", image.digest());
        assertThat(target.repositories()).isEmpty();

        assertThat(cli.run("copy", layout, to("prod/web:1.0")).exitCode()).isZero();
        assertThat(target.tags("prod/web")).containsExactly("1.0");
        assertThat(cli.run("copy", layout + "@" + image.digest(), to("prod/web:2.0"))
                        .exitCode())
                .isZero();
        assertThat(target.tags("prod/web")).containsExactly("1.0", "2.0");
    }

    @Test
    void several_platforms_for_docker_are_refused_before_anything_is_read() {
        String archive = "docker-archive:" + folder.resolve("web.tar");

        Cli.Result refused = cli.run("copy", from("library/web:1.0"), archive);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("2 (linux/amd64, linux/arm64); choose one platform");
        assertThat(source.traffic().count("GET", ".*/blobs/.*")).isZero();
        assertThat(folder.resolve("web.tar")).doesNotExist();
        assertThat(cli.run("copy", "--platform", "amd64", from("library/web:1.0"), archive)
                        .exitCode())
                .isZero();
    }

    @Test
    void reads_the_source_once_for_several_targets() {
        Cli.Result result = cli.run("copy", from("library/web:2.0"), to("one/web:x"), to("two/web:x"));
        assertThat(result.exitCode()).isZero();
        assertThat(target.tags("one/web")).containsExactly("x");
        assertThat(target.tags("two/web")).containsExactly("x");
        assertThat(source.traffic().count("GET", ".*/blobs/.*")).isEqualTo(2);
    }

    @Test
    void copies_by_digest_without_a_tag() {
        assertThat(cli.run("copy", from("library/web@" + image.digest()), to("prod/web"))
                        .exitCode())
                .isZero();
        assertThat(target.tags("prod/web")).isEmpty();
        assertThat(target.manifest("prod/web", image.digest())).isPresent();
    }

    @Test
    void leaves_alone_what_is_there() {
        cli.run("copy", from("library/web:1.0"), to("prod/web"));
        Cli.Result again = cli.run("copy", from("library/web:1.0"), to("prod/web"));
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("unchanged  " + to("prod/web:1.0"));
    }

    @Test
    void is_silent_on_request() {
        Cli.Result result = cli.run("copy", "-q", from("library/web:1.0"), to("prod/web"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.out() + result.err()).isEmpty();
    }

    // ---- dry run --------------------------------------------------------------------------------------------------

    @Test
    void says_what_a_run_would_do_and_changes_nothing() {
        cli.run("copy", from("library/web:1.0"), to("prod/web"));
        cli.run("copy", from("library/web:1.0"), to("prod/web:2.0"));
        source.seed("library/web", "3.0", Images.single(3).build());
        target.traffic().reset();

        Cli.Result result = cli.run("copy", "--dry-run", "--all-tags", from("library/web"), to("prod/web"));

        assertThat(result.exitCode()).isEqualTo(10);
        assertThat(result.outLines())
                .satisfiesExactly(
                        keep -> assertThat(keep).startsWith("keep       ").endsWith(to("prod/web:1.0")),
                        overwrite ->
                                assertThat(overwrite).startsWith("overwrite  ").contains("(now sha256:"),
                        copy -> assertThat(copy).startsWith("copy       ").endsWith(to("prod/web:3.0")));
        assertThat(target.traffic().requests(exchange -> exchange.method().startsWith("P")))
                .isEmpty();
    }

    @Test
    void a_dry_run_of_what_is_in_sync_is_a_success() {
        cli.run("copy", from("library/web:1.0"), to("prod/web"));
        Cli.Result result = cli.run("copy", "--dry-run", from("library/web:1.0"), to("prod/web"));
        assertThat(result.exitCode()).isZero();
    }

    // ---- failures -------------------------------------------------------------------------------------------------

    @Test
    void names_side_operation_name_and_reason_of_a_failure_and_what_to_do() {
        target.faults().on("PUT", ".*/manifests/1\\.0").always().error(403, "DENIED");
        Cli.Result result = cli.run("copy", "--all-tags", from("library/web"), to("prod/web"));
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.errLines())
                .anyMatch(line ->
                        line.startsWith("error: target " + to("prod/web:1.0") + ": push manifest: permission denied"))
                .anyMatch(line -> line.startsWith("hint: "));
        assertThat(target.tags("prod/web")).containsExactly("2.0");
    }

    @Test
    void a_missing_image_is_a_failure() {
        Cli.Result result = cli.run("copy", from("library/web:9"), to("prod/web"));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("error: source " + from("library/web:9") + ": resolve: not found");
        assertThat(result.err()).doesNotContain("\tat ");
    }

    @Test
    void a_file_that_is_missing_is_a_matter_of_configuration() {
        Cli.Result result = cli.run(
                "copy", from("library/web:1.0"), to("prod/web"), "--dst-ca", "/nonexistent.pem", "--retries", "0");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void shows_twenty_failures_and_counts_the_rest() throws IOException {
        for (int i = 0; i < 25; i++) {
            source.tag("library/web", "t" + i, image.digest());
        }
        target.faults().on("PUT", ".*/manifests/t.*").always().error(403, "DENIED");
        Path report = folder.resolve("report.json");
        Cli.Result result =
                cli.run("copy", "--all-tags", from("library/web"), to("prod/web"), "--report", report.toString());
        assertThat(result.errLines().stream().filter(line -> line.startsWith("error: ")))
                .hasSize(20);
        assertThat(result.errLines().stream().filter(line -> line.startsWith("hint: ")))
                .hasSize(1);
        assertThat(result.err()).contains("… and 5 more, see --report");
        String text = Files.readString(report);
        assertThat(text.split("\"operation\" : \"push manifest\"", -1)).hasSize(26);
        assertThat(text).contains("\"kind\" : \"accessDenied\"", "\"httpStatus\" : 403", "\"code\" : \"DENIED\"");
    }

    @Test
    void reports_what_was_copied_before_the_list_broke_off() {
        source.faults().on("GET", ".*/tags/list").always().status(500);
        Cli.Result result = cli.run(
                "copy", "--all-tags", from("library/web"), to("prod/web"), "--retries", "0", "--output", "json");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("error: source " + from("library/web") + ": list tags: ");
        assertThat(last(result)).containsEntry("event", "summary").containsEntry("status", "failed");
    }

    @Test
    void refuses_a_report_that_cannot_be_written_before_it_copies() {
        Cli.Result result = cli.run(
                "copy",
                from("library/web:1.0"),
                to("prod/web"),
                "--report",
                folder.resolve("no/such/folder").toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(target.repositories()).isEmpty();
    }

    // ---- being stopped --------------------------------------------------------------------------------------------

    @Test
    void cancels_its_uploads_and_says_how_far_it_came_when_it_is_stopped() throws Exception {
        source.seed("library/big", "1", Images.single(9).layers(3_000_000).build());
        Fault stalled =
                source.faults().on("GET", ".*/library/big/blobs/.*").always().stallAfterAnswerBytes(10);
        CompletableFuture<Cli.Result> running =
                CompletableFuture.supplyAsync(() -> cli.run("copy", from("library/big:1"), to("prod/big")));
        assertThat(stalled.awaitHeld(1, Duration.ofSeconds(10))).isTrue();

        cli.interrupt();

        Cli.Result result = running.get(10, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isEqualTo(130);
        assertThat(result.err()).contains("stopped: 1 image: 1 pending");
        assertThat(target.openUploads("prod/big")).isZero();
        assertThat(target.tags("prod/big")).isEmpty();
    }

    // ---- JSON -----------------------------------------------------------------------------------------------------

    @Test
    void tells_programs_everything_in_lines_of_json() {
        Cli.Result result = cli.run("copy", from("library/web:1.0"), to("prod/web"), "--output", "json");
        List<Map<String, String>> events =
                result.outLines().stream().map(Cli::json).toList();
        assertThat(events).allSatisfy(event -> assertThat(event).containsKeys("event", "time"));
        assertThat(events.stream().map(event -> event.get("event")))
                .startsWith("runStarted", "repositoryStarted", "imageStarted", "platformsFound")
                .contains("blobDone", "manifestDone")
                .endsWith("imageDone", "repositoryDone", "summary");
        assertThat(events.get(events.size() - 3))
                .containsEntry("source", from("library/web:1.0"))
                .containsEntry("target", to("prod/web:1.0"))
                .containsEntry("status", "copied")
                .containsEntry("digest", image.digest());
        assertThat(last(result))
                .containsEntry("status", "done")
                .containsEntry("exitCode", "0")
                .containsEntry("images.copied", "1")
                .containsEntry("blobs.uploaded", String.valueOf(image.allBlobs().size()));
        assertThat(result.err()).isEmpty();
    }

    @Test
    void tells_programs_and_the_curious_which_blob_failed() {
        target.faults().on("POST", "/v2/.+/blobs/uploads/.*").always().error(403, "DENIED");

        Cli.Result json = cli.run("copy", from("library/web:1.0"), to("prod/web"), "--output", "json");
        Cli.Result text = cli.run("copy", from("library/web:1.0"), to("prod/web"), "-v");

        assertThat(json.outLines().stream().map(Cli::json).filter(event -> "blobFailed".equals(event.get("event"))))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event)
                        .containsEntry("failure.side", "target")
                        .containsEntry("failure.httpStatus", "403")
                        .containsKeys("repository", "digest", "size"));
        assertThat(text.err() + text.out())
                .containsPattern("failed +\\S+/prod/web sha256:[0-9a-f]+: target: start upload");
    }

    // ---- secrets --------------------------------------------------------------------------------------------------

    @Test
    void never_shows_a_password() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), CANARY + "\n");
        Path report = folder.resolve("report.json");
        try (StrictRegistry closed = StrictRegistry.builder()
                .access(Access.basic().user("robot", "another", Rights.PUSH))
                .start()) {
            for (String verbosity : List.of("-v", "-vv", "--output=json")) {
                Cli.Result result = cli.run(
                        "copy",
                        from("library/web:1.0"),
                        closed.host() + "/prod/web",
                        "--dst-username=robot",
                        "--dst-password-file=" + password,
                        "--report=" + report,
                        verbosity);
                assertThat(result.exitCode()).isEqualTo(3);
                assertThat(closed.traffic().saw(CANARY)).isTrue();
                assertThat(result.out() + result.err() + Files.readString(report))
                        .doesNotContain(CANARY, "Y2FuYXJ5");
            }
        }
    }

    @Test
    void takes_a_password_from_the_environment_and_from_standard_input() {
        try (StrictRegistry closed = StrictRegistry.builder()
                .access(Access.bearer().user("robot", CANARY, Rights.ALL))
                .start()) {
            assertThat(cli.variable("PASSWORD", CANARY)
                            .run(
                                    "copy",
                                    from("library/web:1.0"),
                                    closed.host() + "/prod/web",
                                    "--dst-username=robot",
                                    "--dst-password-env=PASSWORD")
                            .exitCode())
                    .isZero();
            assertThat(cli.input(CANARY + "\n")
                            .run(
                                    "copy",
                                    closed.host() + "/prod/web:1.0",
                                    to("back/web"),
                                    "--src-username=robot",
                                    "--src-password-stdin")
                            .exitCode())
                    .isZero();
        }
        assertThat(target.tags("back/web")).containsExactly("1.0");
    }
}
