package io.registrysync.cli;

import io.registrysync.oci.Digest;
import io.registrysync.sync.SyncProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How fast it goes, over the last seconds. The clock is that of the progress it is shown. Used by one thread. */
final class Rates {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Transfer(Digest digest, String repository) {}

    private record Sample(Duration at, long sent, Map<Transfer, Long> transfers) {}

    /** Takes note of where things are now. */
    void observe(SyncProgress progress) {
        Map<Transfer, Long> transfers = new HashMap<>();
        progress.active().forEach(blob -> transfers.put(new Transfer(blob.digest(), blob.repository()), blob.sent()));
        samples.add(new Sample(progress.elapsed(), progress.bytes().sent(), transfers));
        while (samples.size() > 2
                && progress.elapsed().minus(samples.getFirst().at).compareTo(WINDOW) > 0) {
            samples.removeFirst();
        }
    }

    /** Bytes per second, all together. */
    double total() {
        return samples.isEmpty() ? 0 : rate(samples.getFirst(), samples.getFirst().sent, samples.getLast().sent);
    }

    /** Bytes per second of one blob. */
    double of(SyncProgress.ActiveBlob blob) {
        Transfer transfer = new Transfer(blob.digest(), blob.repository());
        for (Sample sample : samples) {
            Long sent = sample.transfers.get(transfer);
            if (sent != null) {
                return rate(sample, sent, blob.sent());
            }
        }
        return 0;
    }

    /** How long the rest will take at this speed; empty where nobody can know. */
    Optional<Duration> remaining(SyncProgress progress) {
        SyncProgress.Bytes bytes = progress.bytes();
        long left = bytes.total() - bytes.present() - bytes.sent();
        double rate = total();
        return rate < 1 || left <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.min((long) Math.ceil(left / rate), 360_000)));
    }

    /** A transfer that failed goes back; that is no speed. */
    private double rate(Sample since, long before, long now) {
        double seconds = samples.getLast().at.minus(since.at).toMillis() / 1000.0;
        return seconds <= 0 ? 0 : Math.max(0, now - before) / seconds;
    }
}
