package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stores the manifests of an image at a target when everything beneath them is there, and brings again what the target
 * then turns out not to have.
 */
final class ManifestPut {
    private static final Pattern DIGEST = Pattern.compile("sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})");
    private static final Set<String> SOMETHING_MISSING =
            Set.of("MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN", "MANIFEST_UNKNOWN");

    private final Repository source;
    private final RunContext run;
    private final BlobTransfer transfer;
    private final SyncImage image;
    private final Set<Digest> leftOut;
    private final Target target;

    ManifestPut(
            Repository source,
            RunContext run,
            BlobTransfer transfer,
            SyncImage image,
            Set<Digest> leftOut,
            Target target) {
        this.source = source;
        this.run = run;
        this.transfer = transfer;
        this.image = image;
        this.leftOut = leftOut;
        this.target = target;
    }

    /**
     * Stores a manifest. Where the target misses something that it had confirmed, that is sent again; some targets
     * name one missing part after the other, so this goes on as long as they name new ones.
     */
    void put(Manifest manifest, Optional<Tag> tag) {
        Set<Digest> sentAgain = new HashSet<>();
        while (true) {
            run.cancellation().check();
            try {
                store(manifest, tag);
                return;
            } catch (RegistryException refused) {
                if (!repaired(manifest, refused, sentAgain)) {
                    throw new CopyException(Side.TARGET, explained(manifest, refused));
                }
            }
        }
    }

    private void sendAgain(Descriptor blob) {
        try {
            transfer.copyAgain(blob, target.repository());
        } catch (CopyException failed) {
            boolean absent = failed.failure().side() == Side.SOURCE
                    && failed.failure().cause().kind() == Kind.NOT_FOUND;
            if (absent && blob.mediaType().isNonDistributable()) {
                throw new CopyException(
                        Side.TARGET,
                        RegistryException.of(
                                Kind.REFUSED,
                                "push manifest",
                                image.target(),
                                "the target wants to have the layer " + blob.digest()
                                        + ", which is not for distribution and which the source does not have",
                                failed.failure().cause()));
            }
            throw failed;
        }
    }

    private RegistryException explained(Manifest manifest, RegistryException refused) {
        boolean leavesOut = manifest.children().stream().anyMatch(child -> leftOut.contains(child.digest()));
        return leavesOut && namesSomethingMissing(refused)
                ? RegistryException.of(
                        Kind.REFUSED,
                        refused.operation(),
                        refused.name(),
                        "the target does not take an index of which parts are left out; rewrite the index instead"
                                + " of leaving it sparse",
                        refused)
                : refused;
    }

    private static boolean namesSomethingMissing(RegistryException refused) {
        return refused.errors().stream().anyMatch(error -> SOMETHING_MISSING.contains(error.code()));
    }

    private void store(Manifest manifest, Optional<Tag> tag) {
        if (tag.isPresent()) {
            target.repository().putManifest(manifest, tag.get());
        } else {
            target.repository().putManifest(manifest);
        }
    }

    /** Sends again what the target misses, each part once; returns whether there was any. */
    private boolean repaired(Manifest manifest, RegistryException refused, Set<Digest> sentAgain) {
        if (!namesSomethingMissing(refused)) {
            return false;
        }
        Set<Digest> named = new HashSet<>();
        refused.errors().forEach(error -> {
            Matcher matcher = DIGEST.matcher(error.detail() + " " + error.message());
            while (matcher.find()) {
                named.add(Digest.parse(matcher.group()));
            }
        });
        int before = sentAgain.size();
        for (Descriptor blob : manifest.blobs()) {
            boolean wanted = named.isEmpty() ? !blob.mediaType().isNonDistributable() : named.contains(blob.digest());
            if (wanted && sentAgain.add(blob.digest())) {
                run.meter().blobPlanned(blob);
                sendAgain(blob);
            }
        }
        for (Descriptor child : GraphCopy.children(manifest, leftOut)) {
            if ((named.isEmpty() || named.contains(child.digest())) && sentAgain.add(child.digest())) {
                put(GraphCopy.onSource(() -> source.manifest(child)), Optional.empty());
            }
        }
        return sentAgain.size() > before;
    }
}
