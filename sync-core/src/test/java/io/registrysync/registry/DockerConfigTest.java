package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.registrysync.oci.RegistryHost;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real files; helpers are real programs, see {@link ShellHelper}. */
class DockerConfigTest {
    private static final RegistryHost HUB = RegistryHost.DOCKER_HUB;
    private static final RegistryHost EXAMPLE = new RegistryHost("registry.example.com");
    private static final Credentials.Basic ROBOT = new Credentials.Basic("robot", "s3cret-canary");

    @TempDir
    Path folder;

    // ---- entries --------------------------------------------------------------------------------------------------

    @Test
    void reads_user_and_password_from_auth() {
        assertThat(lookUp(auths("registry.example.com", "robot:s3cret-canary"), EXAMPLE))
                .isEqualTo(ROBOT);
    }

    @Test
    void password_may_contain_colons_and_letters_of_any_language() {
        assertThat(lookUp(auths("registry.example.com", "robot:a:b::ü密"), EXAMPLE))
                .isEqualTo(Credentials.basic("robot", "a:b::ü密"));
    }

    @Test
    void user_without_a_password_is_a_login() {
        assertThat(lookUp(auths("registry.example.com", "robot:"), EXAMPLE)).isEqualTo(Credentials.basic("robot", ""));
    }

    @Test
    void nuls_after_the_password_are_dropped() {
        assertThat(lookUp(auths("registry.example.com", "robot:s3cret-canary\0\0"), EXAMPLE))
                .isEqualTo(ROBOT);
    }

    @Test
    void reads_username_and_password_where_auth_is_missing() {
        String json = """
                {"auths": {"registry.example.com": {"username": "robot", "password": "s3cret-canary", "auth": ""}}}
                """;
        assertThat(lookUp(json, EXAMPLE)).isEqualTo(ROBOT);
    }

    @Test
    void identity_token_is_preferred_to_the_login_beside_it() {
        String json = """
                {"auths": {"registry.example.com": {"auth": "%s", "identitytoken": "refresh"}}}
                """.replace("%s", base64("00000000-0000-0000-0000-000000000000:"));
        assertThat(lookUp(json, EXAMPLE)).isEqualTo(Credentials.identityToken("refresh"));
    }

    @Test
    void registry_token_is_a_bearer_token() {
        String json = """
                {"auths": {"registry.example.com": {"registrytoken": "bearer"}}}
                """;
        assertThat(lookUp(json, EXAMPLE)).isEqualTo(Credentials.bearerToken("bearer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                " \n",
                "{\"auths\": null}",
                "{\"auths\": {}}",
                "{\"auths\": {\"registry.example.com\": {}}}",
                "{\"auths\": {\"registry.example.com\": null}}",
                "{\"auths\": {\"registry.example.com\": {\"auth\": \"\"}}}",
                "{\"auths\": {\"registry.example.com\": {\"auth\": null, \"email\": \"x\"}}}",
                "{\"auths\": {\"registry.example.com\": {\"auth\": \"Og==\"}}}",
                "{\"credHelpers\": {\"other.example.com\": \"missing\"}, \"credsStore\": \"\"}"
            })
    void nothing_kept_is_anonymous(String json) {
        assertThat(lookUp(json, EXAMPLE)).isEqualTo(Credentials.ANONYMOUS);
    }

    @Test
    void missing_file_is_anonymous() {
        assertThat(config("missing.json").credentials(EXAMPLE)).isEqualTo(Credentials.ANONYMOUS);
    }

    @Test
    void byte_order_mark_is_passed_over() {
        assertThat(lookUp("\uFEFF" + auths("registry.example.com", "robot:s3cret-canary"), EXAMPLE))
                .isEqualTo(ROBOT);
    }

    // ---- names ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "registry.example.com, registry.example.com",
        "registry.example.com:5000, registry.example.com:5000",
        "https://registry.example.com, registry.example.com",
        "https://registry.example.com/, registry.example.com",
        "http://registry.example.com, registry.example.com",
        "HTTPS://Registry.Example.COM/v1/, registry.example.com",
        "https://registry.example.com/v1/, registry.example.com",
        "https://registry.example.com/v2/, registry.example.com",
        "https://registry.example.com:5000/v2, registry.example.com:5000",
        "registry.example.com/v1/, registry.example.com",
        "localhost:5000, localhost:5000",
        "[::1]:5000, [::1]:5000",
        "https://index.docker.io/v1/, docker.io",
        "index.docker.io, docker.io",
        "docker.io, docker.io",
        "registry-1.docker.io, docker.io",
        "https://registry.hub.docker.com, docker.io",
    })
    void key_names_the_registry(String key, String registry) {
        assertThat(lookUp(auths(key, "robot:s3cret-canary"), new RegistryHost(registry)))
                .isEqualTo(ROBOT);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, registry.example.com",
        "registry.example.com, example.com",
        "registry.example.com, registry.example.com.evil.org",
        "registry.example.com.evil.org, registry.example.com",
        "registry.example.co, registry.example.com",
        "registry.example.com, evil-registry.example.com",
        "registry.example.com, registry.example.com:5000",
        "registry.example.com:5000, registry.example.com",
        "registry.example.com:50, registry.example.com:5000",
        "https://registry.example.com@evil.org, registry.example.com",
        "https://registry.example.com@evil.org, evil.org",
        "registry.example.com/team, registry.example.com",
        "registry.example.com/v1/team, registry.example.com",
        "registry.example.com/v11/, registry.example.com",
        "https://index.docker.io/v1/, registry.example.com",
        "https://index.docker.io/v1/access-token, docker.io",
        "auth.docker.io, docker.io",
        "hub.docker.com, docker.io",
        "docker.io:443, docker.io",
        "'', docker.io",
        "*, registry.example.com",
        "*.example.com, registry.example.com",
        "https://, registry.example.com",
        "ftp://registry.example.com, registry.example.com",
    })
    void key_of_another_name_is_not_used(String key, String registry) {
        assertThat(lookUp(auths(key, "robot:s3cret-canary"), new RegistryHost(registry)))
                .isEqualTo(Credentials.ANONYMOUS);
    }

    @Test
    void usual_key_is_preferred_to_other_spellings() {
        String json = """
                {"auths": {
                  "docker.io": {"auth": "%s"},
                  "https://index.docker.io/v1/": {"auth": "%right"}
                }}
                """.replace("%right", base64("robot:s3cret-canary")).replace("%s", base64("other:x"));
        assertThat(lookUp(json, HUB)).isEqualTo(ROBOT);
    }

    @Test
    void empty_entry_does_not_hide_another_spelling() {
        String json = """
                {"auths": {"registry.example.com": {}, "https://registry.example.com/v1/": {"auth": "%s"}}}
                """.replace("%s", base64("robot:s3cret-canary"));
        assertThat(lookUp(json, EXAMPLE)).isEqualTo(ROBOT);
    }

    // ---- places ---------------------------------------------------------------------------------------------------

    @Test
    void files_are_asked_in_the_order_of_the_tools() throws IOException {
        Map<String, String> environment = Map.of(
                "REGISTRY_AUTH_FILE", folder.resolve("chosen.json").toString(),
                "XDG_RUNTIME_DIR", folder.resolve("run").toString(),
                "XDG_CONFIG_HOME", folder.resolve("xdg").toString(),
                "DOCKER_CONFIG", folder.resolve("docker").toString());
        DockerConfig config = DockerConfig.of(environment, folder.resolve("home"));
        String[] files = {
            "docker/config.json", "xdg/containers/auth.json", "run/containers/auth.json", "chosen.json",
        };
        assertThat(config.credentials(EXAMPLE)).isEqualTo(Credentials.ANONYMOUS);
        for (String file : files) {
            write(file, auths("registry.example.com", file + ":x"));
            assertThat(config.credentials(EXAMPLE)).isEqualTo(Credentials.basic(file, "x"));
        }
    }

    @Test
    void without_variables_the_home_folder_is_looked_at() throws IOException {
        DockerConfig config = DockerConfig.of(Map.of("REGISTRY_AUTH_FILE", ""), folder);
        write(".docker/config.json", auths("registry.example.com", "docker:x"));
        assertThat(config.credentials(EXAMPLE)).isEqualTo(Credentials.basic("docker", "x"));

        write(".config/containers/auth.json", auths("registry.example.com", "podman:x"));
        assertThat(config.credentials(EXAMPLE)).isEqualTo(Credentials.basic("podman", "x"));
    }

    @Test
    void file_without_an_answer_leaves_it_to_the_next() throws IOException {
        write(".config/containers/auth.json", auths("other.example.com", "podman:x"));
        write(".docker/config.json", auths("registry.example.com", "docker:x"));
        assertThat(DockerConfig.of(Map.of(), folder).credentials(EXAMPLE)).isEqualTo(Credentials.basic("docker", "x"));
    }

    @Test
    void another_source_answers_where_the_files_do_not() {
        CredentialSource source = config("missing.json").orElse(registry -> ROBOT);
        assertThat(source.credentials(EXAMPLE)).isEqualTo(ROBOT);
    }

    @Test
    void another_source_is_not_asked_where_the_files_answer() throws IOException {
        write("config.json", auths("registry.example.com", "robot:s3cret-canary"));
        CredentialSource source = config("config.json").orElse(registry -> {
            throw new AssertionError("asked for " + registry);
        });
        assertThat(source.credentials(EXAMPLE)).isEqualTo(ROBOT);
    }

    // ---- malformed files ------------------------------------------------------------------------------------------

    @Test
    void malformed_file_is_named_with_line_and_column_but_without_content() {
        String broken = "{\n  \"auths\": {\"registry.example.com\": {\"auth\": s3cret-canary}}}";
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> lookUp(broken, EXAMPLE));
        assertThat(failure.kind()).isEqualTo(RegistryException.Kind.CONFIGURATION);
        assertThat(failure)
                .hasMessageContaining(folder.resolve("config.json").toString())
                .hasMessageContaining("line 2, column");
        assertThat(stackTrace(failure)).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"s3cret-canary\"",
                "s3cret-canary",
                "{\"auths\": \"s3cret-canary\"}",
                "{\"auths\": [\"s3cret-canary\"]}",
                "{\"auths\": {\"registry.example.com\": \"s3cret-canary\"}}",
                "{\"auths\": {\"registry.example.com\": {\"auth\": [\"s3cret-canary\"]}}}",
                "{\"auths\": {\"registry.example.com\": {\"auth\": \"s3cret canary!\"}}}",
                "{\"auths\": {\"registry.example.com\": {\"auth\": \"czNjcmV0\"}}}",
                "{\"auths\": {\"registry.example.com\": {\"username\": \"a:b\", \"password\": \"s3cret\"}}}",
                "{\"auths\": {}, \"auths\": {\"s3cret\": {}}}",
                "{\"auths\": {}} s3cret",
                "{\"auths\": {}",
                "{\"credsStore\": 5}",
                "{\"credHelpers\": [\"s3cret\"]}",
            })
    void malformed_file_is_refused_and_never_overwritten(String broken) throws IOException {
        Path file = write("config.json", broken);
        DockerConfig config = config("config.json");
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> config.credentials(EXAMPLE));
        assertThat(failure.kind()).isEqualTo(RegistryException.Kind.CONFIGURATION);
        assertThat(failure).hasMessageContaining(file.toString());
        assertThat(stackTrace(failure)).doesNotContain("s3cret");
        if (broken.contains("auths\": {\"reg")) {
            // Only the one entry is wrong, and it is what a login replaces.
            return;
        }
        assertThatThrownBy(() -> config.login(EXAMPLE, ROBOT)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> config.logout(EXAMPLE)).isInstanceOf(RegistryException.class);
        assertThat(file).hasContent(broken);
    }

    @Test
    void wrong_entry_of_another_registry_does_no_harm() {
        String json = """
                {"auths": {"other.example.com": "odd", "registry.example.com": {"auth": "%s"}}}
                """.replace("%s", base64("robot:s3cret-canary"));
        assertThat(lookUp(json, EXAMPLE)).isEqualTo(ROBOT);
    }

    @Test
    void deeply_nested_file_is_refused() {
        assertThatThrownBy(() -> lookUp("{\"x\":".repeat(100_000), EXAMPLE)).isInstanceOf(RegistryException.class);
    }

    @Test
    void file_that_is_a_folder_is_a_clear_error() throws IOException {
        Files.createDirectory(folder.resolve("config.json"));
        assertThatThrownBy(() -> config("config.json").credentials(EXAMPLE))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("config.json");
    }

    // ---- login and logout in the file -----------------------------------------------------------------------------

    @Test
    void login_makes_a_file_that_only_its_owner_can_read() throws IOException {
        DockerConfig config = DockerConfig.of(Map.of(), folder);
        String place = config.login(EXAMPLE, ROBOT);
        Path file = folder.resolve(".docker/config.json");
        assertThat(place).isEqualTo(file.toString());
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve(".docker"))).isEqualTo("rwx------");
        assertThat(config.credentials(EXAMPLE)).isEqualTo(ROBOT);
        assertThat(file).hasContent("""
                        {
                        	"auths": {
                        		"registry.example.com": {
                        			"auth": "%s"
                        		}
                        	}
                        }
                        """.replace("%s", base64("robot:s3cret-canary")));
    }

    @Test
    void login_goes_to_the_chosen_file() {
        Path file = folder.resolve("chosen.json");
        DockerConfig config = DockerConfig.of(Map.of("REGISTRY_AUTH_FILE", file.toString()), folder);
        config.login(EXAMPLE, ROBOT);
        assertThat(file).exists();
        assertThat(folder.resolve(".docker")).doesNotExist();
    }

    @Test
    void login_to_docker_hub_is_kept_where_docker_looks() throws IOException {
        DockerConfig config = config("config.json");
        config.login(HUB, ROBOT);
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("config.json").toFile())
                        .path("auths")
                        .has("https://index.docker.io/v1/"))
                .isTrue();
        assertThat(config.credentials(HUB)).isEqualTo(ROBOT);
    }

    @Test
    void login_keeps_everything_else_as_it_was() throws IOException {
        String before = """
                {
                	"HttpHeaders": {
                		"X-Meta": "ü\\u0001"
                	},
                	"auths": {
                		"z.example.com": {
                			"auth": "eHh4Onl5eQ==",
                			"email": ""
                		},
                		"registry.example.com": {
                			"auth": "b2xkOm9sZA==",
                			"identitytoken": "old"
                		},
                		"a.example.com": {}
                	},
                	"numbers": [
                		1.10,
                		12345678901234567890123,
                		0.1e-7,
                		true,
                		null
                	],
                	"detachKeys": "ctrl-e,e"
                }
                """;
        Path file = write("config.json", before);
        config("config.json").login(EXAMPLE, ROBOT);
        String expected = before.replace(
                        "\"b2xkOm9sZA==\",\n\t\t\t\"identitytoken\": \"old\"",
                        "\"" + base64("robot:s3cret-canary") + "\"")
                .replace("0.1e-7", "1E-8");
        assertThat(file).hasContent(expected);
    }

    @Test
    void login_keeps_the_permissions_of_the_file() throws IOException {
        Path file = write("config.json", "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        config("config.json").login(EXAMPLE, ROBOT);
        assertThat(permissions(file)).isEqualTo("rw-r-----");
    }

    @Test
    void login_follows_a_linked_file() throws IOException {
        Path file = write("dotfiles/docker.json", "{\"x\": 1}");
        Path link = Files.createSymbolicLink(folder.resolve("second.json"), Path.of("dotfiles/docker.json"));
        Files.createSymbolicLink(folder.resolve("config.json"), link);
        config("config.json").login(EXAMPLE, ROBOT);
        assertThat(folder.resolve("config.json")).isSymbolicLink();
        assertThat(file).isRegularFile().content().contains("\"x\": 1").contains("auths");
    }

    @Test
    void login_follows_a_link_to_nothing_and_through_a_linked_folder() throws IOException {
        Files.createDirectories(folder.resolve("dotfiles"));
        Files.createSymbolicLink(folder.resolve(".docker"), Path.of("dotfiles"));
        Files.createSymbolicLink(folder.resolve("dotfiles/config.json"), Path.of("real/docker.json"));
        DockerConfig.of(Map.of(), folder).login(EXAMPLE, ROBOT);
        assertThat(folder.resolve("dotfiles/real/docker.json")).isRegularFile();
        assertThat(folder.resolve("dotfiles/config.json")).isSymbolicLink();
    }

    @Test
    void link_to_itself_is_a_clear_error() throws IOException {
        Files.createSymbolicLink(folder.resolve("config.json"), Path.of("config.json"));
        assertThatThrownBy(() -> config("config.json").login(EXAMPLE, ROBOT)).isInstanceOf(RegistryException.class);
    }

    @Test
    void nothing_but_the_file_is_left_behind() throws IOException {
        DockerConfig config = config("config.json");
        config.login(EXAMPLE, ROBOT);
        config.login(HUB, ROBOT);
        config.logout(EXAMPLE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("config.json"));
        }
    }

    @Test
    void failed_write_leaves_the_old_file_and_nothing_else() throws IOException {
        Path file = write("config.json", "{}");
        Path blocker = Files.createDirectory(folder.resolve("blocked"));
        // The name is taken by a folder, so that the last step, and only that, fails.
        Files.createDirectory(blocker.resolve("x"));
        AuthFile unwritable = new AuthFile(blocker);
        assertThatThrownBy(() -> unwritable.update(content -> content.put("k", ROBOT)))
                .isInstanceOf(RegistryException.class)
                .hasMessageNotContaining("s3cret");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, blocker);
        }
    }

    @Test
    void logout_removes_every_spelling_and_says_so() throws IOException {
        Path file = write("config.json", """
                {"auths": {"docker.io": {}, "https://index.docker.io/v1/": {}, "registry.example.com": {}}, "x": 1}
                """);
        DockerConfig config = config("config.json");
        assertThat(config.logout(HUB)).isTrue();
        assertThat(new ObjectMapper().readTree(file.toFile()))
                .isEqualTo(new ObjectMapper().readTree("{\"auths\": {\"registry.example.com\": {}}, \"x\": 1}"));
    }

    @Test
    void logout_without_a_login_touches_nothing() throws IOException {
        String before = "{ \"auths\":{\"other.example.com\" :{}}}";
        Path file = write("config.json", before);
        assertThat(config("config.json").logout(EXAMPLE)).isFalse();
        assertThat(file).hasContent(before);
        assertThat(config("missing.json").logout(EXAMPLE)).isFalse();
        assertThat(folder.resolve("missing.json")).doesNotExist();
    }

    // ---- helpers --------------------------------------------------------------------------------------------------

    @Test
    void helper_of_the_registry_is_preferred_to_the_general_one() throws IOException {
        ShellHelper special =
                ShellHelper.in(folder, "special").keeping("registry.example.com", "robot", "s3cret-canary");
        ShellHelper general = ShellHelper.in(folder, "general").keeping("z.example.com", "general", "x");
        write("config.json", "{\"credHelpers\": {\"registry.example.com\": \"special\"}, \"credsStore\": \"general\"}");
        DockerConfig config = config("config.json");
        assertThat(config.credentials(EXAMPLE)).isEqualTo(ROBOT);
        assertThat(config.credentials(new RegistryHost("z.example.com"))).isEqualTo(Credentials.basic("general", "x"));
        assertThat(special.log()).containsExactly("get registry.example.com");
        assertThat(general.log()).containsExactly("get z.example.com");
    }

    @Test
    void helper_is_asked_for_docker_hub_under_the_name_that_docker_uses() throws IOException {
        ShellHelper helper = ShellHelper.in(folder, "keeper");
        write("config.json", "{\"credHelpers\": {\"docker.io\": \"keeper\"}}");
        assertThat(config("config.json").credentials(HUB)).isEqualTo(Credentials.ANONYMOUS);
        assertThat(helper.log()).containsExactly("get https://index.docker.io/v1/");
    }

    @Test
    void helper_without_an_answer_leaves_it_to_the_file() throws IOException {
        ShellHelper.in(folder, "keeper");
        write("config.json", """
                {"credsStore": "keeper", "auths": {"registry.example.com": {"auth": "%s"}}}
                """.replace("%s", base64("robot:s3cret-canary")));
        assertThat(config("config.json").credentials(EXAMPLE)).isEqualTo(ROBOT);
    }

    @Test
    void login_with_a_helper_leaves_the_file_alone() throws IOException {
        ShellHelper helper = ShellHelper.in(folder, "keeper");
        Path file = write("config.json", "{\"credsStore\":\"keeper\"}");
        DockerConfig config = config("config.json");
        assertThat(config.login(EXAMPLE, ROBOT)).isEqualTo("docker-credential-keeper");
        assertThat(file).hasContent("{\"credsStore\":\"keeper\"}");
        assertThat(helper.log())
                .containsExactly(
                        "store {\"ServerURL\":\"registry.example.com\",\"Username\":\"robot\",\"Secret\":\"s3cret-canary\"}");
    }

    @Test
    void logout_with_a_helper_erases_what_is_there() throws IOException {
        ShellHelper helper = ShellHelper.in(folder, "keeper").keeping("registry.example.com", "robot", "x");
        write("config.json", "{\"credsStore\": \"keeper\", \"auths\": {\"registry.example.com\": {}}}");
        DockerConfig config = config("config.json");
        assertThat(config.logout(EXAMPLE)).isTrue();
        assertThat(helper.log()).containsExactly("get registry.example.com", "erase registry.example.com");
        assertThat(folder.resolve("config.json")).content().doesNotContain("registry.example.com");
        assertThat(config.logout(HUB)).isFalse();
    }

    @Test
    void missing_helper_is_an_error_and_nobody_else_is_asked() throws IOException {
        write("config.json", """
                {"credsStore": "gone", "auths": {"registry.example.com": {"auth": "%s"}}}
                """.replace("%s", base64("robot:s3cret-canary")));
        assertThatThrownBy(() -> config("config.json").credentials(EXAMPLE))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("docker-credential-gone")
                .hasMessageContaining("not on the PATH");
    }

    @Test
    void prints_no_secret() throws IOException {
        write("config.json", auths("registry.example.com", "robot:s3cret-canary"));
        DockerConfig config = config("config.json");
        assertThat(config.toString()).contains("config.json").doesNotContain("s3cret");
        assertThat(config.credentials(EXAMPLE).toString()).doesNotContain("s3cret");
    }

    // ---- parts ----------------------------------------------------------------------------------------------------

    private DockerConfig config(String file) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", folder + ":/usr/bin:/bin");
        return DockerConfig.at(folder.resolve(file), environment);
    }

    private Credentials lookUp(String json, RegistryHost registry) {
        write("config.json", json);
        return config("config.json").credentials(registry);
    }

    private Path write(String file, String content) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, content);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String auths(String key, String pair) {
        return new ObjectMapper()
                .createObjectNode()
                .set(
                        "auths",
                        new ObjectMapper()
                                .createObjectNode()
                                .set(key, new ObjectMapper().createObjectNode().put("auth", base64(pair))))
                .toString();
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    static String stackTrace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
