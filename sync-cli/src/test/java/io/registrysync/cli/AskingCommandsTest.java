package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask one registry something. */
class AskingCommandsTest {
    @TempDir
    private Path folder;

    private final StrictRegistry registry = StrictRegistry.start();
    private final StrictRegistry closed = StrictRegistry.builder()
            .access(Access.bearer().user("robot", "s3cret", Rights.ALL))
            .start();

    @AfterEach
    void close() {
        registry.close();
        closed.close();
    }

    // ---- inspect --------------------------------------------------------------------------------------------------

    @Test
    void shows_platforms_and_sizes_of_an_index() {
        Image image = registry.seed("web", "latest", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
        Cli.Result result = cli().run("inspect", registry.host() + "/web");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains(image.digest(), "linux/amd64", "linux/arm64")
                .contains(image.children().get(0).digest());
    }

    @Test
    void marks_attestations() {
        registry.seed("web", "1", Images.withAttestations(1, "linux/amd64"));
        assertThat(cli().run("inspect", registry.host() + "/web:1").out()).contains("  attestation ");
    }

    @Test
    void shows_a_single_image_as_json() {
        Image image = registry.seed(
                "web",
                "1",
                Images.single(1).layers(1000, 2000).annotation("key", "value").build());
        Cli.Result result = cli().run("inspect", registry.host() + "/web:1", "--output", "json");
        assertThat(Cli.json(result.out()))
                .containsEntry("digest", image.digest())
                .containsEntry("layers", "2")
                .containsEntry("platform", "linux/amd64")
                .containsEntry("annotations.key", "value");
    }

    @Test
    void writes_a_manifest_byte_for_byte() {
        Image image = registry.seed("web", "1", Images.single(1).layers(10).build());
        assertThat(cli().run("inspect", "--raw", registry.host() + "/web@" + image.digest())
                        .bytes())
                .isEqualTo(image.bytes());
    }

    @Test
    void lets_no_annotation_steer_the_terminal() {
        registry.seed(
                "web",
                "1",
                Images.single(1).annotation("evil", "\u001b[2J\u202e\r\n<-").build());
        assertThat(cli().run("inspect", registry.host() + "/web:1").out())
                .contains("evil = ")
                .doesNotContain("\u001b", "\u202e", "\r");
    }

    // ---- ls -------------------------------------------------------------------------------------------------------

    @Test
    void lists_repositories_of_a_registry_repositories_beneath_a_path_and_tags() {
        registry.seed("team/one", "a", Images.single(1).build());
        registry.seed("team/two", "b", Images.single(2).build());
        registry.seed("teamwork", "c", Images.single(3).build());
        assertThat(cli().run("ls", registry.host()).outLines()).containsExactly("team/one", "team/two", "teamwork");
        assertThat(cli().run("ls", registry.host() + "/team").outLines()).containsExactly("team/one", "team/two");
        assertThat(cli().run("ls", registry.host() + "/team/two").outLines()).containsExactly("b");
        assertThat(cli().run("ls", registry.host() + "/team/two", "--output=json")
                        .out()
                        .strip())
                .isEqualTo("{\"name\":\"" + registry.host() + "/team/two\",\"tags\":[\"b\"]}");
    }

    @Test
    void says_where_there_is_nothing_to_list() {
        Cli.Result result = cli().run("ls", registry.host() + "/nothing");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: " + registry.host() + "/nothing: list: ");
    }

    // ---- ping, login, logout --------------------------------------------------------------------------------------

    @Test
    void shows_how_a_registry_is_reached() {
        Cli.Result result = cli().input("s3cret").run("ping", closed.host(), "--username=robot", "--password-stdin");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("http://" + closed.host(), "token", "robot", "without TLS", " ms");
    }

    @Test
    void a_registry_that_does_not_answer_is_a_failure() {
        registry.goDown();
        Cli.Result result = cli().run("ping", registry.host(), "--retries", "0");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: " + registry.host() + ": check: cannot connect");
    }

    @Test
    void keeps_a_login_that_was_checked_for_other_commands() {
        assertThat(cli().input("s3cret\n")
                        .run("login", closed.host(), "--username=robot", "--password-stdin")
                        .exitCode())
                .isZero();
        assertThat(cli().run("ping", closed.host()).out()).contains("robot");
        assertThat(cli().run("logout", closed.host()).err()).contains("logged out");
        assertThat(cli().run("ping", closed.host()).exitCode()).isEqualTo(3);
    }

    @Test
    void asks_for_user_and_password_at_a_terminal() {
        assertThat(cli().answers("robot", "s3cret").run("login", closed.host()).exitCode())
                .isZero();
        assertThat(cli().run("ping", closed.host()).out()).contains("robot");
    }

    @Test
    void does_not_keep_a_login_that_is_refused() throws IOException {
        Cli.Result result = cli().answers("robot", "canary").run("login", closed.host());
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out() + result.err()).doesNotContain("canary");
        assertThat(Files.exists(folder.resolve("config.json"))).isFalse();
    }

    private Cli cli() {
        return new Cli(folder.resolve("config.json"));
    }
}
