package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.spec.ShellScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptCommandTest {
    private static final String LIST = "localhost:5000/a/b/c/img:1\n\n# comment\nnginx # latest\n";

    @TempDir
    private Path folder;

    private final Cli cli = new Cli(Path.of("/nonexistent/config.json"));

    @ParameterizedTest
    @CsvSource({
        "none, example.com/ns/a/b/c/img:1, example.com/ns/library/nginx:latest",
        "1,    example.com/ns/b/c/img:1,   example.com/ns/nginx:latest",
        "2,    example.com/ns/c/img:1,     example.com/ns/nginx:latest",
        "3,    example.com/ns/img:1,       example.com/ns/nginx:latest",
        "all,  example.com/ns/img:1,       example.com/ns/nginx:latest"
    })
    void flattens_names_as_it_is_told(String level, String first, String second) {
        assertThat(copies(cli.input(LIST).run("script", "-", "example.com/ns", "--flatten", level)))
                .containsExactly(
                        "registry-sync copy \"$@\" -- 'localhost:5000/a/b/c/img:1' '" + first + "' || ended $?",
                        "registry-sync copy \"$@\" -- 'docker.io/library/nginx:latest' '" + second + "' || ended $?");
    }

    @Test
    void one_level_gives_way_unless_told_otherwise() {
        assertThat(cli.input(LIST).run("script", "-", "example.com/ns").out()).contains("'example.com/ns/b/c/img:1'");
    }

    @Test
    void keeps_digests() {
        String digest = "sha256:" + "0".repeat(64);
        assertThat(cli.input("nginx:1@" + digest)
                        .run("script", "-", "example.com/ns")
                        .out())
                .contains("'docker.io/library/nginx@" + digest + "' 'example.com/ns/nginx:1'");
    }

    @Test
    void refuses_names_that_would_collide() {
        Cli.Result result = cli.input("a/img:1\nb/img:2").run("script", "-", "example.com/ns", "--flatten", "all");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("docker.io/a/img", "docker.io/b/img", "example.com/ns/img");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void goes_on_after_a_failure_and_tells_at_the_end() throws Exception {
        Path script = Files.writeString(
                folder.resolve("copy.sh"),
                cli.input("nginx:1\nredis:2\nmysql:3")
                        .run("script", "-", "example.com/ns")
                        .out());
        Process process = run(script, 1, "--platform", "linux/amd64");
        assertThat(text(process)).isEqualTo("""
                        copy --platform linux/amd64 -- docker.io/library/nginx:1 example.com/ns/nginx:1
                        copy --platform linux/amd64 -- docker.io/library/redis:2 example.com/ns/redis:2
                        copy --platform linux/amd64 -- docker.io/library/mysql:3 example.com/ns/mysql:3
                        3 of 3 copies failed
                        """);
        assertThat(process.waitFor()).isEqualTo(1);
        Process stopped = run(script, 130);
        assertThat(text(stopped).lines()).hasSize(1);
        assertThat(stopped.waitFor()).isEqualTo(130);
    }

    @Test
    void succeeds_where_everything_does() throws Exception {
        Path script = Files.writeString(
                folder.resolve("copy.sh"),
                cli.input("nginx:1").run("script", "-", "example.com/ns").out());
        assertThat(run(script, 0).waitFor()).isZero();
    }

    @Test
    void a_shell_reads_back_every_name_exactly() throws Exception {
        Random random = new Random(7);
        String alphabet = "ab '\"\\$`!*?[]{}()<>|&;#~=%\t\n\u00e4\u6f22-";
        List<String> names = Stream.concat(
                        Stream.of("", "'", "''", "$(touch x)", "`id`", "a'; exit 9; '", "-rf", "\\'"),
                        IntStream.range(0, 200)
                                .mapToObj(i -> random.ints(12, 0, alphabet.length())
                                        .mapToObj(at -> alphabet.substring(at, at + 1))
                                        .collect(Collectors.joining())))
                .toList();
        Path script = Files.writeString(
                folder.resolve("names.sh"),
                names.stream()
                        .map(name -> "printf '%s\\0' " + ShellScript.quoted(name) + "\n")
                        .collect(Collectors.joining()));
        Process process = new ProcessBuilder("sh", script.toString()).start();
        assertThat(text(process)).isEqualTo(String.join("\0", names) + "\0");
    }

    /** Runs a script with a command that says what it was given and ends with {@code exitCode}. */
    private Process run(Path script, int exitCode, String... arguments) throws IOException {
        Path command =
                Files.writeString(folder.resolve("registry-sync"), "#!/bin/sh\necho \"$*\"\nexit " + exitCode + "\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("sh", script.toString()), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
        return builder.start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> copies(Cli.Result result) {
        assertThat(result.exitCode()).isZero();
        return result.outLines().stream()
                .filter(line -> line.startsWith("registry-sync copy"))
                .toList();
    }
}
