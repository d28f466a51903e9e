package io.registrysync.layout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder for files that are not complete yet, on the file system where they will be. Closing removes it; that of a
 * process that died is removed by the next one that works at the same place.
 *
 * <p>Only its owner can look inside, so that what is in it can have the modes that it will keep. Safe for use by several
 * threads.
 */
final class Scratch implements AutoCloseable {
    private static final String LOCK = "lock";
    /**
     * The folders of this process. A lock belongs to the process, and merely closing its file a second time would free
     * it: our own folders must not be tried.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;
    private final AtomicLong files = new AtomicLong();

    private Scratch(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes a folder.
     *
     * @param prefix begins the names of all folders for the same purpose
     */
    static Scratch in(Path parent, String prefix) throws IOException {
        Path real = parent.toRealPath();
        removeAbandoned(real, prefix);
        Path folder = Files.createTempDirectory(real, prefix);
        OURS.add(folder);
        boolean made = false;
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            FileLock held = channel.tryLock();
            made = held != null;
            return new Scratch(folder, channel);
        } finally {
            if (!made) {
                OURS.remove(folder);
                remove(folder);
            }
        }
    }

    private static void removeAbandoned(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, entry -> {
            Path name = entry.getFileName();
            return name != null && name.toString().startsWith(prefix) && !OURS.contains(entry);
        })) {
            for (Path other : others) {
                if (isAbandoned(other)) {
                    removeWhatCanBe(other);
                }
            }
        }
    }

    /** In a layout of unknown origin anything may have such a name; through links nothing is touched. */
    private static boolean isAbandoned(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (IOException | OverlappingFileLockException unknown) {
            // Being made or removed this moment, or not for us to touch.
            return false;
        }
    }

    /** The name of a file that does not exist yet. */
    Path file() {
        return folder.resolve(Long.toString(files.incrementAndGet()));
    }

    @Override
    public void close() {
        try {
            remove(folder);
            lock.close();
        } catch (IOException left) {
            // Nothing depends on it, and the next one to work here tries again.
        } finally {
            OURS.remove(folder);
        }
    }

    private static void removeWhatCanBe(Path abandoned) {
        try {
            remove(abandoned);
        } catch (IOException notOurs) {
            // It holds something else, or is somebody else's. It is in nobody's way.
        }
    }

    /** Removes what a scratch folder holds, and the folder if that was all. */
    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{lock,[0-9]*}")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
