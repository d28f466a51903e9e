package io.registrysync.spring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.spring.SyncHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real process leaves on its console and in its files. */
@Timeout(180)
class LogFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "json"})
    void turns_files_over_and_tells_no_secrets(String format) throws Exception {
        String console = run(
                Map.of("LOG_LEVEL", "debug"),
                "--registry-sync.log.format=" + format,
                "--registry-sync.log.max-size=32KB");

        List<Path> files = files(folder.resolve("data/logs"));
        assertThat(files)
                .extracting(file -> String.valueOf(file.getFileName()))
                .containsExactly(
                        "registry-sync.log",
                        "registry-sync.log.1",
                        "registry-sync.log.2",
                        "registry-sync.log.3",
                        "registry-sync.log.4",
                        "registry-sync.log.5");
        for (Path file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file, StandardCharsets.UTF_8))
                    .isNotEmpty()
                    .doesNotContain(Chatter.CANARY);
        }
        assertThat(console)
                .contains("***", "with a pair", "told at level debug", "IllegalArgumentException")
                .contains("line 1999")
                .doesNotContain(Chatter.CANARY);
        assertThat(console.lines()).noneMatch(line -> line.startsWith("2026 ERROR forged"));
        if (format.equals("json")) {
            assertThat(Files.readAllLines(files.get(0), StandardCharsets.UTF_8))
                    .allMatch(line -> SyncHost.parse(line).hasNonNull("message"));
        }
    }

    @Test
    void writes_to_the_file_that_is_named_and_to_none_where_it_is_empty() throws Exception {
        Path named = folder.resolve("elsewhere/sync.log");
        run(Map.of("REGISTRY_SYNC_LOG_FILE", named.toString()), "--registry-sync.log.max-size=100MB");
        assertThat(Files.readString(named, StandardCharsets.UTF_8))
                .contains("line 0", "line 1999")
                .doesNotContain("told at level debug");
        assertThat(files(folder.resolve("elsewhere"))).containsExactly(named);
        assertThat(folder.resolve("data/logs")).doesNotExist();

        assertThat(run(Map.of(), "--registry-sync.log.file=")).contains("line 1999");
        assertThat(folder.resolve("data/logs")).doesNotExist();
    }

    private String run(Map<String, String> environment, String... properties) throws Exception {
        try (ServerProcess server = ServerProcess.start(Chatter.class, folder, environment, properties)) {
            assertThat(server.await()).isZero();
            return server.console();
        }
    }

    private static List<Path> files(Path logs) throws IOException {
        try (Stream<Path> found = Files.list(logs)) {
            return found.sorted().toList();
        }
    }
}
