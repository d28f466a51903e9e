package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Copies of an SQLite database, and back. A copy is made aside, looked through, and only then moved to its place. */
final class Backups {
    private Backups() {}

    /** Copies a database that is in use, as it is at one moment. Others write meanwhile. */
    static void write(DataSource source, Path copy) {
        try (Connection connection = source.getConnection()) {
            if (Files.exists(copy)) {
                throw StoreException.of(
                        Kind.WRONG_STATE,
                        "there is something at " + copy + " already; choose another name, or delete it");
            }
            Path draft = draft(copy, connection);
            try {
                Files.move(draft, copy);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (SQLException | IOException failed) {
            throw new StoreException(Kind.CONFIGURATION, "the backup cannot be written: " + failed, failed);
        }
    }

    /** Puts a copy in place of a database that nobody uses. */
    static Optional<Path> restore(Path backup, Path database) {
        if (!Files.isRegularFile(backup)) {
            throw StoreException.of(Kind.NOT_FOUND, "there is no file " + backup);
        }
        try (SqliteFile lock = SqliteFile.lock(database);
                Connection connection = readOnly(backup).getConnection()) {
            Path draft = draft(database, connection);
            try {
                Optional<Path> before = lock.moveAside();
                Files.move(draft, database, StandardCopyOption.ATOMIC_MOVE);
                return before;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (SQLException failed) {
            throw damaged(backup, String.valueOf(failed.getMessage()), failed);
        } catch (IOException failed) {
            throw new StoreException(Kind.CONFIGURATION, "the database cannot be restored: " + failed, failed);
        }
    }

    /** A whole and intact copy of our database, beside the place that is meant, on the disk. */
    private static Path draft(Path place, Connection connection) throws SQLException, IOException {
        Path folder = place.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        requireOurs(connection);
        Path draft = Files.createTempFile(folder, place.getFileName() + ".", ".tmp", SqliteFile.owner(place));
        try {
            try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, draft.toString());
                copy.execute();
            }
            try (Connection copied = readOnly(draft).getConnection()) {
                requireIntact(copied, draft);
            }
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            return draft;
        } catch (SQLException | IOException | RuntimeException failed) {
            Files.deleteIfExists(draft);
            throw failed;
        }
    }

    private static SQLiteDataSource readOnly(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void requireOurs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('sync_schema_history', 'sync_execution')")) {
            if (!found.next() || found.getInt(1) < 2) {
                throw StoreException.of(Kind.CONFIGURATION, "this is no database of Registry Sync");
            }
        }
    }

    private static void requireIntact(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String verdict = result.next() ? result.getString(1) : "nothing";
            if (!verdict.equals("ok")) {
                throw damaged(file, verdict, new SQLException(verdict));
            }
        }
    }

    private static StoreException damaged(Path file, String why, SQLException cause) {
        return new StoreException(Kind.CONFIGURATION, file + " is no intact database: " + why, cause);
    }
}
