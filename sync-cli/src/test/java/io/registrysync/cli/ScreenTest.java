package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final List<String> writes = new ArrayList<>();
    private final Screen screen = new Screen(
            new OutputStream() {
                @Override
                public void write(int b) {
                    throw new AssertionError("one byte at a time");
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8).replace("\u001b", "^"));
                }
            },
            StandardCharsets.UTF_8);
    private final PrintStream text = new PrintStream(screen, true, StandardCharsets.UTF_8);

    @Test
    void passes_text_through_where_nothing_is_live() {
        text.print("User: ");
        text.flush();
        assertThat(writes).containsExactly("User: ");
    }

    @Test
    void hides_the_cursor_while_lines_are_live_and_brings_it_back() throws IOException {
        screen.live(List.of("a"), 80);
        screen.live(List.of(), 80);
        assertThat(writes).containsExactly("^[?25l^[?7la^[K\n^[?7h", "\r^[1A^[J^[?25h");
    }

    @Test
    void draws_in_place_in_one_write() throws IOException {
        screen.live(List.of("a", "b"), 80);
        screen.live(List.of("c"), 80);
        assertThat(writes.get(1)).isEqualTo("\r^[2A^[?7lc^[K\n^[?7h^[J");
    }

    @Test
    void lets_text_scroll_by_above() throws IOException {
        screen.live(List.of("live"), 80);
        text.println("copied");
        assertThat(writes.get(1)).isEqualTo("\r^[1Acopied^[K\n^[?7llive^[K\n^[?7h^[J");
    }

    @Test
    void waits_for_the_end_of_a_line_while_lines_are_live() throws IOException {
        screen.live(List.of("live"), 80);
        text.print("half");
        text.flush();
        assertThat(writes).hasSize(1);
        text.println(" a line");
        assertThat(writes.get(1)).contains("half a line");
    }

    @Test
    void goes_up_further_where_a_narrower_window_has_broken_lines() throws IOException {
        screen.live(List.of("0123456789", "\u001b[31m0123456789\u001b[0m"), 80);
        screen.live(List.of("x"), 4);
        assertThat(writes.get(1)).startsWith("\r^[6A");
    }

    @Test
    void does_not_clear_the_last_character_of_a_full_line() throws IOException {
        screen.live(List.of("0123"), 4);
        assertThat(writes.get(0)).contains("0123\n");
    }

    @Test
    void brings_text_and_lines_together() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write("done\n".getBytes(StandardCharsets.UTF_8));
        screen.write(line.toByteArray(), 0, line.size());
        screen.live(List.of("live"), 80);
        assertThat(writes).containsExactly("done\n^[?25l^[?7llive^[K\n^[?7h");
    }
}
