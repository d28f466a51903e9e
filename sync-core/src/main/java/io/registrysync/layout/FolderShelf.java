package io.registrysync.layout;

import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A layout in a folder. What is complete is published at once, so that a broken run leaves its blobs for the next. */
final class FolderShelf implements Shelf {
    private static final String SCRATCH_PREFIX = ".registry-sync.";
    /**
     * One change at a time in this process; the lock of a file keeps other processes out, but not other threads. It
     * covers reading the locked file, too: the system frees a lock when its process closes the file, whoever had it.
     */
    private static final ReentrantLock CHANGING = new ReentrantLock();

    private final Path root;
    private final boolean writable;
    private @Nullable Scratch scratch;
    private boolean closed;
    private volatile @Nullable Read last;

    private FolderShelf(Path root, boolean writable) {
        this.root = root;
        this.writable = writable;
    }

    /** A layout that is there. */
    static FolderShelf reading(Path root) throws IOException {
        FolderShelf shelf = new FolderShelf(root, false);
        shelf.requireVersion();
        return shelf;
    }

    /** A layout that is there, or none yet: nothing is created before something is stored. */
    static FolderShelf writing(Path root) throws IOException {
        FolderShelf shelf = new FolderShelf(root, true);
        if (shelf.isMade()) {
            shelf.requireVersion();
        } else if (Files.exists(root)) {
            shelf.requireUnused();
        }
        return shelf;
    }

    /** False also where another process is making the layout this moment: then the file is still empty. */
    private boolean isMade() throws IOException {
        return Files.exists(versionFile()) && Files.size(versionFile()) > 0;
    }

    private void requireUnused() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                boolean isScratch = String.valueOf(entry.getFileName()).startsWith(SCRATCH_PREFIX);
                if (!isScratch && !Files.exists(versionFile())) {
                    throw new FormatException("the folder is not empty, and no OCI layout (it has no file "
                            + LayoutVersion.FILE + "); name an empty one or one that does not exist");
                }
            }
        }
    }

    private void requireVersion() throws IOException {
        CHANGING.lock();
        try {
            if (!Files.isRegularFile(versionFile())) {
                LayoutVersion.require(Optional.empty());
            }
            try (InputStream file = Files.newInputStream(versionFile())) {
                LayoutVersion.require(Optional.of(file.readNBytes(LayoutVersion.MAX_BYTES)));
            }
        } finally {
            CHANGING.unlock();
        }
    }

    // ---- blobs ----------------------------------------------------------------------------------------------------

    @Override
    public OptionalLong size(Digest blob) throws IOException {
        Path file = file(blob);
        return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
    }

    @Override
    public InputStream open(Digest blob, long offset) throws IOException {
        Path file = file(blob);
        return new FileRegion(file, offset, Math.max(0, Files.size(file) - offset));
    }

    @Override
    public Slot reserve(Digest blob, long size) throws IOException {
        return new FolderSlot(scratch().file(), file(blob));
    }

    /** The grammar of digests has no separators and no dots alone: this cannot lead out of the folder. */
    private Path file(Digest digest) {
        return root.resolve("blobs").resolve(digest.algorithm()).resolve(digest.encoded());
    }

    private Path versionFile() {
        return root.resolve(LayoutVersion.FILE);
    }

    private Path indexFile() {
        return root.resolve("index.json");
    }

    /** The first to store something makes the layout. */
    private synchronized Scratch scratch() throws IOException {
        if (!writable || closed) {
            throw new IOException(closed ? "the layout is closed" : "the layout was opened for reading");
        }
        Scratch open = scratch;
        if (open == null) {
            Files.createDirectories(root);
            open = Scratch.in(root, SCRATCH_PREFIX);
            scratch = open;
            Scratch room = open;
            exclusively(() -> {
                Files.createDirectories(root.resolve("blobs"));
                if (!Files.exists(indexFile())) {
                    write(IndexFile.empty(), room);
                }
            });
        }
        return open;
    }

    /** A blob on its way. Used by one thread. */
    private static final class FolderSlot implements Slot {
        private final Path temporary;
        private final Path name;
        private @Nullable RandomAccessFile file;

        FolderSlot(Path temporary, Path name) throws IOException {
            this.temporary = temporary;
            this.name = name;
            this.file = new RandomAccessFile(temporary.toFile(), "rw");
        }

        @Override
        public void write(byte[] bytes, int length, long position) throws IOException {
            RandomAccessFile open = file;
            if (open == null) {
                throw new IOException("the layout is closed");
            }
            open.seek(position);
            open.write(bytes, 0, length);
        }

        @Override
        public void keep() throws IOException {
            closeFile();
            Path folder = name.getParent();
            if (folder != null) {
                requireOwn(folder);
                Disk.publish(temporary, name);
                Disk.settle(folder);
            }
        }

        /** A link in a layout of unknown origin could lead what is written to another place. */
        private static void requireOwn(Path folder) throws IOException {
            Files.createDirectories(folder);
            Path blobs = folder.getParent();
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || (blobs != null && !Files.isDirectory(blobs, LinkOption.NOFOLLOW_LINKS))) {
                throw new IOException(folder + " is a link; nothing is written through it");
            }
        }

        private void closeFile() throws IOException {
            RandomAccessFile open = file;
            file = null;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void drop() {
            try {
                closeFile();
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                // It goes with its folder.
            }
        }
    }

    // ---- index ----------------------------------------------------------------------------------------------------

    @Override
    public IndexFile index() throws IOException {
        if (!Files.exists(indexFile())) {
            if (writable) {
                return IndexFile.empty();
            }
            throw new FormatException("the layout has no index.json");
        }
        if (!Files.isRegularFile(indexFile()) || Files.size(indexFile()) > IndexFile.MAX_BYTES) {
            throw new FormatException("index.json is longer than " + IndexFile.MAX_BYTES + " bytes, or no file");
        }
        byte[] bytes = Files.readAllBytes(indexFile());
        Read known = last;
        if (known == null || !Arrays.equals(known.bytes, bytes)) {
            known = new Read(bytes, IndexFile.parse(bytes));
            last = known;
        }
        return known.index;
    }

    /** What was read, so that it is not parsed again for every question. */
    private static final class Read {
        private final byte[] bytes;
        private final IndexFile index;

        Read(byte[] bytes, IndexFile index) {
            this.bytes = bytes;
            this.index = index;
        }
    }

    @Override
    public void update(UnaryOperator<IndexFile> change) throws IOException {
        Scratch room = scratch();
        exclusively(() -> {
            IndexFile before = index();
            IndexFile after = change.apply(before);
            if (after != before) {
                write(after, room);
            }
        });
    }

    private void write(IndexFile index, Scratch room) throws IOException {
        byte[] bytes = index.requireRoom().bytes();
        Path temporary = room.file();
        Files.write(temporary, bytes);
        Disk.publish(temporary, indexFile());
        Disk.settle(root);
    }

    /** Something that must not be done by two at once. */
    private interface Change {
        void run() throws IOException;
    }

    /** The file that says what the folder is serves as the lock: every writer needs it, and nobody replaces it. */
    private void exclusively(Change change) throws IOException {
        CHANGING.lock();
        try (FileChannel file = FileChannel.open(
                versionFile(),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            file.lock();
            if (file.size() == 0) {
                file.write(ByteBuffer.wrap(LayoutVersion.content()));
                file.force(true);
            } else {
                ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), LayoutVersion.MAX_BYTES));
                file.read(content, 0);
                LayoutVersion.require(Optional.of(Arrays.copyOf(content.array(), content.position())));
            }
            change.run();
        } finally {
            CHANGING.unlock();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Scratch open = scratch;
        scratch = null;
        if (open != null) {
            open.close();
        }
    }
}
