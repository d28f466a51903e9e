package io.registrysync.notify;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Runs with the values of the manual, and channels. */
final class Samples {
    static final Instant ENDED = Instant.parse("2025-11-27T10:30:00Z");
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private Samples() {}

    static RunSummary success() {
        return run("同步 Nginx 到生产", RunSummary.Outcome.SUCCEEDED, Duration.ofSeconds(195), 16, 16, 0, 0, List.of());
    }

    static RunSummary failure() {
        return run("同步 Redis 到测试", RunSummary.Outcome.FAILED, Duration.ofSeconds(68), 20, 15, 0, 5, List.of());
    }

    /** One after a failure. */
    static RunSummary recovered() {
        RunSummary s = success();
        return new RunSummary(
                s.id(),
                s.task(),
                s.outcome(),
                true,
                s.started(),
                s.ended(),
                s.zone(),
                s.images(),
                s.blobs(),
                0,
                List.of(),
                Optional.empty(),
                "");
    }

    /** A failure with all that a message can tell of one: not all failed images, a link, a note. */
    static RunSummary failedWithEverything() {
        RunSummary s = run(
                "nightly",
                RunSummary.Outcome.FAILED,
                Duration.ofSeconds(3_728),
                20,
                10,
                3,
                5,
                List.of(new RunSummary.FailedImage("harbor.example.com/prod/redis:7", "source: 404")));
        return new RunSummary(
                s.id(),
                s.task(),
                s.outcome(),
                false,
                s.started(),
                s.ended(),
                s.zone(),
                new RunSummary.Images(9, 2, 0, 0, 3),
                s.blobs(),
                0,
                s.failures(),
                Optional.of(URI.create("https://sync.example.com/executions/(7)")),
                "second try");
    }

    static RunSummary run(
            String task,
            RunSummary.Outcome outcome,
            Duration duration,
            long blobs,
            long uploaded,
            long present,
            long failed,
            List<RunSummary.FailedImage> failures) {
        return new RunSummary(
                "run-1",
                task,
                outcome,
                false,
                ENDED.minus(duration),
                ENDED,
                ZONE,
                new RunSummary.Images(4, 4 - Math.min(4, failures.size()), 0, 0, failures.size()),
                new RunSummary.Blobs(blobs, uploaded, present, failed),
                1_000,
                failures,
                Optional.empty(),
                "");
    }

    /** One that has everything, and too much of it. */
    static RunSummary huge(String text) {
        List<RunSummary.FailedImage> failures = IntStream.range(0, 100)
                .mapToObj(i -> new RunSummary.FailedImage("registry.example.com/" + i + text, text.repeat(200)))
                .toList();
        return run(
                        text.repeat(200),
                        RunSummary.Outcome.FAILED,
                        Duration.ofHours(30),
                        Long.MAX_VALUE,
                        15,
                        3,
                        5,
                        failures)
                .withLink(URI.create("https://sync.example.com/executions/" + "1".repeat(900)));
    }

    static Channel channel(ChannelType type, String url) {
        return new Channel(type, Map.of(), Map.of("url", url));
    }

    static Channel channel(ChannelType type, String url, String secret) {
        return new Channel(type, Map.of(), Map.of("url", url, "secret", secret));
    }
}
