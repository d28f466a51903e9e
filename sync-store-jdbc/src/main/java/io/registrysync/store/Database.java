package io.registrysync.store;

import io.registrysync.store.StoreException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The one place that runs SQL: opens connections and transactions, and says in our words what went wrong. */
final class Database {
    /** PostgreSQL: connection lost, shut down, too many connections, conflicts that the next try does not have. */
    private static final Set<String> PASSING_STATES = Set.of("40001", "40P01", "57P01", "57P02", "57P03", "55P03");

    private static final Set<Integer> SQLITE_PASSING = Set.of(5, 6); // SQLITE_BUSY, SQLITE_LOCKED
    private static final int SQLITE_FULL = 13;

    private final DataSource source;
    private final Dialect dialect;
    private final Jdbi jdbi;

    Database(DataSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
        this.jdbi = Jdbi.create(source);
    }

    DataSource source() {
        return source;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Reads; each query for itself. */
    <T> T read(Function<Handle, T> queries) {
        try (Handle handle = jdbi.open()) {
            return queries.apply(handle);
        } catch (JdbiException failed) {
            throw translated(failed);
        }
    }

    /** Everything or nothing. */
    <T> T change(Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException failed) {
            throw translated(failed);
        }
    }

    /** Does work, and takes all of it back. */
    <T> T rehearse(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            handle.begin();
            try {
                return work.apply(handle);
            } finally {
                handle.rollback();
            }
        } catch (JdbiException failed) {
            throw translated(failed);
        }
    }

    /** Everything or nothing. */
    void run(Consumer<Handle> work) {
        change(handle -> {
            work.accept(handle);
            return Boolean.TRUE;
        });
    }

    /** Why there is no connection. A wrong password does not become right by waiting. */
    static StoreException notOpened(Exception failed) {
        SQLException cause = sql(failed);
        String state = cause == null ? "" : String.valueOf(cause.getSQLState());
        String why = cause == null ? String.valueOf(failed.getMessage()) : line(cause);
        return state.startsWith("28") || state.startsWith("3D")
                ? new StoreException(Kind.CONFIGURATION, "the database refuses: " + why, failed)
                : new StoreException(Kind.UNAVAILABLE, "the database does not answer: " + why, failed);
    }

    /** Whether a statement failed because something with the same key is there already. */
    static boolean isDuplicate(StoreException failure) {
        return sql(failure) != null && isDuplicate(sql(failure));
    }

    private static boolean isDuplicate(@Nullable SQLException failure) {
        if (failure == null) {
            return false;
        }
        String message = String.valueOf(failure.getMessage());
        return "23505".equals(failure.getSQLState())
                || message.contains("SQLITE_CONSTRAINT_UNIQUE")
                || message.contains("SQLITE_CONSTRAINT_PRIMARYKEY");
    }

    /** Two who did not see each other: one deleted what the other one needs. */
    private static boolean isReferenced(SQLException failure) {
        return "23503".equals(failure.getSQLState())
                || String.valueOf(failure.getMessage()).contains("SQLITE_CONSTRAINT_FOREIGNKEY");
    }

    private static StoreException translated(JdbiException failed) {
        SQLException cause = sql(failed);
        if (cause == null) {
            return new StoreException(Kind.UNAVAILABLE, "the database does not answer: " + failed.getMessage(), failed);
        }
        if (isDuplicate(cause)) {
            return new StoreException(Kind.NAME_TAKEN, "something with this name or key is there already", failed);
        }
        if (isReferenced(cause)) {
            return new StoreException(
                    Kind.IN_USE, "something else needs it, or what it needs was deleted meanwhile; look again", failed);
        }
        if (cause.getErrorCode() == SQLITE_FULL) {
            return new StoreException(Kind.UNAVAILABLE, "the disk of the database is full", failed);
        }
        return isPassing(cause)
                ? new StoreException(Kind.UNAVAILABLE, "the database does not answer: " + line(cause), failed)
                : new StoreException(Kind.CONFIGURATION, "the database refuses: " + line(cause), failed);
    }

    private static boolean isPassing(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08")
                || state.startsWith("53")
                || PASSING_STATES.contains(state)
                || SQLITE_PASSING.contains(failure.getErrorCode() & 0xff)
                || failure instanceof SQLTransientException;
    }

    private static String line(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static @Nullable SQLException sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
