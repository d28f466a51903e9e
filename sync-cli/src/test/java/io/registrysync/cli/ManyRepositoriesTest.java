package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of projects, of lists of images, and by way of archives. */
class ManyRepositoriesTest extends TwoRegistries {
    @BeforeEach
    void seed() {
        source.seed("production/nginx", "1", Images.single(1).build());
        source.seed("production/team/api", "2", Images.single(2).build());
        source.seed("staging/nginx", "3", Images.single(3).build());
    }

    // ---- projects -------------------------------------------------------------------------------------------------

    @Test
    void a_project_gives_way_to_the_target_project() {
        Cli.Result result = cli.run("copy", "--all-repositories", from("production"), to("production-backup"));
        assertThat(result.exitCode()).isZero();
        assertThat(target.repositories())
                .containsExactlyInAnyOrder("production-backup/nginx", "production-backup/team/api");
        assertThat(result.errLines())
                .contains("[1/2]      " + from("production/nginx") + " → " + to("production-backup/nginx"));
    }

    @Test
    void a_whole_registry_keeps_its_names() {
        cli.run("copy", "--all-repositories", source.host(), target.host());
        assertThat(target.repositories())
                .containsExactlyInAnyOrder("production/nginx", "production/team/api", "staging/nginx");
    }

    @Test
    void flattens_by_levels() {
        cli.run("copy", "--all-repositories", "--flatten", "none", from("production"), to("x"));
        cli.run("copy", "--all-repositories", "--flatten", "all", from("production"), to("y"));
        assertThat(target.repositories())
                .containsExactlyInAnyOrder("x/production/nginx", "x/production/team/api", "y/nginx", "y/api");
    }

    @Test
    void a_single_image_is_flattened_into_a_project() {
        cli.run("copy", "--flatten", "1", from("production/team/api:2"), to("prod"));
        assertThat(target.tags("prod/team/api")).containsExactly("2");
    }

    @Test
    void refuses_names_that_would_collide_and_names_both() {
        Cli.Result result = cli.run("copy", "--all-repositories", "--flatten", "all", source.host(), to("x"));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(from("production/nginx"), from("staging/nginx"), to("x/nginx"));
        assertThat(target.repositories()).isEmpty();
    }

    @Test
    void copies_to_several_projects() {
        cli.run("copy", "--repository", "nginx", from("production"), to("a"), to("b"));
        assertThat(target.repositories()).containsExactlyInAnyOrder("a/nginx", "b/nginx");
    }

    @Test
    void limits_repositories_by_globs_beneath_the_source() {
        cli.run("copy", "--repository", "team/*", from("production"), to("x"));
        assertThat(target.repositories()).containsExactly("x/team/api");
    }

    @Test
    void asks_for_no_list_where_repositories_are_named() throws IOException {
        Path list = Files.writeString(folder.resolve("list"), "# ours\nnginx  # the web\n\n");
        cli.run(
                "copy",
                "--repositories-from",
                list.toString(),
                "--repository",
                "team/api",
                from("production"),
                to("x"));
        assertThat(target.repositories()).containsExactlyInAnyOrder("x/nginx", "x/team/api");
        assertThat(source.traffic().count("GET", ".*/_catalog.*")).isZero();
    }

    @Test
    void globs_that_match_nothing_are_a_failure() {
        Cli.Result result =
                cli.run("copy", "--repository", "production/*", from("production"), to("x"), "--output", "json");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("error: source " + from("production"), "none of 2 repositories matches");
        assertThat(Cli.json(result.outLines().get(0))).containsEntry("status", "failed");
    }

    @Test
    void one_empty_repository_among_several_is_a_warning() {
        Cli.Result result = cli.run("copy", "--all-repositories", "--include", "^1", from("production"), to("x"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.errLines())
                .contains("warning    " + from("production/team/api") + ": nothing is selected of 1 tags");
    }

    @Test
    void nothing_is_written_to_a_project_that_is_missing() {
        try (StrictRegistry harbor = harbor()) {
            Cli.Result result =
                    login(harbor).run("copy", "--all-repositories", from("production"), harbor.host() + "/missing");
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err())
                    .containsOnlyOnce("--create-project")
                    .contains(
                            "error: target " + harbor.host()
                                    + "/missing: look for project: this project does not exist",
                            "(image " + harbor.host() + "/missing/nginx)",
                            "(image " + harbor.host() + "/missing/team/api)");
            assertThat(harbor.repositories()).isEmpty();
            assertThat(harbor.traffic().count("HEAD", "/api/.+")).isEqualTo(1);
        }
    }

    @Test
    void what_is_missing_with_its_project_is_a_difference() {
        try (StrictRegistry harbor = harbor()) {
            Cli.Result result =
                    login(harbor).run("diff", "--all-repositories", from("production"), harbor.host() + "/missing");
            assertThat(result.exitCode()).isEqualTo(10);
            assertThat(result.err()).doesNotContain("error:");
            assertThat(harbor.projects()).doesNotContainKey("missing");
        }
    }

    @Test
    void creates_a_missing_project_where_nobody_else_sees_it_on_request() {
        try (StrictRegistry harbor = harbor()) {
            String[] line = {
                "copy",
                "--all-repositories",
                "--create-project",
                from("production"),
                harbor.host() + "/new",
                "--dry-run"
            };
            assertThat(login(harbor).run(line).outLines()).contains("create     project " + harbor.host() + "/new");
            assertThat(harbor.projects()).doesNotContainKey("new");
            line[5] = "-v";
            Cli.Result created = login(harbor).run(line);
            assertThat(created.exitCode()).isZero();
            assertThat(created.errLines()).containsOnlyOnce("created    project " + harbor.host() + "/new");
            assertThat(harbor.projects()).containsEntry("new", false);
            cli.run("copy", "--create-project", from("production/nginx:1"), harbor.host() + "/single/nginx");
            assertThat(harbor.tags("single/nginx")).containsExactly("1");
        }
    }

    private static StrictRegistry harbor() {
        return StrictRegistry.builder()
                .access(Access.bearer().service("harbor-registry").user("robot", "s3cret", Rights.ALL))
                .harborProject("there", false)
                .start();
    }

    private Cli login(StrictRegistry registry) {
        cli.input("s3cret").run("login", registry.host(), "--username=robot", "--password-stdin");
        return cli;
    }

    // ---- lists of images ------------------------------------------------------------------------------------------

    @Test
    void copies_the_images_of_a_list() {
        Cli.Result result = cli.input(
                        "# images\n" + from("production/nginx:1") + "\n\n" + from("production/team/api:2"))
                .run("copy", "--images-from", "-", to("prod"));
        assertThat(result.exitCode()).isZero();
        assertThat(target.tags("prod/nginx")).containsExactly("1");
        assertThat(target.tags("prod/team/api")).containsExactly("2");
    }

    @Test
    void names_the_line_that_is_no_image() {
        Cli.Result result = cli.input("nginx\nnot an image\n").run("copy", "--images-from", "-", to("prod"));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("standard input, line 2: ");
    }

    @Test
    void sends_a_password_to_no_second_registry_of_a_list() {
        Cli.Result result = cli.variable("P", "canary")
                .input(from("production/nginx:1") + "\n" + to("x/y:1"))
                .run("copy", "--images-from", "-", to("prod"), "--src-username=me", "--src-password-env=P");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--src-username is for one registry");
        assertThat(target.traffic().saw("Y2FuYXJ5")).isFalse();
    }

    @Test
    void takes_one_login_for_all_targets() {
        try (StrictRegistry one = closed();
                StrictRegistry two = closed()) {
            Cli.Result result = cli.variable("P", "s3cret")
                    .run(
                            "copy",
                            from("production/nginx:1"),
                            one.host() + "/nginx",
                            two.host() + "/nginx",
                            "--dst-username=robot",
                            "--dst-password-env=P");
            assertThat(result.exitCode()).isZero();
        }
    }

    private static StrictRegistry closed() {
        return StrictRegistry.builder()
                .access(Access.basic().user("robot", "s3cret", Rights.PUSH))
                .start();
    }

    // ---- archives -------------------------------------------------------------------------------------------------

    @Test
    void carries_a_project_across_an_air_gap() {
        String archive = "oci-archive:" + folder.resolve("p.tar");
        assertThat(cli.run("copy", "--all-repositories", from("production"), archive)
                        .exitCode())
                .isZero();
        source.goDown();
        assertThat(cli.run("copy", "--all-repositories", archive, to("far")).exitCode())
                .isZero();
        assertThat(target.repositories()).containsExactlyInAnyOrder("far/nginx", "far/team/api");
        assertThat(cli.run("ls", archive).outLines()).containsExactly("nginx", "team/api");
        assertThat(cli.run("inspect", archive + ":team/api:2").exitCode()).isZero();
        assertThat(cli.run("diff", "--all-repositories", archive, to("far")).exitCode())
                .isZero();
    }

    @Test
    void copies_the_only_image_of_a_layout_under_its_tag() {
        String layout = "oci:" + folder.resolve("layout");
        cli.run("copy", from("production/nginx:1"), layout);
        assertThat(cli.run("copy", layout, to("x/nginx")).exitCode()).isZero();
        assertThat(target.tags("x/nginx")).containsExactly("1");
    }

    @Test
    void gives_images_in_a_docker_archive_the_name_of_their_source() {
        String archive = "docker-archive:" + folder.resolve("d.tar");
        assertThat(cli.run("copy", from("production/nginx:1"), archive).err())
                .contains("copied     " + archive + ":" + from("production/nginx:1"));
        assertThat(cli.run("copy", archive, to("x/nginx")).exitCode()).isZero();
        assertThat(target.tags("x/nginx")).containsExactly("1");
    }

    @Test
    void an_archive_that_is_missing_is_a_failure_that_names_it() {
        Cli.Result result = cli.run("copy", "oci-archive:" + folder.resolve("no.tar"), to("x/y"), "--output", "json");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("error: source ", "no.tar");
        assertThat(Cli.json(result.outLines().get(0))).containsEntry("event", "summary");
    }
}
