package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Manifests that were read to plan and will be read again to copy: registries count these requests. Keeps the latest, up
 * to a fixed number of bytes.
 */
final class ManifestCache {
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private final Map<Digest, Manifest> manifests = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized Optional<Manifest> get(Digest digest) {
        return Optional.ofNullable(manifests.get(digest));
    }

    synchronized void put(Manifest manifest) {
        long size = manifest.descriptor().size();
        if (size > MOST_BYTES / 8 || manifests.putIfAbsent(manifest.descriptor().digest(), manifest) != null) {
            return;
        }
        bytes += size;
        var eldest = manifests.values().iterator();
        while (bytes > MOST_BYTES) {
            bytes -= eldest.next().descriptor().size();
            eldest.remove();
        }
    }
}
