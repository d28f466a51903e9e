package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.registry.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrySpecTest {
    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void has_no_credentials_without_a_user() throws IOException {
        assertThat(credentials("url: docker.io", Map.of())).isEmpty();
    }

    @Test
    void fetches_the_password_from_the_environment_when_it_is_needed() throws IOException {
        String keys = "url: docker.io, username: me, password: '${TOKEN}'";

        assertThat(credentials(keys, Map.of("TOKEN", "new"))).contains(Credentials.basic("me", "new"));
        assertThatThrownBy(() -> credentials(keys, Map.of())).hasMessage("the environment variable TOKEN is not set");
    }

    @Test
    void reads_the_password_file_beside_the_sync_file() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "pass word \r\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(credentials("url: docker.io, username: me, passwordFile: token", Map.of()))
                .contains(Credentials.basic("me", "pass word "));
        assertThat(warnings).isEmpty();
    }

    @Test
    void warns_of_a_password_file_that_others_can_read() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        credentials("url: docker.io, username: me, passwordFile: " + file, Map.of());

        assertThat(warnings).containsExactly("others can read the password file " + file + "; chmod 600 " + file);
    }

    @Test
    void refuses_a_password_file_that_is_missing_empty_or_no_such_thing() throws IOException {
        Files.writeString(folder.resolve("empty"), "\n");
        Files.writeString(folder.resolve("large"), "x".repeat(70_000));

        assertThatThrownBy(() -> credentials("url: a.b, username: me, passwordFile: missing", Map.of()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("the password file is not there");
        assertThatThrownBy(() -> credentials("url: a.b, username: me, passwordFile: empty", Map.of()))
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> credentials("url: a.b, username: me, passwordFile: large", Map.of()))
                .hasMessageContaining("is too large to be one");
    }

    private Optional<Credentials> credentials(String keys, Map<String, String> environment) throws IOException {
        // Whether the variable is set is looked at again, later than here.
        RegistrySpec registry = SyncFile.parse("f", "registries: {r: {" + keys + "}}", Map.of("TOKEN", "old"))
                .registries()
                .values()
                .iterator()
                .next();
        return registry.credentials(folder, environment, warnings::add);
    }
}
