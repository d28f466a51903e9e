package io.registrysync.sync;

import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Retries;
import java.util.concurrent.Executor;

/**
 * What the parts of one run share.
 *
 * @param requests  runs small requests
 * @param transfers runs copies of blobs
 */
record RunContext(
        Cancellation cancellation,
        Retries retries,
        Throttle throttle,
        Meter meter,
        Announcer announcer,
        BlobIndex blobs,
        Executor requests,
        Executor transfers) {}
