package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CredentialHelperTest {
    private static final String SERVER = "registry.example.com";

    @TempDir
    Path folder;

    @Test
    void token_as_user_name_means_an_identity_token() throws IOException {
        ShellHelper.in(folder, "keeper").keeping(SERVER, "<token>", "refresh");
        assertThat(helper().get(SERVER)).isEqualTo(Credentials.identityToken("refresh"));
    }

    @Test
    void empty_answer_is_anonymous() throws IOException {
        ShellHelper.in(folder, "keeper").script("echo '{\"Username\":\"\",\"Secret\":\"\"}'");
        assertThat(helper().get(SERVER)).isEqualTo(Credentials.ANONYMOUS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'credentials not found in native keychain'",
                "echo 'credentials not found in native keychain' >&2"
            })
    void nothing_found_is_anonymous_on_either_output(String complaint) throws IOException {
        ShellHelper.in(folder, "keeper").script(complaint + "; exit 1");
        assertThat(helper().get(SERVER)).isEqualTo(Credentials.ANONYMOUS);
    }

    @Test
    void question_has_no_line_end_and_no_argument_but_the_verb() throws IOException {
        Path seen = folder.resolve("seen");
        ShellHelper.in(folder, "keeper")
                .raw("#!/bin/sh\ncat > '" + seen + "'\necho \"$#$1\" >> '" + seen + "'\necho {}\n");
        helper().get(SERVER);
        assertThat(seen).hasContent(SERVER + "1get\n");
    }

    @Test
    void environment_is_the_one_that_was_given() throws IOException {
        ShellHelper.in(folder, "keeper")
                .script("echo \"{\\\"Username\\\":\\\"$WHO\\\",\\\"Secret\\\":\\\"${HOME-none}\\\"}\"");
        CredentialHelper helper = new CredentialHelper("keeper", Map.of("PATH", path(), "WHO", "robot"));
        assertThat(helper.get(SERVER)).isEqualTo(Credentials.basic("robot", "none"));
    }

    @Test
    void failure_names_the_helper_and_what_it_says() throws IOException {
        ShellHelper.in(folder, "keeper").script("printf 'pass is not\\033[31m initialized\\n' >&2; exit 3");
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> helper().get(SERVER));
        assertThat(failure.kind()).isEqualTo(RegistryException.Kind.CONFIGURATION);
        assertThat(failure)
                .hasMessage("use credential helper docker-credential-keeper get: failed with status 3:"
                        + " pass is not [31m initialized");
    }

    @Test
    void long_complaint_is_cut() throws IOException {
        ShellHelper.in(folder, "keeper").script("head -c 60000 /dev/zero | tr '\\0' x; exit 1");
        assertThatThrownBy(() -> helper().get(SERVER))
                .isInstanceOf(RegistryException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo s3cret-canary",
                "echo '\"s3cret-canary\"'",
                "echo '{\"Username\":\"u\",\"Secret\":\"s3cret-canary'",
                "echo '{\"Username\":\"a:b\",\"Secret\":\"s3cret-canary\"}'",
                "echo '{\"Username\":\"u\",\"Secret\":\"s3cret-canary\"}'; exit 1",
                "echo '{\"Secret\":\"s3cret-canary\"}' >&2; exit 1",
                ":",
            })
    void odd_answer_is_an_error_that_shows_no_secret(String script) throws IOException {
        ShellHelper.in(folder, "keeper").script(script);
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> helper().get(SERVER));
        assertThat(failure).hasMessageContaining("docker-credential-keeper");
        assertThat(DockerConfigTest.stackTrace(failure)).doesNotContain("s3cret");
    }

    @Test
    void password_that_a_failed_store_quotes_is_not_repeated() throws IOException {
        ShellHelper.in(folder, "keeper").script("echo 'cannot keep s3cret-canary for robot'; exit 1");
        assertThatThrownBy(() -> helper().store(SERVER, new Credentials.Basic("robot", "s3cret-canary")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("cannot keep … for robot");
    }

    @Test
    void failed_erase_is_an_error_unless_there_was_nothing() throws IOException {
        ShellHelper keeper = ShellHelper.in(folder, "keeper").script("echo 'locked'; exit 1");
        assertThatThrownBy(() -> helper().erase(SERVER)).hasMessageContaining("erase: failed with status 1: locked");
        keeper.script("echo 'credentials not found in native keychain' >&2; exit 1");
        helper().erase(SERVER);
    }

    @Test
    void too_much_output_is_refused() throws IOException {
        ShellHelper.in(folder, "keeper").script("head -c 70000 /dev/zero | tr '\\0' ' '; echo '{}'");
        assertThatThrownBy(() -> helper().get(SERVER)).hasMessageContaining("wrote more than 65536 bytes");
    }

    @Test
    void as_much_output_as_is_allowed_is_read_whole() throws IOException {
        ShellHelper.in(folder, "keeper")
                .script("head -c 65000 /dev/zero | tr '\\0' ' '; echo '{\"Username\":\"u\",\"Secret\":\"p\"}'");
        assertThat(helper().get(SERVER)).isEqualTo(Credentials.basic("u", "p"));
    }

    @Test
    void helper_that_hangs_is_stopped_with_its_children() throws IOException {
        Path pid = folder.resolve("pid");
        ShellHelper.in(folder, "keeper").script("sleep 600 & echo $! > '" + pid + "'; wait");
        CredentialHelper helper = new CredentialHelper("keeper", environment(), Duration.ofSeconds(1));
        assertThatThrownBy(() -> helper.get(SERVER))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("did not answer within 1 s");
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void helper_that_does_not_read_its_question_does_no_harm() throws IOException {
        ShellHelper.in(folder, "keeper").raw("#!/bin/sh\nexec echo '{\"Username\":\"u\",\"Secret\":\"p\"}'\n");
        assertThat(helper().get(SERVER.repeat(20_000))).isEqualTo(Credentials.basic("u", "p"));
    }

    @Test
    void daemon_that_keeps_the_output_open_does_not_hold_us_up() throws IOException {
        Path pid = folder.resolve("pid");
        ShellHelper.in(folder, "keeper")
                .script("echo '{\"Username\":\"u\",\"Secret\":\"p\"}'; sleep 50 & echo $! > '" + pid + "'");
        assertThat(helper().get(SERVER)).isEqualTo(Credentials.basic("u", "p"));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void interruption_ends_the_wait_and_stays_visible() throws IOException {
        ShellHelper.in(folder, "keeper").script("exec sleep 600");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> helper().get(SERVER)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "../x", "a;b", "$(id)", "a\nb", "ä", "a\0b", "s3cret\u202Eb"})
    void name_that_could_be_more_than_a_name_is_refused(String name) {
        assertThatThrownBy(() -> new CredentialHelper(name, environment()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("not the name of a helper")
                .hasMessageNotContaining("\u202E");
    }

    @Test
    void program_is_looked_for_on_the_given_path_only_and_never_in_the_working_folder() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        ShellHelper.in(folder, "keeper");
        Path plain = Files.writeString(other.resolve("docker-credential-keeper"), "not a program");
        for (String path : new String[] {"", ":", ".", other.toString(), plain.toString()}) {
            CredentialHelper helper = new CredentialHelper("keeper", Map.of("PATH", path));
            assertThatThrownBy(() -> helper.get(SERVER)).hasMessageContaining("not on the PATH");
        }
        assertThatThrownBy(() -> new CredentialHelper("keeper", Map.of()).get(SERVER))
                .hasMessageContaining("not on the PATH");
    }

    @Test
    void program_that_cannot_be_started_is_a_clear_error() throws IOException {
        ShellHelper.in(folder, "keeper").raw("#!/no/such/interpreter\n");
        assertThatThrownBy(() -> helper().get(SERVER))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("cannot be started");
    }

    private CredentialHelper helper() {
        return new CredentialHelper("keeper", environment());
    }

    private Map<String, String> environment() {
        return Map.of("PATH", path());
    }

    private String path() {
        return folder + ":/usr/bin:/bin";
    }
}
