package io.registrysync.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.registrysync.store.StoreException.Kind;
import io.registrysync.sync.SyncState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept, in one database: SQLite in a file, or PostgreSQL.
 *
 * <pre>{@code
 * try (Store store = Store.at("jdbc:sqlite:data/registry-sync.db").keys(KeyRing.inFile(key)).open()) {
 *     long id = store.registries().add(draft);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Rooms work until the store is closed.
 */
public final class Store implements AutoCloseable {
    private final Database database;
    private final Deque<AutoCloseable> owned;
    private final RegistryStore registries;
    private final TaskStore tasks;
    private final ExecutionStore executions;
    private final UnitStore units;
    private final LogStore logs;
    private final LiveStore live;
    private final ThroughputStore throughput;
    private final DeliveryStore deliveries;
    private final NodeStore nodes;
    private final ChannelStore channels;
    private final UserStore users;
    private final LoginHistoryStore logins;
    private final TokenStore tokens;
    private final SessionStore sessions;
    private final AuditStore audit;
    private final SettingStore settings;
    private final StoredState state;
    private final Retention retention;
    private final Statistics statistics;
    private final Exchange exchange;

    private Store(Database database, KeyRing keys, InstantSource clock, Deque<AutoCloseable> owned) {
        this.database = database;
        this.owned = owned;
        Seal seal = new Seal(keys);
        this.registries = new RegistryStore(database, seal, clock);
        this.tasks = new TaskStore(database, clock);
        this.deliveries = new DeliveryStore(database, clock);
        this.executions = new ExecutionStore(database, deliveries, clock);
        this.units = new UnitStore(database, clock);
        this.logs = new LogStore(database, clock);
        this.live = new LiveStore(database, clock);
        this.throughput = new ThroughputStore(database);
        this.nodes = new NodeStore(database, clock);
        this.channels = new ChannelStore(database, seal, clock);
        this.users = new UserStore(database, clock);
        this.logins = new LoginHistoryStore(database, clock);
        this.tokens = new TokenStore(database, clock);
        this.sessions = new SessionStore(database, clock);
        this.audit = new AuditStore(database, clock);
        this.settings = new SettingStore(database, clock);
        this.retention = new Retention(database, clock);
        this.statistics = new Statistics(database, clock);
        this.exchange = new Exchange(database, registries, tasks);
        this.state = new StoredState(database, clock);
        // Closed before the connections are.
        owned.push(state);
    }

    /**
     * Begins to describe the store at an address.
     *
     * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}
     * @throws StoreException where it is something else
     */
    public static Builder at(String url) {
        return new Builder(url, null);
    }

    /** Begins to describe the store in a database that somebody else has opened, and will close. */
    public static Builder in(DataSource source) {
        return new Builder("", source);
    }

    /** Registries and how they are reached. */
    public RegistryStore registries() {
        return registries;
    }

    /** Tasks. */
    public TaskStore tasks() {
        return tasks;
    }

    /** Executions. */
    public ExecutionStore executions() {
        return executions;
    }

    /** What executions consist of. */
    public UnitStore units() {
        return units;
    }

    /** What executions said. */
    public LogStore logs() {
        return logs;
    }

    /** What is going on. */
    public LiveStore live() {
        return live;
    }

    /** How fast executions were. */
    public ThroughputStore throughput() {
        return throughput;
    }

    /** The outbox. */
    public DeliveryStore deliveries() {
        return deliveries;
    }

    /** The processes. */
    public NodeStore nodes() {
        return nodes;
    }

    /** Channels. */
    public ChannelStore channels() {
        return channels;
    }

    /** Who may come in. */
    public UserStore users() {
        return users;
    }

    /** Who came in. */
    public LoginHistoryStore logins() {
        return logins;
    }

    /** What programs come in with. */
    public TokenStore tokens() {
        return tokens;
    }

    /** Who is in. */
    public SessionStore sessions() {
        return sessions;
    }

    /** Who did what. */
    public AuditStore audit() {
        return audit;
    }

    /** Settings of the whole. */
    public SettingStore settings() {
        return settings;
    }

    /** What is remembered from one run to the next. */
    public SyncState state() {
        return state;
    }

    /** Deletes what is old. */
    public Retention retention() {
        return retention;
    }

    /** Sums over everything. */
    public Statistics statistics() {
        return statistics;
    }

    /** Registries and tasks as a sync file. */
    public Exchange exchange() {
        return exchange;
    }

    /**
     * Seals all secrets with the key that seals now, so that the others are of no more use; all of them or none.
     *
     * @return how many were sealed with another one
     * @throws StoreException where one cannot be opened; the message says which, and what is missing
     */
    public int reseal() {
        return database.change(handle -> registries.reseal(handle) + channels.reseal(handle));
    }

    /**
     * Copies an SQLite database while it is in use. Nobody waits for it. Nobody but the owner can read the copy. Its
     * secrets are sealed; the keys are not in it.
     *
     * @param copy a file that does not exist, in a folder that does
     * @throws StoreException of kind {@link Kind#WRONG_STATE} where the file exists, or the database is PostgreSQL, which
     *     has means of its own
     */
    public void backup(Path copy) {
        if (database.dialect() != Dialect.SQLITE) {
            throw StoreException.of(
                    Kind.WRONG_STATE,
                    "the database is PostgreSQL; back it up with pg_dump, and restore it with pg_restore");
        }
        Backups.write(database.source(), copy);
    }

    /**
     * Puts a copy that {@link #backup} made in place of an SQLite database that nobody uses.
     *
     * @return what the database that was there is called now; empty where there was none
     * @throws StoreException where the database is in use, or the copy is damaged or something else
     */
    public static Optional<Path> restore(Path backup, Path database) {
        return Backups.restore(backup, database);
    }

    /** The connections, for what stands beside the rooms. Closed with the store, if the store opened them. */
    public DataSource dataSource() {
        return database.source();
    }

    /** Whether several processes may share it. */
    public boolean isShared() {
        return database.dialect() == Dialect.POSTGRESQL;
    }

    /**
     * Connections to the database.
     *
     * @param active  in use
     * @param idle    open and not in use
     * @param waiting threads that wait for one
     * @param most    that may be open
     */
    public record Connections(int active, int idle, int waiting, int most) {}

    /** The connections that the store has opened; empty where somebody else did. */
    public Optional<Connections> connections() {
        if (database.source() instanceof HikariDataSource pool && pool.getHikariPoolMXBean() != null) {
            var now = pool.getHikariPoolMXBean();
            return Optional.of(new Connections(
                    now.getActiveConnections(),
                    now.getIdleConnections(),
                    now.getThreadsAwaitingConnection(),
                    pool.getMaximumPoolSize()));
        }
        return Optional.empty();
    }

    /** Which database it is and in which version, such as {@code PostgreSQL 15.4}. */
    public String product() {
        return database.read(handle -> {
            try {
                var facts = handle.getConnection().getMetaData();
                return facts.getDatabaseProductName() + " " + facts.getDatabaseProductVersion();
            } catch (SQLException failed) {
                throw new StoreException(Kind.UNAVAILABLE, "the database does not say what it is: " + failed, failed);
            }
        });
    }

    /** Looks whether the database answers. */
    public void ping() {
        database.read(
                handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception gone) {
                throw new StoreException(Kind.CONFIGURATION, "the database cannot be closed: " + gone, gone);
            }
        }
    }

    /** Describes a store. Not safe for use by several threads. */
    public static final class Builder {
        private static final int SQLITE_CONNECTIONS = 4;

        private final String url;
        private final @Nullable DataSource given;
        private @Nullable String user;
        private @Nullable String password;
        private @Nullable KeyRing keys;
        private int connections = 10;
        private InstantSource clock = InstantSource.system();

        private Builder(String url, @Nullable DataSource given) {
            this.url = url;
            this.given = given;
        }

        /** Who we are at PostgreSQL. */
        public Builder credentials(String newUser, String newPassword) {
            this.user = newUser;
            this.password = newPassword;
            return this;
        }

        /** What secrets are sealed with. Required. */
        public Builder keys(KeyRing newKeys) {
            this.keys = newKeys;
            return this;
        }

        /** How many connections are open to PostgreSQL at once; 10 unless set. */
        public Builder connections(int most) {
            this.connections = most;
            return this;
        }

        /** Where the time comes from. */
        public Builder clock(InstantSource newClock) {
            this.clock = newClock;
            return this;
        }

        /**
         * Opens it and brings its tables to this version.
         *
         * @throws StoreException where it cannot be opened
         */
        public Store open() {
            KeyRing ring = Optional.ofNullable(keys)
                    .orElseThrow(() -> new IllegalStateException("a store needs keys for its secrets"));
            Deque<AutoCloseable> owned = new ArrayDeque<>();
            try {
                Dialect dialect = given == null ? Dialect.of(url) : dialectOf(given);
                DataSource source = given == null ? opened(dialect, owned) : given;
                Migrations.run(source, dialect);
                return new Store(new Database(source, dialect), ring, clock, owned);
            } catch (RuntimeException failed) {
                closeQuietly(owned, failed);
                throw failed;
            }
        }

        private DataSource opened(Dialect dialect, Deque<AutoCloseable> owned) {
            HikariConfig pool = new HikariConfig();
            pool.setPoolName("registry-sync");
            if (dialect == Dialect.SQLITE) {
                SqliteFile file = SqliteFile.open(Path.of(url.substring("jdbc:sqlite:".length())));
                owned.push(file);
                pool.setDataSource(file.source());
                pool.setMaximumPoolSize(SQLITE_CONNECTIONS);
            } else {
                pool.setJdbcUrl(url);
                pool.setUsername(user);
                pool.setPassword(password);
                pool.setMaximumPoolSize(connections);
                // A connection that hangs on a dead server is given up.
                pool.addDataSourceProperty("socketTimeout", "60");
                pool.addDataSourceProperty("connectTimeout", "10");
                pool.addDataSourceProperty("tcpKeepAlive", "true");
                pool.addDataSourceProperty("ApplicationName", "registry-sync");
            }
            pool.setConnectionTimeout(Duration.ofSeconds(15).toMillis());
            try {
                HikariDataSource source = new HikariDataSource(pool);
                owned.push(source);
                return source;
            } catch (HikariPool.PoolInitializationException failed) {
                throw Database.notOpened(failed);
            }
        }

        private static Dialect dialectOf(DataSource source) {
            try (var connection = source.getConnection()) {
                return Dialect.of(connection.getMetaData().getURL());
            } catch (SQLException failed) {
                throw Database.notOpened(failed);
            }
        }

        private static void closeQuietly(Deque<AutoCloseable> owned, RuntimeException reason) {
            while (!owned.isEmpty()) {
                try {
                    owned.pop().close();
                } catch (Exception second) {
                    reason.addSuppressed(second);
                }
            }
        }
    }
}
