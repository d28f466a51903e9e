package io.registrysync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.oci.Digest;
import io.registrysync.sync.SyncProgress;
import io.registrysync.sync.SyncProgress.ActiveBlob;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressViewTest {
    private static final long MIB = 1024 * 1024;
    private static final Style STYLE = new Style(false, true);

    /** Two blobs of 100 MiB after 2 s, half a second of which is still known. */
    private static final SyncProgress EARLIER = progress(2, 1500, 10 * MIB, 20 * MIB);

    private static final SyncProgress NOW = progress(2, 2000, 11 * MIB, 22 * MIB);

    @Test
    void draws_a_line_per_blob_and_one_for_all_in_80_columns() {
        assertThat(lines(NOW, 80, 24))
                .containsExactly(
                        " 6e340b9c  …eam/product/service  ━━───────────────────   11.0/100 MiB   2.1 MB/s",
                        " 4bf5122f  …eam/product/service  ━━━━╸────────────────   22.0/100 MiB   4.2 MB/s",
                        "  16 %  ━╸─────────  3/15 images  12/40 blobs  33.0/200 MiB  6.3 MB/s  0:28 left");
    }

    @Test
    void draws_everything_in_200_columns() {
        assertThat(lines(NOW, 200, 24).get(2))
                .isEqualTo("  16 %  ━━━━━━╸─────────────────────────────────  3/15 images  12/40 blobs"
                        + "  33.0/200 MiB  6.3 MB/s  0:28 left");
    }

    @Test
    void keeps_numbers_before_bars_in_40_columns() {
        assertThat(lines(NOW, 40, 24))
                .containsExactly(
                        " 6e340b9c  ━╸────────────   11.0/100 MiB",
                        " 4bf5122f  ━━━───────────   22.0/100 MiB",
                        "  16 %  3/15 images  6.3 MB/s  0:28 left");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 100, 132, 200, 400})
    void never_draws_over_the_edge(int columns) {
        for (int rows : List.of(1, 2, 3, 5, 24)) {
            List<String> lines = lines(progress(30, 2000, MIB, 999 * MIB), columns, rows);
            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
            assertThat(lines.size()).isLessThanOrEqualTo(Math.max(1, rows - 1));
        }
    }

    @Test
    void counts_what_has_no_room() {
        List<String> lines = lines(progress(30, 2000, MIB, MIB), 80, 10);
        assertThat(lines).hasSize(8);
        assertThat(lines.get(6)).isEqualTo(" … and 24 more");
    }

    @Test
    void has_no_colours_and_no_other_characters_than_ascii_where_these_are_not_wanted() {
        Rates rates = new Rates();
        rates.observe(NOW);
        List<String> lines = ProgressView.lines(NOW, rates, new WindowSize(80, 24), Style.PLAIN);
        assertThat(String.join("", lines)).matches("[ -~]*");
    }

    @Test
    void shows_no_speed_and_no_time_before_they_are_known() {
        Rates rates = new Rates();
        rates.observe(NOW);
        assertThat(ProgressView.lines(NOW, rates, new WindowSize(80, 24), STYLE))
                .allSatisfy(line -> assertThat(line).doesNotContain("B/s", "left"));
    }

    @Test
    void forgets_a_speed_after_five_seconds() {
        Rates rates = new Rates();
        rates.observe(progress(2, 0, 0, 0));
        rates.observe(progress(2, 1000, 100 * MIB, 0));
        rates.observe(progress(2, 3000, 100 * MIB, 0));
        rates.observe(progress(2, 9000, 100 * MIB, 0));
        assertThat(rates.total()).isZero();
    }

    @Test
    void takes_a_transfer_that_went_back_for_no_speed() {
        Rates rates = new Rates();
        rates.observe(progress(2, 0, 50 * MIB, 0));
        SyncProgress back = progress(2, 1000, 0, 0);
        rates.observe(back);
        assertThat(rates.total()).isZero();
        assertThat(rates.of(back.active().get(0))).isZero();
        assertThat(rates.remaining(back)).isEmpty();
    }

    private static List<String> lines(SyncProgress progress, int columns, int rows) {
        Rates rates = new Rates();
        rates.observe(EARLIER);
        rates.observe(progress);
        return ProgressView.lines(progress, rates, new WindowSize(columns, rows), STYLE);
    }

    /** The first blob has sent {@code first} bytes, all others {@code second}. */
    private static SyncProgress progress(int blobs, long millis, long first, long second) {
        List<ActiveBlob> active = IntStream.range(0, blobs)
                .mapToObj(i -> new ActiveBlob(
                        Digest.sha256(new byte[] {(byte) i}),
                        "registry.example.com/team/product/service",
                        100 * MIB,
                        Math.min(100 * MIB, i == 0 ? first : second)))
                .toList();
        return new SyncProgress(
                new SyncProgress.Images(15, 2, 1, 0, 0),
                new SyncProgress.Blobs(40, 10, 2, 0),
                new SyncProgress.Bytes(200 * MIB, first + second, 0),
                active,
                List.of(),
                Duration.ofMillis(millis));
    }
}
