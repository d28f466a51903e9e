package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.registry.Repository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where blobs are and where they are on their way to: one blob is sent to one registry once, whoever needs it there.
 *
 * <p>Safe for use by several threads.
 */
final class BlobIndex {
    /** To send less than this takes no longer than to mount it. */
    private static final long WORTH_A_MOUNT = 64 * 1024;

    private final Memory memory;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    BlobIndex(Memory memory) {
        this.memory = memory;
    }

    private record Key(Object store, Digest digest) {}

    /** What is known of one blob at one registry. */
    private static final class Entry {
        private final Map<RepositoryName, CompletableFuture<BlobOutcome>> byRepository = new HashMap<>();
        private final Set<RepositoryName> holders = new LinkedHashSet<>();
        private @Nullable CompletableFuture<BlobOutcome> uploading;
    }

    /**
     * The answer to whoever needs a blob in a repository.
     *
     * @param result  completes when the blob is there or cannot be brought there
     * @param isOurs  whether the asker has to bring it there and complete {@code result}
     * @param waitFor an upload of the same blob to the same registry, after which a mount will do; only where ours
     */
    record Claim(
            CompletableFuture<BlobOutcome> result, boolean isOurs, Optional<CompletableFuture<BlobOutcome>> waitFor) {}

    /** Joins the one who brings the blob there already, or makes the asker that one. */
    Claim claim(Repository target, Digest blob) {
        Entry entry = entry(target, blob);
        synchronized (entry) {
            CompletableFuture<BlobOutcome> known = entry.byRepository.get(target.name());
            if (known != null) {
                return new Claim(known, false, Optional.empty());
            }
            CompletableFuture<BlobOutcome> result = new CompletableFuture<>();
            entry.byRepository.put(target.name(), result);
            CompletableFuture<BlobOutcome> before = entry.uploading;
            if (before == null || before.isDone()) {
                entry.uploading = result;
                return new Claim(result, true, Optional.empty());
            }
            return new Claim(result, true, Optional.of(before));
        }
    }

    /** Repositories of the target's registry from which the blob can be mounted; the target itself last. */
    List<RepositoryName> mountCandidates(Repository target, Digest blob) {
        Entry entry = entry(target, blob);
        synchronized (entry) {
            Set<RepositoryName> known = entry.holders.isEmpty() ? memory.holders(target, blob) : entry.holders;
            List<RepositoryName> candidates = new ArrayList<>(known);
            candidates.remove(target.name());
            candidates.add(target.name());
            return candidates;
        }
    }

    /** The blob is there. */
    void arrived(Repository target, Descriptor blob, BlobOutcome outcome) {
        Entry entry = entry(target, blob.digest());
        CompletableFuture<BlobOutcome> result;
        synchronized (entry) {
            entry.holders.add(target.name());
            result = entry.byRepository.get(target.name());
        }
        if (blob.size() >= WORTH_A_MOUNT) {
            memory.holds(target, blob.digest());
        }
        if (result != null) {
            result.complete(outcome);
        }
    }

    /** The blob could not be brought there. Whoever asks from now on tries again, those who wait do not. */
    void failed(Repository target, Digest blob, Throwable reason) {
        Entry entry = entry(target, blob);
        CompletableFuture<BlobOutcome> result;
        synchronized (entry) {
            result = entry.byRepository.remove(target.name());
        }
        if (result != null) {
            result.completeExceptionally(reason);
        }
    }

    /** The registry turned out not to have it, whatever it said before. */
    void forget(Repository target, Digest blob) {
        Entry entry = entry(target, blob);
        synchronized (entry) {
            entry.holders.remove(target.name());
        }
    }

    private Entry entry(Repository target, Digest blob) {
        return entries.computeIfAbsent(new Key(target.store(), blob), key -> new Entry());
    }
}
