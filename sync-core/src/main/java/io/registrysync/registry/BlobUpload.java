package io.registrysync.registry;

import java.io.IOException;
import java.io.InputStream;

/**
 * The upload of one blob. Used by one thread. Closing it before it is done cancels it at the registry.
 *
 * <pre>{@code
 * try (BlobUpload upload = target.startUpload(blob, List.of(target.name()))) {
 *     if (!upload.isPresent()) {
 *         upload.send(content);
 *     }
 * }
 * }</pre>
 */
public interface BlobUpload extends AutoCloseable {
    /** How an upload stands after {@link #recover()}. */
    enum State {
        /** The registry has the blob. */
        DONE,
        /** Go on at {@link #offset()}. */
        OPEN
    }

    /** Whether the registry has the blob without anything being sent: it had it, or took it from another repository. */
    boolean isPresent();

    /** How many bytes the registry has and keeps. */
    long offset();

    /**
     * Sends the rest of the blob and completes it.
     *
     * @param content from {@link #offset()} to the end of the blob. An exception of its own is passed through as it is
     *     and leaves the upload incomplete. The stream is not closed.
     * @throws RegistryException where the registry fails or refuses; when {@linkplain RegistryException#isPassing()
     *     passing}, {@link #recover()} and go on
     * @throws IOException only where {@code content} threw it
     */
    void send(InputStream content) throws IOException;

    /** Asks the registry how far the upload came, after a failure. Begins a new one where it is lost. */
    State recover();

    /**
     * Begins again from nothing, for example when what was sent turned out to be wrong.
     */
    void restart();

    @Override
    void close();
}
