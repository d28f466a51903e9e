package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.StoreException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
    @TempDir
    Path folder;

    @Test
    void keeps_a_file_to_one_process() throws Exception {
        Path file = folder.resolve("data").resolve("sync.db");
        String url = "jdbc:sqlite:" + file;
        try (Store store = Databases.open(url, InstantSource.system())) {
            store.ping();
            assertInUse(() -> Databases.open(url, InstantSource.system()));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                    .isEqualTo("rwx------");
        }
        Process other = child(Writer.class, url, folder.resolve("ack").toString());
        try {
            await(folder.resolve("ack"));
            assertInUse(() -> Databases.open(url, InstantSource.system()));
        } finally {
            end(other);
        }
        Databases.open(url, InstantSource.system()).close();
    }

    private static void assertInUse(Runnable open) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(open::run)
                .withMessageStartingWith("another process uses the database ")
                .withMessageEndingWith("stop it, or use PostgreSQL, which several can share")
                .returns(Kind.CONFIGURATION, StoreException::kind);
    }

    @Test
    void has_every_row_that_it_acknowledged_before_it_was_killed() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("sync.db");
        Path acknowledged = folder.resolve("ack");
        for (int round = 0; round < 3; round++) {
            Files.deleteIfExists(acknowledged);
            Process writer = child(Writer.class, url, acknowledged.toString());
            try {
                await(acknowledged);
            } finally {
                end(writer);
            }
            List<String> lines = Files.readAllLines(acknowledged, StandardCharsets.UTF_8);
            try (Store store = Databases.open(url, InstantSource.system())) {
                assertThat(Samples.rows(store, "PRAGMA integrity_check"))
                        .containsExactly(Map.of("integrity_check", "ok"));
                Map<String, String> settings = store.settings().all();
                for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
                    assertThat(settings).containsEntry(line, line);
                }
            }
        }
    }

    /** Writes one setting after another and notes each that the store has taken. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path acknowledged = Path.of(arguments[1]);
            try (Store store = Databases.open(arguments[0], InstantSource.system());
                    var out = Files.newOutputStream(acknowledged)) {
                for (int number = 0; ; number++) {
                    String name = ProcessHandle.current().pid() + "-" + number;
                    store.settings().put(Map.of(name, name));
                    out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private Process child(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private void await(Path acknowledged) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Files.notExists(acknowledged) || Files.size(acknowledged) < 200) {
            assertThat(System.nanoTime()).as(() -> output()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException none) {
            return "";
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void stands_beside_the_tables_of_a_host(Databases databases) throws SQLException {
        String url = databases.fresh();
        try (Connection host = DriverManager.getConnection(url, "sync", "");
                Statement statement = host.createStatement()) {
            statement.execute("CREATE TABLE registry (id INTEGER PRIMARY KEY, name VARCHAR(10))");
            statement.execute("CREATE TABLE flyway_schema_history (installed_rank INTEGER)");
            statement.execute("INSERT INTO registry VALUES (1, 'theirs')");
        }
        try (Store store = Databases.open(url, InstantSource.system())) {
            store.registries().add(RegistryEntry.at("ours", "a.example.com"), SecretChange.keep());
            assertThat(Samples.rows(store, "SELECT * FROM registry"))
                    .containsExactly(Map.of("id", "1", "name", "theirs"));
            assertThat(Samples.count(store, "flyway_schema_history")).isZero();
            assertThat(Samples.count(store, "sync_schema_history")).isPositive();
            assertThat(tables(store, databases)).allMatch(name -> name.startsWith("sync_"));
        }
        try (Store again = Databases.open(url, InstantSource.system())) {
            assertThat(again.registries().list()).hasSize(1);
        }
    }

    private static List<String> tables(Store store, Databases databases) {
        String sql = databases == Databases.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'";
        return Samples.rows(store, sql).stream()
                .map(row -> row.getOrDefault("name", ""))
                .filter(name -> !List.of("registry", "flyway_schema_history").contains(name))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void works_in_a_database_that_a_host_has_opened(Databases databases) {
        String url = databases.fresh();
        try (Store host = Databases.open(url, InstantSource.system())) {
            try (Store guest = Store.in(host.dataSource()).keys(Databases.KEYS).open()) {
                guest.settings().put(Map.of("a", "b"));
                assertThat(guest.isShared()).isEqualTo(databases == Databases.POSTGRESQL);
            }
            assertThat(host.settings().get("a")).contains("b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://me:canary@db/x", "postgresql://me:canary@db/x", "canary", ""})
    void refuses_another_kind_of_database_without_repeating_a_password(String url) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Store.at(url).keys(Databases.KEYS).open())
                .withMessageEndingWith("write jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE")
                .withMessageNotContaining("me:canary")
                .returns(Kind.CONFIGURATION, StoreException::kind);
    }

    @Test
    void says_that_the_server_lets_nobody_in_who_is_not_known_there() {
        String url = Databases.POSTGRESQL.fresh();
        assertRefused(url, "nobody_home", "the database refuses: ", "nobody_home");
        assertRefused(url + "_missing", "sync", "the database refuses: ", "_missing");
    }

    private static void assertRefused(String url, String user, String begin, String named) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Store.at(url)
                        .credentials(user, "canary")
                        .keys(Databases.KEYS)
                        .open())
                .withMessageStartingWith(begin)
                .withMessageContaining(named)
                .withMessageNotContaining("canary")
                .returns(Kind.CONFIGURATION, StoreException::kind);
    }

    @Test
    void says_that_the_server_does_not_answer() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Store.at("jdbc:postgresql://127.0.0.1:" + port + "/x")
                        .credentials("sync", "canary")
                        .keys(Databases.KEYS)
                        .open())
                .withMessageStartingWith("the database does not answer: ")
                .withMessageContaining("127.0.0.1:" + port)
                .withMessageNotContaining("canary")
                .returns(Kind.UNAVAILABLE, StoreException::kind)
                .returns(true, StoreException::isPassing);
    }

    @Test
    void says_what_a_file_lacks_to_be_a_database() throws IOException {
        Path text = Files.writeString(folder.resolve("text.db"), "no database, but rather long ".repeat(100));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Databases.open("jdbc:sqlite:" + text, InstantSource.system()))
                .withMessageContaining("not a database");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Databases.open("jdbc:sqlite:" + folder, InstantSource.system()));
        assertThat(text).hasContent("no database, but rather long ".repeat(100));
    }
}
