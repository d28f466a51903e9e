package io.registrysync.spring.operation;

import io.registrysync.registry.Notice;
import io.registrysync.sync.BlobOutcome;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in the runs of this node, since it started. Safe for use by several threads. */
final class RunCounters implements SyncListener {
    private final Map<ImageResult.Status, LongAdder> images = new EnumMap<>(ImageResult.Status.class);
    private final Map<BlobOutcome, LongAdder> blobs = new EnumMap<>(BlobOutcome.class);
    private final LongAdder bytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder rateLimits = new LongAdder();
    private final LongAdder waitedMillis = new LongAdder();

    RunCounters() {
        for (ImageResult.Status status : ImageResult.Status.values()) {
            images.put(status, new LongAdder());
        }
        for (BlobOutcome outcome : BlobOutcome.values()) {
            blobs.put(outcome, new LongAdder());
        }
    }

    @Override
    public void on(SyncEvent event) {
        if (event instanceof SyncEvent.ImageDone done) {
            add(images, done.result().status());
        } else if (event instanceof SyncEvent.BlobDone done) {
            add(blobs, done.outcome());
            if (done.outcome() == BlobOutcome.UPLOADED) {
                bytes.add(done.blob().size());
            }
        } else if (event instanceof SyncEvent.Noticed noticed) {
            notice(noticed.notice());
        }
    }

    private void notice(Notice notice) {
        if (notice.kind() == Notice.Kind.RETRY) {
            retries.increment();
        } else if (notice.kind() == Notice.Kind.RATE_LIMIT) {
            rateLimits.increment();
            waitedMillis.add(notice.pause().toMillis());
        }
    }

    private static <K> void add(Map<K, LongAdder> counters, K key) {
        LongAdder counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    private static <K> double of(Map<K, LongAdder> counters, K key) {
        LongAdder counter = counters.get(key);
        return counter == null ? 0 : counter.sum();
    }

    double images(ImageResult.Status status) {
        return of(images, status);
    }

    double blobs(BlobOutcome outcome) {
        return of(blobs, outcome);
    }

    double bytes() {
        return bytes.sum();
    }

    double retries() {
        return retries.sum();
    }

    double rateLimits() {
        return rateLimits.sum();
    }

    double waitedSeconds() {
        return waitedMillis.sum() / 1000.0;
    }
}
