package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * An SQLite database in a file, for this process alone: what a dead process left is taken up at the start, and that may
 * not happen while the process lives.
 */
final class SqliteFile implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private SqliteFile(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** Makes the file, if it is missing, so that nobody but its owner can read it. */
    static SqliteFile open(Path file) {
        SqliteFile locked = lock(file);
        try {
            create(file);
            return locked;
        } catch (IOException failed) {
            locked.close();
            throw unusable(failed);
        }
    }

    /**
     * Keeps other processes from the file, which need not be there. Makes its folder, if that is missing.
     *
     * @throws StoreException where another process has it, or this one has it already
     */
    static SqliteFile lock(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && Files.notExists(folder)) {
                Files.createDirectories(folder, owner(folder, "rwx------"));
            }
            Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
            create(lockFile);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw StoreException.of(
                        Kind.CONFIGURATION,
                        "another process uses the database " + file
                                + "; stop it, or use PostgreSQL, which several can share");
            }
            return new SqliteFile(file, channel, lock);
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }

    private static StoreException unusable(IOException failed) {
        return new StoreException(Kind.CONFIGURATION, "the database's file cannot be used: " + failed, failed);
    }

    /**
     * Gives the file another name, with what a dead process has left to be written into it.
     *
     * @return where it is now; empty where there was none
     */
    Optional<Path> moveAside() throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        Path aside = unused(file.resolveSibling(file.getFileName() + ".replaced"));
        // The log goes first: beside another database than its own it would destroy it.
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        if (Files.exists(log)) {
            Files.move(log, aside.resolveSibling(aside.getFileName() + "-wal"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
        Files.move(file, aside);
        return Optional.of(aside);
    }

    private static Path unused(Path wanted) {
        Path free = wanted;
        for (int number = 2; Files.exists(free); number++) {
            free = wanted.resolveSibling(wanted.getFileName() + "-" + number);
        }
        return free;
    }

    private static void create(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, owner(file));
        }
    }

    /** What makes a new file its owner's alone. */
    static FileAttribute<?>[] owner(Path path) {
        return owner(path, "rw-------");
    }

    private static FileAttribute<?>[] owner(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisProcess) {
            return null;
        }
    }

    /** Connections whose transactions begin as writers, so that none fails in its middle because another one wrote. */
    DataSource source() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // A crash of the machine may take the last transactions with it; a crash of the process takes none.
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        Properties properties = config.toProperties();
        SQLiteDataSource source = new SQLiteDataSource(new SQLiteConfig(properties));
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException gone) {
            throw new StoreException(Kind.CONFIGURATION, "the lock of " + file + " cannot be released", gone);
        }
    }
}
