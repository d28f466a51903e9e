package io.registrysync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.sync.SyncState.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered from run to run. */
class SyncStateTest {
    @TempDir
    private Path folder;

    private SyncState inFolder() {
        return SyncState.inFolder(folder.resolve("state"));
    }

    private Path file(Topic topic) {
        return folder.resolve("state")
                .resolve(
                        topic == Topic.BLOB_HOLDER
                                ? "blob-holder.tsv"
                                : topic.name().toLowerCase(Locale.ROOT) + ".tsv");
    }

    @Test
    void what_was_remembered_is_there_in_the_next_process() throws IOException {
        SyncState first = inFolder();
        first.remember(Topic.CREATED, "a", "1");
        first.remember(Topic.CREATED, "a", "2");
        first.remember(Topic.BLOB_HOLDER, "a", "team/web");

        SyncState second = inFolder();

        assertThat(second.recall(Topic.CREATED, "a")).hasValue("2");
        assertThat(second.recall(Topic.BLOB_HOLDER, "a")).hasValue("team/web");
        assertThat(second.recall(Topic.WRITTEN, "a")).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state"))))
                .isEqualTo("rwx------");
    }

    @Test
    void what_is_known_already_is_not_written_again() throws IOException {
        SyncState state = inFolder();
        state.remember(Topic.CREATED, "a", "1");
        state.remember(Topic.CREATED, "a", "1");
        inFolder().remember(Topic.CREATED, "a", "1");

        assertThat(Files.readAllLines(file(Topic.CREATED))).containsExactly("a\t1");
    }

    @Test
    void a_folder_is_made_only_when_there_is_something_to_keep() {
        assertThat(inFolder().recall(Topic.CREATED, "a")).isEmpty();

        assertThat(folder.resolve("state")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"half a li", "\u0000\u0001\u00ff\n\n\t\n\tx\nno tab\n", "a\t", "\n"})
    void damaged_lines_are_passed_over(String damage) throws IOException {
        inFolder().remember(Topic.CREATED, "good", "1");
        Files.writeString(file(Topic.CREATED), damage + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);

        SyncState state = inFolder();

        assertThat(state.recall(Topic.CREATED, "good")).hasValue("1");
        state.remember(Topic.CREATED, "next", "2");
        assertThat(inFolder().recall(Topic.CREATED, "next")).hasValue("2");
    }

    @Test
    void what_would_break_a_line_is_not_kept() {
        SyncState state = inFolder();
        state.remember(Topic.CREATED, "a\nb", "1");
        state.remember(Topic.CREATED, "c\td", "1");
        state.remember(Topic.CREATED, "e", "1\nf\t2");
        state.remember(Topic.CREATED, "g", "x".repeat(5000));
        state.remember(Topic.CREATED, "h", "1");

        SyncState next = inFolder();

        assertThat(Stream.of("a", "b", "c", "e", "f", "g")
                        .filter(key -> next.recall(Topic.CREATED, key).isPresent()))
                .isEmpty();
        assertThat(next.recall(Topic.CREATED, "h")).hasValue("1");
    }

    @Test
    void a_file_that_has_grown_long_is_shortened_to_what_counts() throws IOException {
        inFolder().remember(Topic.CREATED, "first", "1");
        Files.writeString(
                file(Topic.CREATED),
                IntStream.range(0, 120_000)
                        .mapToObj(i -> "k" + i % 60_000 + "\t" + i + "\n")
                        .collect(Collectors.joining()),
                StandardOpenOption.APPEND);

        SyncState state = inFolder();

        assertThat(state.recall(Topic.CREATED, "k59999")).hasValue("119999");
        assertThat(state.recall(Topic.CREATED, "first")).isEmpty();
        assertThat(Files.readAllLines(file(Topic.CREATED))).hasSize(50_000);
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_place_that_cannot_be_written_is_no_failure() throws IOException {
        Files.writeString(folder.resolve("state"), "a file");
        SyncState state = inFolder();

        state.remember(Topic.CREATED, "a", "1");

        assertThat(state.recall(Topic.CREATED, "a")).hasValue("1");
    }

    @Test
    void in_memory_the_eldest_is_forgotten_first() {
        SyncState state = SyncState.inMemory();
        IntStream.rangeClosed(0, 100_000).forEach(i -> state.remember(Topic.CREATED, "k" + i, "v"));

        assertThat(state.recall(Topic.CREATED, "k0")).isEmpty();
        assertThat(state.recall(Topic.CREATED, "k1")).isPresent();
    }
}
