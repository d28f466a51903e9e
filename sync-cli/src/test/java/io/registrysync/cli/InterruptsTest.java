package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Interrupts interrupts = new Interrupts();

    @Test
    void does_nothing_where_nothing_runs() {
        interrupts.stop();
        assertThat(said).isEmpty();
    }

    @Test
    void does_nothing_after_the_end() {
        interrupts.onStop(() -> said.add("stop"), () -> said.add("late"));
        interrupts.ended();
        interrupts.stop();
        assertThat(said).isEmpty();
    }

    @Test
    void waits_for_what_ends_in_time() {
        interrupts.onStop(
                () -> {
                    said.add("stop");
                    interrupts.ended();
                },
                () -> said.add("late"));
        interrupts.stop();
        assertThat(said).containsExactly("stop");
    }

    @Test
    void speaks_for_what_does_not_end_in_time() {
        interrupts.onStop(() -> said.add("stop"), () -> said.add("late"));
        interrupts.stop();
        assertThat(said).containsExactly("stop", "late");
    }
}
