package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.registry.RegistryException;
import io.registrysync.sync.Failure;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.Side;
import io.registrysync.sync.SyncImage;
import io.registrysync.sync.SyncProgress;
import io.registrysync.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a report to a message. */
class RunSummaryTest {
    private static final Instant STARTED = Instant.parse("2025-11-27T10:26:45Z");

    private static SyncReport report(int failed, boolean cancelled) {
        List<ImageResult> failures = IntStream.range(0, failed)
                .mapToObj(i -> new ImageResult(
                        new SyncImage("docker.io/library/nginx:" + i, "harbor.example.com/prod/nginx:" + i),
                        ImageResult.Status.FAILED,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Optional.of(new Failure(
                                Side.SOURCE,
                                RegistryException.of(
                                        RegistryException.Kind.NOT_FOUND,
                                        "pull manifest",
                                        "nginx:" + i,
                                        "gone",
                                        null)))))
                .toList();
        SyncProgress progress = new SyncProgress(
                new SyncProgress.Images(100, 50, 20, 10, failed),
                new SyncProgress.Blobs(16, 12, 3, 1),
                new SyncProgress.Bytes(900, 700, 100),
                List.of(),
                List.of(),
                Duration.ofSeconds(195));
        return new SyncReport(STARTED, progress, failures, List.of(), cancelled);
    }

    @Test
    void report_is_told_as_it_is() {
        RunSummary run = RunSummary.of("nightly", report(1, false), Samples.ZONE);

        assertThat(run.task()).isEqualTo("nightly");
        assertThat(run.duration()).isEqualTo(Duration.ofSeconds(195));
        assertThat(run.ended()).isEqualTo(Samples.ENDED);
        assertThat(run.images()).isEqualTo(new RunSummary.Images(100, 50, 20, 10, 1));
        assertThat(run.blobs()).isEqualTo(new RunSummary.Blobs(16, 12, 3, 1));
        assertThat(run.bytes()).isEqualTo(700);
        assertThat(run.failures())
                .containsExactly(new RunSummary.FailedImage(
                        "harbor.example.com/prod/nginx:0", "source: pull manifest nginx:0: gone"));
    }

    @ParameterizedTest
    @CsvSource({"0, false, SUCCEEDED", "1, false, FAILED", "0, true, STOPPED", "1, true, STOPPED"})
    void outcome_is_that_of_the_report(int failed, boolean cancelled, RunSummary.Outcome outcome) {
        assertThat(RunSummary.of("t", report(failed, cancelled), Samples.ZONE).outcome())
                .isEqualTo(outcome);
    }

    @Test
    void only_so_many_failures_are_kept_and_all_are_counted() {
        RunSummary run = RunSummary.of("t", report(50, false), Samples.ZONE);

        assertThat(run.failures()).hasSize(RunSummary.MAX_FAILURES);
        assertThat(run.images().failed()).isEqualTo(50);
        assertThat(Markdown.text(Language.ZH.message(Notice.of(run)), "", "", 9_000))
                .contains("失败镜像：50 个", "另有 30 个");
    }

    @Test
    void every_run_has_an_id_of_its_own() {
        SyncReport report = report(0, false);

        assertThat(RunSummary.of("t", report, Samples.ZONE).id())
                .isNotEqualTo(RunSummary.of("t", report, Samples.ZONE).id());
    }
}
