package io.registrysync.sync;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is remembered from one run to the next, to ask registries less. All of it is a hint: a run with an empty state,
 * or with one that has lost entries, does the same at the price of more requests.
 *
 * <p>Implementations are safe for use by several threads and do not throw: what cannot be read is not known, and what
 * cannot be kept is lost.
 */
public interface SyncState {
    /** What an entry is about. */
    enum Topic {
        /** When an image was made, by its digest. */
        CREATED,
        /** The digest under which a target has an image of which only some platforms are copied. */
        WRITTEN,
        /** When a tag was seen for the first time as it is. */
        FIRST_SEEN,
        /** A repository of a registry that has a blob. */
        BLOB_HOLDER
    }

    /**
     * What was remembered.
     *
     * @param key at most 1000 printable characters
     */
    Optional<String> recall(Topic topic, String key);

    /**
     * Remembers; an entry with the same key is replaced.
     *
     * @param key   at most 1000 printable characters
     * @param value at most 1000 printable characters
     */
    void remember(Topic topic, String key, String value);

    /**
     * A state that is kept in a folder, which is made when there is something to keep. Several processes may use it at
     * once. It keeps the latest 50,000 entries of each topic.
     */
    static SyncState inFolder(Path folder) {
        return new FolderState(folder);
    }

    /** A state that is forgotten with the object. It keeps the latest 100,000 entries. */
    static SyncState inMemory() {
        return new MemoryState();
    }
}
