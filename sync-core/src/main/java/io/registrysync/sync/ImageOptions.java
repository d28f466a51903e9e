package io.registrysync.sync;

import io.registrysync.oci.Platform;
import java.util.List;

/**
 * What of an image is copied, and what besides.
 *
 * @param platforms  empty for all
 * @param indexMode  what becomes of an index when not all platforms are copied
 */
record ImageOptions(List<Platform> platforms, IndexMode indexMode) {
    static final ImageOptions DEFAULT = new ImageOptions(List.of(), IndexMode.REWRITE);

    ImageOptions {
        platforms = platforms.stream().distinct().toList();
    }
}
