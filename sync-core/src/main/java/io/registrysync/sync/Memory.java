package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Platform;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Repository;
import io.registrysync.sync.SyncState.Topic;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run knows of earlier ones, in the engine's own words. An entry that makes no sense is none. */
final class Memory {
    private static final String NOTHING = "nothing: ";
    private static final int LONGEST_VALUE = 1000;

    private final SyncState state;

    Memory(SyncState state) {
        this.state = state;
    }

    /**
     * What became of an image of which only some platforms are copied.
     *
     * @param digest what the target has; empty: nothing of it is copied
     * @param reason why nothing is copied
     */
    record Written(Optional<Digest> digest, String reason) {}

    Optional<Written> written(Digest source, ImageOptions options) {
        return state.recall(Topic.WRITTEN, key(source, options)).flatMap(Memory::written);
    }

    private static Optional<Written> written(String value) {
        if (value.startsWith(NOTHING)) {
            return Optional.of(new Written(Optional.empty(), value.substring(NOTHING.length())));
        }
        try {
            return Optional.of(new Written(Optional.of(Digest.parse(value)), ""));
        } catch (FormatException damaged) {
            return Optional.empty();
        }
    }

    void written(Digest source, ImageOptions options, Written written) {
        String value = written.digest().map(Digest::toString).orElse(NOTHING + written.reason());
        state.remember(
                Topic.WRITTEN, key(source, options), value.substring(0, Math.min(LONGEST_VALUE, value.length())));
    }

    Optional<Instant> created(Digest image, ImageOptions options) {
        return state.recall(Topic.CREATED, key(image, options)).flatMap(Memory::instant);
    }

    void created(Digest image, ImageOptions options, Instant created) {
        state.remember(Topic.CREATED, key(image, options), created.toString());
    }

    /** When a tag was first seen as it is; now, where this is the first time. */
    Instant firstSeen(String repository, Tag tag, Digest content, Instant now) {
        String key = repository + ":" + tag + "@" + content;
        Optional<Instant> before = state.recall(Topic.FIRST_SEEN, key).flatMap(Memory::instant);
        if (before.isEmpty()) {
            state.remember(Topic.FIRST_SEEN, key, now.toString());
        }
        return before.orElse(now);
    }

    /** A repository of the target's registry that had a blob once; none or one. */
    Set<RepositoryName> holders(Repository target, Digest blob) {
        return state.recall(Topic.BLOB_HOLDER, key(target, blob))
                .filter(RepositoryName::isValid)
                .map(RepositoryName::new)
                .map(Set::of)
                .orElse(Set.of());
    }

    /** The target has a blob now. */
    void holds(Repository target, Digest blob) {
        state.remember(Topic.BLOB_HOLDER, key(target, blob), target.name().path());
    }

    private static String key(Repository target, Digest blob) {
        return target.store() + " " + blob;
    }

    private static Optional<Instant> instant(String value) {
        try {
            return Optional.of(Instant.parse(value));
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static String key(Digest digest, ImageOptions options) {
        String platforms =
                options.platforms().stream().map(Platform::toString).sorted().collect(Collectors.joining(","));
        String chosen = platforms.isEmpty() ? "" : " " + options.indexMode() + " " + platforms;
        return digest + chosen;
    }
}
