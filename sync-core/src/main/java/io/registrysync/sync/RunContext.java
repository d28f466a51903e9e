package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Repository;
import io.registrysync.registry.Retries;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * What the parts of one run share.
 *
 * @param started  when it began
 * @param requests  runs small requests and copies of small blobs
 * @param transfers runs copies of larger blobs
 * @param listings  runs what waits for {@code requests}
 */
record RunContext(
        Instant started,
        Cancellation cancellation,
        Retries retries,
        Throttle throttle,
        Meter meter,
        Announcer announcer,
        BlobIndex blobs,
        ManifestCache manifests,
        Memory memory,
        Executor requests,
        Executor transfers,
        Executor listings) {

    private static final long SMALL_BLOB = 1024 * 1024;

    static RunContext of(
            RunSettings settings,
            Instant started,
            Cancellation cancellation,
            Meter meter,
            Announcer announcer,
            Threads threads) {
        Memory memory = new Memory(settings.state());
        return new RunContext(
                started,
                cancellation,
                settings.retries(),
                new Throttle(settings.bytesPerSecond(), System::nanoTime),
                meter,
                announcer,
                new BlobIndex(memory),
                new ManifestCache(),
                memory,
                threads.requests(),
                threads.transfers(),
                threads.listings());
    }

    /** A small blob takes as long as its round trips, and is a small request among others. */
    Executor executorFor(Descriptor blob) {
        return blob.size() <= SMALL_BLOB ? requests : transfers;
    }

    /** A repository whose calls end with the run, and whose notices the listeners hear. */
    Repository bound(Repository repository) {
        return repository.within(cancellation, notice -> announcer.announce(new SyncEvent.Noticed(notice)));
    }
}
