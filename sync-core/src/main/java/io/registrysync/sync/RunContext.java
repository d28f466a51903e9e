package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Retries;
import java.util.concurrent.Executor;

/**
 * What the parts of one run share.
 *
 * @param requests  runs small requests and copies of small blobs
 * @param transfers runs copies of larger blobs
 */
record RunContext(
        Cancellation cancellation,
        Retries retries,
        Throttle throttle,
        Meter meter,
        Announcer announcer,
        BlobIndex blobs,
        Executor requests,
        Executor transfers) {

    private static final long SMALL_BLOB = 1024 * 1024;

    /** A small blob takes as long as its round trips, and is a small request among others. */
    Executor executorFor(Descriptor blob) {
        return blob.size() <= SMALL_BLOB ? requests : transfers;
    }
}
