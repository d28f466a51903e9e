package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;

/** Copies a blob that is many times larger than the heap should be. Ends with 0 when it is at the target. */
final class LargeBlob {
    private static final long SIZE = 1024L * 1024 * 1024;

    private LargeBlob() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        StrictRegistry target =
                StrictRegistry.builder().discardUploadsOver(1024 * 1024).start();
        try (TwoRegistries registries = new TwoRegistries(StrictRegistry.start(), target)) {
            Image image = registries.seed("large", Images.single(1).layers(SIZE).build());
            SyncReport report = registries.copyOf("large").run();
            boolean complete = report.isSuccess()
                    && target.hasBlob(APP, image.blobs().get(1).digest())
                    && report.progress().bytes().sent() > SIZE;
            if (!complete) {
                throw new IllegalStateException("not copied: " + report);
            }
        }
    }
}
