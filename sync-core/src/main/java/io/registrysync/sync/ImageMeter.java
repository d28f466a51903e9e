package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Platform;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what has to be there for an image that is on its way, platform by platform. Safe for use by several threads. */
final class ImageMeter {
    private final SyncImage image;
    private final String repository;
    private final Map<Optional<Platform>, Part> parts = new LinkedHashMap<>();

    /**
     * A meter that shows nothing yet.
     *
     * @param repository the target's, with its registry
     */
    ImageMeter(SyncImage image, String repository) {
        this.image = image;
        this.repository = repository;
    }

    /**
     * What belongs to a platform.
     *
     * @param platform empty for what belongs to none: an image without an index, attestations
     */
    synchronized Part part(Optional<Platform> platform) {
        return parts.computeIfAbsent(platform, Part::new);
    }

    /**
     * How far it is.
     *
     * @param sending all blobs that are being sent now
     */
    SyncProgress.ActiveImage snapshot(List<SyncProgress.ActiveBlob> sending) {
        List<SyncProgress.ActiveBlob> here = sending.stream()
                .filter(blob -> blob.repository().equals(repository))
                .toList();
        List<Part> known;
        synchronized (this) {
            known = List.copyOf(parts.values());
        }
        return new SyncProgress.ActiveImage(
                image,
                known.stream()
                        .filter(Part::hasAnything)
                        .map(part -> part.snapshot(here))
                        .toList());
    }

    /** What belongs to a platform. */
    static final class Part {
        private final Optional<Platform> platform;
        private final Set<Digest> pending = ConcurrentHashMap.newKeySet();
        private final AtomicLong manifests = new AtomicLong();
        private final AtomicLong manifestsDone = new AtomicLong();
        private final AtomicLong blobs = new AtomicLong();
        private final AtomicLong blobsDone = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicLong bytesDone = new AtomicLong();

        private Part(Optional<Platform> platform) {
            this.platform = platform;
        }

        /** A manifest that has to be there, with everything beneath it. */
        void manifestPlanned() {
            manifests.incrementAndGet();
        }

        void manifestDone() {
            manifestsDone.incrementAndGet();
        }

        void blobPlanned(Descriptor blob) {
            if (pending.add(blob.digest())) {
                blobs.incrementAndGet();
                bytes.addAndGet(blob.size());
            }
        }

        void blobDone(Descriptor blob) {
            if (pending.remove(blob.digest())) {
                blobsDone.incrementAndGet();
                bytesDone.addAndGet(blob.size());
            }
        }

        private boolean hasAnything() {
            return manifests.get() > 0 || blobs.get() > 0;
        }

        private SyncProgress.ActivePlatform snapshot(List<SyncProgress.ActiveBlob> sending) {
            Set<Digest> mine = new LinkedHashSet<>();
            long sent = bytesDone.get();
            for (SyncProgress.ActiveBlob blob : sending) {
                if (pending.contains(blob.digest()) && mine.add(blob.digest())) {
                    sent += blob.sent();
                }
            }
            return new SyncProgress.ActivePlatform(
                    platform,
                    pending.isEmpty() && manifestsDone.get() == manifests.get(),
                    blobs.get(),
                    blobsDone.get(),
                    bytes.get(),
                    Math.min(sent, bytes.get()),
                    List.copyOf(mine));
        }
    }
}
