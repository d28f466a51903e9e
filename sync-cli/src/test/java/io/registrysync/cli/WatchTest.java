package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.spec.SyncSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Time is made up: waiting moves it, and so do runs. */
class WatchTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:30Z");

    @TempDir
    private Path folder;

    private Instant now = START;
    private final Map<String, Duration> lasts = new HashMap<>();
    private final Map<Instant, String> edits = new HashMap<>();
    private final List<String> ran = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private static String sync(String name, String schedule) {
        return "  - {name: " + name + ", source: {registry: a}, target: {registry: b}, schedule: " + schedule + "}\n";
    }

    private void write(String syncs) {
        try {
            Files.writeString(folder.resolve("f.yaml"), "registries: {a: a.example, b: b.example}\nsyncs:\n" + syncs);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Watches until {@code end}. */
    private void watch(Instant end) throws IOException {
        SyncFileOptions options = new SyncFileOptions();
        CommandSpec command = CommandSpec.create();
        options.addTo(command);
        new CommandLine(command).parseArgs("-f", folder.resolve("f.yaml").toString());
        new Watch(() -> now, time -> pause(time, end), new WatchedFile(options, shell()), this::ran, said::add).run();
    }

    private void pause(Duration time, Instant end) {
        Instant before = now;
        now = now.plus(time);
        edits.forEach((at, text) -> {
            if (at.isAfter(before) && !at.isAfter(now)) {
                write(text);
            }
        });
        if (!now.isBefore(end)) {
            throw new CancellationException("over");
        }
    }

    private void ran(SyncSpec sync) {
        ran.add(sync.name() + " " + now.toString().substring(11, 16));
        now = now.plus(lasts.getOrDefault(sync.name(), Duration.ofSeconds(1)));
    }

    private static Shell shell() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Shell(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                Map.of(),
                Optional.empty(),
                false,
                true,
                () -> {
                    throw new AssertionError("no login is needed");
                },
                Optional.empty(),
                new Interrupts());
    }

    @Test
    void runs_each_when_it_is_due_and_says_when_the_next_time_is() throws IOException {
        write(sync("a", "'*/10 * * * *'")
                + sync("b", "{cron: 15 8 * * *, timeZone: Asia/Shanghai}")
                + "  - {name: c, source: {registry: a}, target: {registry: b}}\n");

        watch(START.plus(Duration.ofMinutes(25)));

        assertThat(ran).containsExactly("a 00:10", "b 00:15", "a 00:20");
        assertThat(said.subList(0, 3))
                .containsExactly(
                        "next       a: 2026-03-01T00:10:00Z UTC",
                        "next       b: 2026-03-01T08:15:00+08:00 Asia/Shanghai",
                        "by hand    c: it has no schedule");
        assertThat(said).contains("next       a: 2026-03-01T00:30:00Z UTC");
    }

    @Test
    void what_a_long_run_misses_of_itself_is_left_out() throws IOException {
        write(sync("a", "'*/10 * * * *'"));
        lasts.put("a", Duration.ofMinutes(25));

        watch(START.plus(Duration.ofMinutes(50)));

        assertThat(ran).containsExactly("a 00:10", "a 00:40");
        assertThat(said).anySatisfy(line -> assertThat(line).contains("warning", "'a'", "longer than"));
    }

    @Test
    void what_became_due_meanwhile_runs_once() throws IOException {
        write(sync("a", "0 1 * * *") + sync("b", "'*/10 * * * *'"));
        lasts.put("a", Duration.ofMinutes(35));

        watch(START.plus(Duration.ofMinutes(105)));

        assertThat(ran.stream().filter(run -> run.compareTo("b 00:50") >= 0 || run.startsWith("a")))
                .containsExactly("b 00:50", "a 01:00", "b 01:35", "b 01:40");
        assertThat(said).noneMatch(line -> line.startsWith("warning"));
    }

    @Test
    void an_edit_counts_from_then_on() throws IOException {
        write(sync("a", "'*/10 * * * *'"));
        edits.put(START.plus(Duration.ofMinutes(12)), sync("a", "'*/10 * * * *'") + sync("new", "'*/15 * * * *'"));

        watch(START.plus(Duration.ofMinutes(25)));

        assertThat(ran).containsExactly("a 00:10", "new 00:15", "a 00:20");
        assertThat(said).anySatisfy(line -> assertThat(line).endsWith("f.yaml has changed"));
    }

    @Test
    void a_broken_edit_leaves_everything_as_it_was() throws IOException {
        write(sync("a", "'*/10 * * * *'"));
        edits.put(START.plus(Duration.ofMinutes(12)), sync("a", "'*/99 * * * *'") + "  - {}\n");

        watch(START.plus(Duration.ofMinutes(25)));

        assertThat(ran).containsExactly("a 00:10", "a 00:20");
        assertThat(said)
                .filteredOn(line -> line.contains("cannot be used"))
                .singleElement()
                .asString()
                .contains("f.yaml:3:", "what it said before goes on");
    }
}
