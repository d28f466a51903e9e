package io.registrysync.layout;

import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A layout in a tar archive. It is read in place. Written is a new archive beside it, which takes its place when this is
 * closed, if anything was named in it by then; until that the old one stays as it is.
 */
final class ArchiveShelf implements Shelf {
    private static final String INDEX = "index.json";
    /** What is written anew whenever the archive is. {@code repositories} is an older form of Docker's manifest. */
    private static final Set<String> REPLACED = Set.of(LayoutVersion.FILE, INDEX, DockerForm.MANIFEST, "repositories");

    private final Path path;
    private final boolean writable;
    private final boolean forDocker;
    private final Optional<TarDirectory> before;
    private IndexFile index;
    private boolean changed;
    private boolean closed;
    private @Nullable Scratch scratch;
    private @Nullable TarWriter writer;
    private @Nullable Path temporary;

    private ArchiveShelf(Path path, boolean writable, boolean forDocker, Optional<TarDirectory> before)
            throws IOException {
        // A link stays, and what it leads to is replaced.
        this.path = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        this.writable = writable;
        this.forDocker = forDocker;
        this.before = before;
        this.index = before.isPresent() ? index(before.get()) : IndexFile.empty();
    }

    /** An archive that is there. */
    static ArchiveShelf reading(Path path) throws IOException {
        return new ArchiveShelf(path, false, false, Optional.of(directory(path)));
    }

    /** An archive that is there and will be added to, or a new one. */
    static ArchiveShelf writing(Path path) throws IOException {
        Optional<TarDirectory> before = Files.exists(path) ? Optional.of(directory(path)) : Optional.empty();
        return new ArchiveShelf(path, true, false, before);
    }

    /** A new archive for Docker, in the place of whatever is there. */
    static ArchiveShelf forDocker(Path path) throws IOException {
        if (Files.exists(path)) {
            Compression.requireFile(path);
        }
        return new ArchiveShelf(path, true, true, Optional.empty());
    }

    private static TarDirectory directory(Path path) throws IOException {
        Compression.refuse(path);
        TarDirectory directory = TarDirectory.read(path, false);
        LayoutVersion.require(directory.content(LayoutVersion.FILE, LayoutVersion.MAX_BYTES));
        return directory;
    }

    private static IndexFile index(TarDirectory directory) throws IOException {
        return IndexFile.parse(directory
                .content(INDEX, IndexFile.MAX_BYTES)
                .orElseThrow(() -> new FormatException("the archive has no " + INDEX)));
    }

    // ---- blobs ----------------------------------------------------------------------------------------------------

    static String name(Digest blob) {
        return "blobs/" + blob.algorithm() + "/" + blob.encoded();
    }

    @Override
    public OptionalLong size(Digest blob) {
        TarWriter.Region region = written(blob);
        if (region != null) {
            return OptionalLong.of(region.size());
        }
        Optional<TarDirectory.Entry> entry = before.flatMap(directory -> directory.find(name(blob)));
        return entry.isPresent() ? OptionalLong.of(entry.get().size()) : OptionalLong.empty();
    }

    @Override
    public InputStream open(Digest blob, long offset) throws IOException {
        TarWriter.Region region = written(blob);
        if (region != null) {
            return region.open(offset);
        }
        Optional<TarDirectory.Entry> entry = before.flatMap(directory -> directory.find(name(blob)));
        if (before.isEmpty() || entry.isEmpty()) {
            throw new IOException("the archive does not hold " + blob);
        }
        return before.get().open(entry.get(), offset);
    }

    private TarWriter.@Nullable Region written(Digest blob) {
        TarWriter open;
        synchronized (this) {
            open = writer;
        }
        return open == null ? null : open.find(name(blob));
    }

    @Override
    public Slot reserve(Digest blob, long size) throws IOException {
        return writer().reserve(name(blob), size);
    }

    private synchronized TarWriter writer() throws IOException {
        if (!writable || closed) {
            throw new IOException(closed ? "the archive is closed" : "the archive was opened for reading");
        }
        TarWriter open = writer;
        if (open == null) {
            Path folder = Optional.ofNullable(path.getParent()).orElseThrow();
            Files.createDirectories(folder);
            Scratch room = Scratch.in(folder, "." + path.getFileName() + ".registry-sync.");
            try {
                Path file = room.file();
                open = new TarWriter(file);
                open.add(LayoutVersion.FILE, LayoutVersion.content());
                if (before.isPresent()) {
                    copy(before.get(), open);
                }
                temporary = file;
                scratch = room;
                writer = open;
            } finally {
                if (writer == null) {
                    room.close();
                }
            }
        }
        return open;
    }

    /** Everything but what is written anew; also what is unknown here. */
    private static void copy(TarDirectory directory, TarWriter target) throws IOException {
        for (String name : directory.names()) {
            Optional<TarDirectory.Entry> entry = REPLACED.contains(name) ? Optional.empty() : directory.find(name);
            if (entry.isPresent()) {
                try (InputStream content = directory.open(entry.get(), 0)) {
                    target.add(name, entry.get().size(), content);
                }
            }
        }
    }

    // ---- index ----------------------------------------------------------------------------------------------------

    @Override
    public synchronized IndexFile index() {
        return index;
    }

    @Override
    public synchronized void update(UnaryOperator<IndexFile> change) throws IOException {
        TarWriter unused = writer();
        IndexFile after = change.apply(index).requireRoom();
        changed |= after != index;
        index = after;
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        Scratch room = scratch;
        if (room == null) {
            return;
        }
        try (room) {
            if (changed && writer != null && temporary != null) {
                publish(writer, temporary);
            }
        }
    }

    private void publish(TarWriter target, Path file) throws IOException {
        target.add(INDEX, index.bytes());
        if (forDocker) {
            target.add(DockerForm.MANIFEST, DockerForm.manifest(this));
        }
        target.finish();
        Disk.publish(file, path);
        Disk.settle(Optional.ofNullable(path.getParent()).orElseThrow());
    }
}
