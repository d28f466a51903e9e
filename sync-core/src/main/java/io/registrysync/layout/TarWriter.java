package io.registrysync.layout;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tar archive that comes into being in no particular order: room is given out for a file of known length, and several
 * are filled at once, each at its own place. What was given up leaves a gap, which {@link #finish} closes.
 *
 * <p>Safe for use by several threads until it is finished.
 */
final class TarWriter {
    private static final int BUFFER = 256 * 1024;

    private final Path path;
    private final Map<String, Region> kept = new HashMap<>();
    private long end;

    TarWriter(Path path) throws IOException {
        this.path = path;
        new RandomAccessFile(path.toFile(), "rw").close();
    }

    /** Makes room for a file. Nothing of it is in the archive before {@link Region#keep}. */
    synchronized Region reserve(String name, long size) throws IOException {
        byte[] header = TarHeader.of(name, size);
        Region region = new Region(name, header, end, size);
        end = Math.addExact(end, header.length + TarHeader.padded(size));
        return region;
    }

    /** Adds a file at once. */
    void add(String name, byte[] content) throws IOException {
        Region region = reserve(name, content.length);
        region.write(content, content.length, 0);
        region.keep();
    }

    /** Adds a file at once. */
    void add(String name, long size, InputStream content) throws IOException {
        Region region = reserve(name, size);
        byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, size))];
        for (long at = 0; at < size; ) {
            int count = content.readNBytes(buffer, 0, (int) Math.min(buffer.length, size - at));
            if (count == 0) {
                throw new IOException("the content of " + name + " ends early");
            }
            region.write(buffer, count, at);
            at += count;
        }
        region.keep();
    }

    synchronized @Nullable Region find(String name) {
        return kept.get(name);
    }

    /** Closes the gaps, fills the blocks and ends the archive. */
    synchronized void finish() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long position = 0;
            List<Region> inPlace = kept.values().stream()
                    .sorted(Comparator.comparingLong(region -> region.start))
                    .toList();
            for (Region region : inPlace) {
                region.moveTo(position, file);
                position += region.length();
            }
            file.setLength(position);
            // Two blocks of zeros are the end.
            file.setLength(position + 2L * TarHeader.BLOCK);
        }
    }

    /** The place of one file. Used by one thread. */
    final class Region implements Shelf.Slot {
        private final String name;
        private final byte[] header;
        private final long size;
        private volatile long start;
        private @Nullable RandomAccessFile file;

        private Region(String name, byte[] header, long start, long size) {
            this.name = name;
            this.header = header;
            this.start = start;
            this.size = size;
        }

        @Override
        public void write(byte[] bytes, int length, long position) throws IOException {
            RandomAccessFile open = file;
            if (open == null) {
                open = new RandomAccessFile(path.toFile(), "rw");
                file = open;
            }
            open.seek(start + header.length + position);
            open.write(bytes, 0, length);
        }

        @Override
        public void keep() throws IOException {
            drop();
            synchronized (TarWriter.this) {
                // Whoever sends a blob again has reason to distrust what was there.
                kept.put(name, this);
            }
        }

        @Override
        public void drop() {
            RandomAccessFile open = file;
            file = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException written) {
                    // Writes are not buffered here: there is nothing that closing could lose.
                }
            }
        }

        long size() {
            return size;
        }

        InputStream open(long offset) throws IOException {
            return new FileRegion(path, start + header.length + offset, size - offset);
        }

        private long length() {
            return header.length + TarHeader.padded(size);
        }

        private void moveTo(long target, RandomAccessFile archive) throws IOException {
            if (target != start) {
                move(archive, start + header.length, target + header.length);
                start = target;
            }
            archive.seek(start);
            archive.write(header);
            archive.seek(start + header.length + size);
            archive.write(new byte[(int) (TarHeader.padded(size) - size)]);
        }

        /** Always towards the beginning, so that nothing is overwritten before it was read. */
        private void move(RandomAccessFile archive, long from, long to) throws IOException {
            byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, size))];
            for (long at = 0; at < size; ) {
                int count = (int) Math.min(buffer.length, size - at);
                archive.seek(from + at);
                archive.readFully(buffer, 0, count);
                archive.seek(to + at);
                archive.write(buffer, 0, count);
                at += count;
            }
        }
    }
}
