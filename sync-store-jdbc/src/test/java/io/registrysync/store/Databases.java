package io.registrysync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The databases that every test of this module runs on: SQLite in a fresh file, and a real PostgreSQL. */
public enum Databases {
    /** Embedded. */
    SQLITE {
        @Override
        public String fresh() {
            try {
                return "jdbc:sqlite:"
                        + Files.createTempDirectory("registry-sync-store").resolve("test.db");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    },
    /** The one that nodes share; skipped where it is not installed, unless real parts are demanded. */
    POSTGRESQL {
        @Override
        public String fresh() {
            return server().freshDatabase();
        }
    };

    /** A key that is not secret. */
    public static final KeyRing KEYS = KeyRing.parse("test:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

    private static @Nullable PostgresServer server;

    /** The address of a database that nobody has used. */
    public abstract String fresh();

    /** A store in a fresh database. */
    public Store open(InstantSource clock) {
        return open(fresh(), clock);
    }

    /** A store in a database. */
    public static Store open(String url, InstantSource clock) {
        return Store.at(url).credentials("sync", "").keys(KEYS).clock(clock).open();
    }

    /** The server that all tests of this process share. */
    public static synchronized PostgresServer server() {
        PostgresServer running = server;
        if (running == null) {
            Optional<Path> installed = PostgresServer.programs();
            boolean required = Boolean.getBoolean("registrysync.requireRealParts");
            Assumptions.assumeTrue(installed.isPresent() || required, "PostgreSQL is not installed");
            PostgresServer started = PostgresServer.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            server = started;
            return started;
        }
        return running;
    }
}
