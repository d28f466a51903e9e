package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Counts what a run does. Safe for use by several threads. */
final class Meter {
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final AtomicLong order = new AtomicLong();
    private final Set<Transfer> active = ConcurrentHashMap.newKeySet();
    private final Map<Long, ImageMeter> current = new ConcurrentSkipListMap<>();

    private final AtomicLong images = new AtomicLong();
    private final AtomicLong imagesCopied = new AtomicLong();
    private final AtomicLong imagesUnchanged = new AtomicLong();
    private final AtomicLong imagesSkipped = new AtomicLong();
    private final AtomicLong imagesFailed = new AtomicLong();
    private final AtomicLong blobs = new AtomicLong();
    private final AtomicLong blobsUploaded = new AtomicLong();
    private final AtomicLong blobsPresent = new AtomicLong();
    private final AtomicLong blobsFailed = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong bytesPresent = new AtomicLong();

    Meter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    void imagePlanned() {
        images.incrementAndGet();
    }

    void imageDone(ImageResult.Status status) {
        switch (status) {
            case COPIED -> imagesCopied.incrementAndGet();
            case UNCHANGED -> imagesUnchanged.incrementAndGet();
            case SKIPPED -> imagesSkipped.incrementAndGet();
            case FAILED -> imagesFailed.incrementAndGet();
            case CANCELLED -> {
                // Stays pending: it can be done by the next run.
            }
        }
    }

    void blobPlanned(Descriptor blob) {
        blobs.incrementAndGet();
        bytes.addAndGet(blob.size());
    }

    void blobDone(Descriptor blob, BlobOutcome outcome) {
        if (outcome == BlobOutcome.UPLOADED) {
            blobsUploaded.incrementAndGet();
        } else {
            blobsPresent.incrementAndGet();
            bytesPresent.addAndGet(blob.size());
        }
    }

    void blobFailed() {
        blobsFailed.incrementAndGet();
    }

    /** Begins to show a blob as being sent. */
    Transfer transfer(Descriptor blob, String repository) {
        Transfer transfer = new Transfer(blob, repository);
        active.add(transfer);
        return transfer;
    }

    /**
     * Begins to show an image as being copied.
     *
     * @return ends it
     */
    Runnable show(ImageMeter image) {
        long number = order.incrementAndGet();
        current.put(number, image);
        return () -> current.remove(number);
    }

    SyncProgress snapshot() {
        List<SyncProgress.ActiveBlob> sending = active.stream()
                .sorted(Comparator.comparingLong((Transfer transfer) -> transfer.number))
                .map(Transfer::snapshot)
                .toList();
        return new SyncProgress(
                new SyncProgress.Images(
                        images.get(),
                        imagesCopied.get(),
                        imagesUnchanged.get(),
                        imagesSkipped.get(),
                        imagesFailed.get()),
                new SyncProgress.Blobs(blobs.get(), blobsUploaded.get(), blobsPresent.get(), blobsFailed.get()),
                new SyncProgress.Bytes(bytes.get(), bytesSent.get(), bytesPresent.get()),
                sending,
                current.values().stream().map(image -> image.snapshot(sending)).toList(),
                Duration.ofNanos(nanoTime.getAsLong() - startedAt));
    }

    /** A blob that is being sent. Its position may go back, after a failure. */
    final class Transfer implements AutoCloseable {
        private final long number = order.incrementAndGet();
        private final Descriptor blob;
        private final String repository;
        private final AtomicLong position = new AtomicLong();
        private volatile boolean complete;

        private Transfer(Descriptor blob, String repository) {
            this.blob = blob;
            this.repository = repository;
        }

        void moveTo(long newPosition) {
            bytesSent.addAndGet(newPosition - position.getAndSet(newPosition));
        }

        void advance(long count) {
            position.addAndGet(count);
            bytesSent.addAndGet(count);
        }

        private SyncProgress.ActiveBlob snapshot() {
            return new SyncProgress.ActiveBlob(blob.digest(), repository, blob.size(), position.get());
        }

        /** The blob is at the target; otherwise what was sent of it no longer counts when this is closed. */
        void complete() {
            moveTo(blob.size());
            complete = true;
        }

        @Override
        public void close() {
            active.remove(this);
            if (!complete) {
                moveTo(0);
            }
        }
    }
}
