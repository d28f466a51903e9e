package io.registrysync.engine;

import io.registrysync.store.Tally;
import java.util.List;

/**
 * A unit that is being done now.
 *
 * @param unit   its id
 * @param source for people
 * @param tally  how far it is
 * @param blobs  that are being sent, the oldest first; at most twenty
 */
public record ActiveUnit(long unit, String source, Tally tally, List<Blob> blobs) {
    /** Freezes the list. */
    public ActiveUnit {
        blobs = List.copyOf(blobs);
    }

    /**
     * A blob on its way.
     *
     * @param repository the target's, with its registry
     * @param size       in bytes
     * @param sent       how many of them are there
     */
    public record Blob(String digest, String repository, long size, long sent) {}
}
