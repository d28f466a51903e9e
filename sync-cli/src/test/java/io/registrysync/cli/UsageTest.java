package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private final Cli cli = new Cli(Path.of("/nonexistent/config.json"));

    @Test
    void shows_the_version() {
        Cli.Result result = cli.run("--version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("registry-sync ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy",
                "diff",
                "verify",
                "tags",
                "script",
                "inspect",
                "ls",
                "ping",
                "login",
                "logout",
                "hash-password",
                "server",
                "completion",
                "help"
            })
    void explains_every_command(String command) {
        Cli.Result asked = cli.run(command, "--help");
        assertThat(asked.exitCode()).isZero();
        assertThat(asked.out()).startsWith("Usage: registry-sync " + command);
        assertThat(cli.run("help", command).out()).isEqualTo(asked.out());
    }

    @ParameterizedTest
    @CsvSource({"-q,", "-v,", "-vv,", "--color=never,", "--color,never"})
    void what_holds_for_every_command_may_stand_before_it(String option, String value) {
        String[] line = value == null ? new String[] {option, "copy", "a"} : new String[] {option, value, "copy", "a"};

        assertThat(cli.run(line).err()).contains("missing: DST");
    }

    @Test
    void shows_its_usage_where_no_command_is_given() {
        Cli.Result result = cli.run();
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("Usage: registry-sync");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "copi | there is no command 'copi'",
                "copy | missing: SRC",
                "copy a | missing: DST",
                "copy a b --fast | there is no option '--fast'",
                "copy a:$ b | is not a tag",
                "copy a/B c | upper-case",
                "copy https://a.example/b c | scheme",
                "copy a localhost/b -v -q | exclude each other",
                "copy a localhost/b --bandwidth 5M | 50MiB",
                "copy a localhost/b --bandwidth 50 | forgotten",
                "copy a localhost/b --concurrency 0 | --concurrency: must be 1 or more",
                "copy a localhost/b --retries many | not a number",
                "copy a localhost/b --timeout 30 | 30s",
                "copy a localhost/b --output xml | text, json",
                "copy a localhost/b --src-username me | --src-username needs a password",
                "copy a localhost/b --src-password-env X | needs --src-username",
                "copy a localhost/b --src-username me --src-password-env NOT_SET | NOT_SET is not set",
                "copy a localhost/b --src-username me --src-password-file /nonexistent | no password file",
                "copy a localhost/b --src-username me --src-password-file x --src-password-env y | exclude each other",
                "copy a localhost/b --src-password-stdin --dst-password-stdin | cannot both read standard input",
                "copy a localhost/b --dst-plain-http --dst-insecure | excludes",
                "copy a localhost/b --dst-cert x | belong together",
                "copy a localhost/b --dst-proxy ftp://x:1 | socks5",
                "copy a localhost/b --include ( | --include: ",
                "copy a localhost/b --glob= | --glob: ",
                "copy a localhost/b --exclude-glob , | --exclude-glob: an empty pattern",
                "copy a localhost/b --semver x..y | --semver: ",
                "copy a localhost/b --platform a/b/c/d | --platform: ",
                "copy a localhost/b --index half | --index: 'half' is none of",
                "copy a localhost/b --index all | --index needs --platform",
                "copy a localhost/b --newest many | --newest: 'many' is not a number",
                "copy a localhost/b --newest 3 --newest-by size | --newest-by: ",
                "copy a localhost/b --newest-by created | --newest-by needs --newest",
                "copy a localhost/b --min-age 3 | --min-age: \"3\" is not a span of time",
                "copy a:1 localhost/b --include x | --include is about a repository, but docker.io/library/a:1",
                "copy a localhost/b:1 --all-tags | --all-tags is about a repository",
                "copy a localhost/b --delete | --delete is about whole repositories",
                "copy a localhost/b --all-tags --max-delete-percent 5 | --max-delete-percent needs --delete",
                "copy a localhost/b --no-costs | --no-costs needs --dry-run",
                "copy a localhost/b --flatten 4 | --flatten: '4' is not a level",
                "copy a localhost/b --repository A | --repository: ",
                "copy a localhost/b --repository [a | --repository: ",
                "copy a localhost:1/b:1 --repository x | names an image",
                "copy a localhost/b localhost/b --repository x | a target is named twice",
                "copy --images-from /nonexistent localhost | the list /nonexistent cannot be read",
                "copy --images-from /nonexistent | missing: DST",
                "copy --images-from x --include y localhost | excludes --include",
                "copy --images-from - localhost --dst-password-stdin | cannot both read standard input",
                "copy a localhost/b --state /dev/null | is not a folder",
                "copy oci: localhost/b | names no file",
                "copy oci:a:b:c:d localhost/b | is not a",
                "copy oci:a:x/y:1 docker-archive:f | an image needs a name",
                "copy --all-repositories docker-archive:f localhost | use oci-archive",
                "diff a | missing: DST",
                "tags a:1 | names one image",
                "script - | missing: DST",
                "ping not_a_host! | is not the name of a registry",
                "inspect a b | unexpected 'b'",
                "help nothing | there is no command 'nothing'",
            })
    void refuses_with_a_reason_and_a_hint(String line, String reason) {
        Cli.Result result = cli.run(line.strip().split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errLines().get(0)).startsWith("error: ").contains(reason);
        assertThat(result.errLines().get(1)).startsWith("hint: ");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--src-password canary", "--src-password=canary", "--src-pasword=canary"})
    void never_repeats_a_password_that_was_given_the_wrong_way(String option) {
        Cli.Result result = cli.run(("copy a localhost/b " + option).split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("canary");
    }

    @Test
    void explains_the_three_ways_to_give_a_password() {
        assertThat(cli.run("ping", "localhost", "--password", "x").err())
                .contains("--password-stdin", "--password-env VARIABLE", "--password-file FILE");
    }

    @Test
    void refuses_a_password_in_the_address_of_a_proxy() {
        Cli.Result result = cli.run("ping", "example.com", "--proxy", "http://me:canary@proxy:3128");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("HTTPS_PROXY").doesNotContain("canary");
    }

    @Test
    void writes_a_completion_script() {
        Cli.Result result = cli.run("completion");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("--dst-username").startsWith("#!/usr/bin/env bash");
    }
}
