package io.registrysync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final String CANARY = "canary-77aa";

    @TempDir
    Path folder;

    @Test
    void copies_while_others_write_and_restores_a_moment() throws IOException {
        Path database = folder.resolve("sync.db");
        Path copy = folder.resolve("copy.db");
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        try (Store store = open(database)) {
            store.registries().add(Samples.registry("a", "a.example.com", "me"), SecretChange.to(CANARY));
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    int number = written.incrementAndGet();
                    // Both or none of a pair are in a copy of one moment.
                    store.settings().put(Map.of("left", "" + number, "right", "" + number));
                }
            });
            while (written.get() < 20) {
                Thread.onSpinWait();
            }
            store.backup(copy);
            stop.set(true);
            writer.join();
            store.settings().put(Map.of("after", "the copy"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1))
                .doesNotContain(CANARY);

        Path kept = Store.restore(copy, database).orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database)))
                .isEqualTo("rw-------");
        try (Store store = open(database)) {
            Map<String, String> settings = store.settings().all();
            assertThat(settings).containsOnlyKeys("left", "right");
            assertThat(settings.get("left")).isEqualTo(settings.get("right"));
            assertThat(store.registries().password(1)).contains(CANARY);
        }
        try (Store store = open(kept)) {
            assertThat(store.settings().get("after")).contains("the copy");
        }
    }

    @Test
    void restores_where_there_was_none_and_keeps_each_that_there_was() throws IOException {
        Path copy = folder.resolve("copy.db");
        try (Store store = open(folder.resolve("sync.db"))) {
            store.settings().put(Map.of("a", "b"));
            store.backup(copy);
        }
        Path elsewhere = folder.resolve("new").resolve("sync.db");
        assertThat(Store.restore(copy, elsewhere)).isEmpty();
        assertThat(Store.restore(copy, elsewhere)).contains(elsewhere.resolveSibling("sync.db.replaced"));
        assertThat(Store.restore(copy, elsewhere)).contains(elsewhere.resolveSibling("sync.db.replaced-2"));
        try (Store store = open(elsewhere)) {
            assertThat(store.settings().get("a")).contains("b");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void does_not_let_the_log_of_one_database_stand_beside_another() throws IOException {
        Path database = folder.resolve("sync.db");
        Path copy = folder.resolve("copy.db");
        try (Store store = open(database)) {
            store.backup(copy);
        }
        Path log = folder.resolve("sync.db-wal");
        Files.writeString(log, "what a dead process left");
        Path kept = Store.restore(copy, database).orElseThrow();
        assertThat(log).doesNotExist();
        assertThat(kept.resolveSibling(kept.getFileName() + "-wal")).hasContent("what a dead process left");
    }

    @Test
    void refuses_to_restore_over_a_database_in_use() {
        Path database = folder.resolve("sync.db");
        Path copy = folder.resolve("copy.db");
        try (Store store = open(database)) {
            store.backup(copy);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> Store.restore(copy, database))
                    .withMessageContaining("uses the database");
            store.settings().put(Map.of("still", "there"));
        }
        try (Store store = open(database)) {
            assertThat(store.settings().get("still")).contains("there");
        }
    }

    @Test
    void refuses_what_is_no_intact_copy_and_leaves_the_database_alone() throws IOException {
        Path database = folder.resolve("sync.db");
        Path copy = folder.resolve("copy.db");
        try (Store store = open(database)) {
            for (int i = 0; i < 2000; i++) {
                store.settings().put(Map.of("setting " + i, "x".repeat(500)));
            }
            store.backup(copy);
        }
        Path text = Files.writeString(folder.resolve("text.db"), "no database, but rather long ".repeat(100));
        assertRefused(text, database, "is no intact database");
        assertRefused(folder.resolve("missing.db"), database, "there is no file");
        Path foreign = folder.resolve("foreign.db");
        Files.createFile(foreign);
        assertRefused(foreign, database, "this is no database of Registry Sync");
        byte[] bytes = Files.readAllBytes(copy);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 20_000, (byte) 7);
        assertRefused(Files.write(folder.resolve("damaged.db"), bytes), database, "is no intact database");
        assertRefused(
                Files.write(folder.resolve("short.db"), Arrays.copyOf(bytes, bytes.length / 3)),
                database,
                "is no intact database");
        try (Store store = open(database)) {
            assertThat(store.settings().all()).hasSize(2000);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".tmp") || name.contains("replaced"));
        }
    }

    private static void assertRefused(Path copy, Path database, String message) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Store.restore(copy, database))
                .withMessageContaining(message);
    }

    @Test
    void does_not_write_over_a_file() throws IOException {
        Path database = folder.resolve("sync.db");
        Path precious = Files.writeString(folder.resolve("precious"), "mine", StandardOpenOption.CREATE_NEW);
        try (Store store = open(database)) {
            for (Path place : List.of(precious, database)) {
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> store.backup(place))
                        .withMessageContaining("already; choose another name")
                        .returns(Kind.WRONG_STATE, StoreException::kind);
            }
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.backup(folder.resolve("nowhere").resolve("copy.db")))
                    .withMessageContaining("there is no folder");
        }
        assertThat(precious).hasContent("mine");
    }

    @Test
    void leaves_postgresql_to_its_own_means() {
        try (Store store = Databases.POSTGRESQL.open(InstantSource.system())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.backup(folder.resolve("copy.db")))
                    .withMessageContaining("pg_dump")
                    .returns(Kind.WRONG_STATE, StoreException::kind);
        }
    }

    private static Store open(Path database) {
        return Databases.open("jdbc:sqlite:" + database, InstantSource.system());
    }
}
