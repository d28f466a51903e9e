package io.registrysync.sync;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives one stream to several readers, each on a thread of its own. The stream is read once; whoever is first to need
 * more reads it for all. The fastest reader is at most {@value #WINDOW} chunks ahead of the slowest.
 */
final class FanOut {
    private static final int WINDOW = 8;
    private static final int CHUNK = 256 * 1024;
    /**
     * A reader that has not begun after this time is left behind: it waits for room at its registry, and whoever has
     * that room may be waiting, the same way, for one of ours.
     */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final InputStream source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[][] chunks = new byte[WINDOW][];
    private final Tap[] taps;
    private long produced;
    private boolean producing;
    private boolean atEnd;
    private @Nullable IOException failure;

    FanOut(InputStream source, int readers) {
        this.source = source;
        this.taps = new Tap[readers];
        Arrays.setAll(taps, index -> new Tap());
    }

    /** The stream of one reader. Closing it lets the others go on without it. */
    Tap tap(int reader) {
        return taps[reader];
    }

    /** One reader's view of the stream. */
    final class Tap extends InputStream {
        private long next;
        private int offset;
        private boolean begun;
        private boolean gone;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int start, int length) throws IOException {
            lock.lock();
            try {
                if (gone) {
                    throw new IOException("left behind");
                }
                begun = true;
                while (next == produced) {
                    if (failure != null) {
                        throw failure;
                    }
                    if (atEnd) {
                        return -1;
                    }
                    if (!producing && produced - slowest() < WINDOW) {
                        produce();
                    } else if (!changed.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS) && !producing) {
                        leaveBehindIdle();
                    }
                }
                byte[] chunk = chunks[(int) (next % WINDOW)];
                int count = Math.min(length, chunk.length - offset);
                System.arraycopy(chunk, offset, buffer, start, count);
                offset += count;
                if (offset == chunk.length) {
                    offset = 0;
                    next++;
                    changed.signalAll();
                }
                return count;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                gone = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Reads the next chunk, without the lock so that the others can take what is there. */
    private void produce() {
        producing = true;
        lock.unlock();
        byte[] chunk = new byte[0];
        IOException failed = null;
        try {
            chunk = source.readNBytes(CHUNK);
        } catch (IOException broken) {
            failed = broken;
        } finally {
            lock.lock();
            producing = false;
            changed.signalAll();
        }
        if (failed != null) {
            failure = failed;
        } else if (chunk.length == 0) {
            atEnd = true;
        } else {
            chunks[(int) (produced % WINDOW)] = chunk;
            produced++;
        }
    }

    private long slowest() {
        return Arrays.stream(taps)
                .filter(tap -> !tap.gone)
                .mapToLong(tap -> tap.next)
                .min()
                .orElse(produced);
    }

    private void leaveBehindIdle() {
        for (Tap tap : taps) {
            if (!tap.begun) {
                tap.gone = true;
            }
        }
        changed.signalAll();
    }
}
