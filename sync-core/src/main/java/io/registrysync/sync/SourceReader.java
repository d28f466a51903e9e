package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.Repository;
import io.registrysync.registry.Retries;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one blob of the source and checks it on the way.
 *
 * <p>A connection that breaks is opened again where it broke, without the reader noticing. The bytes that complete the
 * blob are given out only after the digest of the whole has turned out right, so a target never gets a wrong blob
 * completely. Used by one thread at a time.
 */
final class SourceReader implements AutoCloseable {
    /** A try that brought less than this counts as one without progress. */
    private static final long PROGRESS = 64 * 1024;
    /** How many states of the hash are kept, so that reading can go back without beginning again. */
    private static final int CHECKPOINTS = 256;

    private static final long LEAST_CHECKPOINT_DISTANCE = 1024 * 1024;

    private final Repository source;
    private final Descriptor blob;
    private final Retries retries;
    private final Throttle throttle;
    private final Cancellation cancellation;

    private final TreeMap<Long, MessageDigest> checkpoints = new TreeMap<>();
    private final long checkpointDistance;
    private MessageDigest hash;
    private long position;
    private @Nullable InputStream stream;

    private int failures;
    private long positionAtFailure;

    SourceReader(Repository source, Descriptor blob, Retries retries, Throttle throttle, Cancellation cancellation) {
        this.source = source;
        this.blob = blob;
        this.retries = retries;
        this.throttle = throttle;
        this.cancellation = cancellation;
        this.hash = blob.digest().hasher();
        this.checkpointDistance = Math.max(LEAST_CHECKPOINT_DISTANCE, blob.size() / CHECKPOINTS);
    }

    /**
     * The blob from {@code offset} to its end. Earlier streams of this reader end. Its reads throw
     * {@link SourceException} where the source fails for good, {@link CorruptException} where the content is wrong.
     */
    InputStream from(long offset) throws IOException {
        if (offset != position) {
            goBackTo(offset);
        }
        byte[] skipped = new byte[64 * 1024];
        while (position < offset) {
            read(skipped, 0, (int) Math.min(skipped.length, offset - position));
        }
        if (blob.size() == 0) {
            requireDigest();
        }
        return new Content();
    }

    /** To the nearest place before {@code offset} from which the hash can be continued. */
    private void goBackTo(long offset) {
        close();
        Map.Entry<Long, MessageDigest> checkpoint = offset < position ? checkpoints.floorEntry(offset) : null;
        if (checkpoint != null) {
            position = checkpoint.getKey();
            hash = copyOf(checkpoint.getValue());
        } else if (offset < position) {
            position = 0;
            hash = blob.digest().hasher();
        }
        checkpoints.tailMap(position, false).clear();
    }

    /** Reads at least one byte; -1 at the end of the blob. */
    private int read(byte[] buffer, int offset, int length) throws IOException {
        if (position == blob.size()) {
            return -1;
        }
        int portion = throttle.portion((int) Math.min(length, blob.size() - position));
        int count = readUnchecked(buffer, offset, portion);
        hash.update(buffer, offset, count);
        position += count;
        if (position == blob.size()) {
            requireEnd();
            requireDigest();
        } else if (position - lastCheckpoint() >= checkpointDistance) {
            checkpoints.put(position, copyOf(hash));
        }
        slowDown(count);
        return count;
    }

    private void slowDown(int count) {
        try {
            throttle.take(count, cancellation);
        } catch (CancellationException calledOff) {
            if (!Cancellation.letsFinish(blob.size())) {
                throw calledOff;
            }
            // In its last moment it need not be slow.
        }
    }

    private long lastCheckpoint() {
        return checkpoints.isEmpty() ? 0 : checkpoints.lastKey();
    }

    private int readUnchecked(byte[] buffer, int offset, int length) throws SourceException {
        while (true) {
            try {
                InputStream open = stream;
                if (open == null) {
                    open = source.openBlob(blob, position);
                    stream = open;
                }
                int count = open.read(buffer, offset, length);
                if (count > 0) {
                    return count;
                }
                throw new IOException("broke off after " + position + " of " + blob.size() + " bytes");
            } catch (IOException broken) {
                close();
                countFailure(broken);
            } catch (RegistryException failed) {
                close();
                throw new SourceException(failed);
            }
        }
    }

    /** Gives up after some failures without progress in between; otherwise waits. */
    private void countFailure(IOException broken) throws SourceException {
        failures = position - positionAtFailure >= PROGRESS ? 1 : failures + 1;
        positionAtFailure = position;
        boolean stalled = broken instanceof SocketTimeoutException;
        if (failures > (stalled ? Math.min(1, retries.limit()) : retries.limit())) {
            throw new SourceException(RegistryException.of(
                    RegistryException.Kind.UNAVAILABLE,
                    "get blob",
                    name(),
                    String.valueOf(broken.getMessage()),
                    broken));
        }
        cancellation.pause(retries.pause(failures));
    }

    private void requireEnd() throws IOException {
        InputStream open = stream;
        try {
            if (open != null && open.read() >= 0) {
                throw new CorruptException(name(), "longer than " + blob.size() + " bytes");
            }
        } catch (CorruptException longer) {
            throw longer;
        } catch (IOException brokenAtTheEnd) {
            // All bytes are here; what matters is their digest.
        }
        close();
    }

    private void requireDigest() throws CorruptException {
        if (!blob.digest().matches(copyOf(hash))) {
            throw new CorruptException(name(), "digest mismatch: the content is not what its digest says");
        }
    }

    private String name() {
        return source.location() + "@" + blob.digest();
    }

    private static MessageDigest copyOf(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException missing) {
            // The hash functions of the Java platform can be cloned.
            throw new IllegalStateException(missing);
        }
    }

    /** Begins again from nothing. */
    void rewind() {
        close();
        checkpoints.clear();
        position = 0;
        hash = blob.digest().hasher();
    }

    /** Gives up the connection; reading opens it again. */
    @Override
    public void close() {
        InputStream open = stream;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException given) {
                // Nothing depends on it any more.
            }
        }
    }

    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return length == 0 ? 0 : SourceReader.this.read(buffer, offset, length);
        }
    }

    /** The source failed for good. */
    static final class SourceException extends IOException {
        private static final long serialVersionUID = 1L;

        private final RegistryException failure;

        SourceException(RegistryException failure) {
            super(failure);
            this.failure = failure;
        }

        RegistryException failure() {
            return failure;
        }
    }

    /** What the source sent is wrong. Reading it again may help: proxies damage content on the way. */
    static final class CorruptException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String name;

        CorruptException(String name, String reason) {
            super(reason);
            this.name = name;
        }

        RegistryException failure() {
            return RegistryException.of(
                    RegistryException.Kind.INVALID_CONTENT, "get blob", name, String.valueOf(getMessage()), this);
        }
    }
}
