package io.registrysync.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.registrysync.engine.SyncEngine;
import io.registrysync.spec.SyncSpec;
import io.registrysync.spring.SyncHost;
import io.registrysync.store.Databases;
import io.registrysync.store.Execution;
import io.registrysync.store.ExecutionStore.Filter;
import io.registrysync.store.Page.Slice;
import io.registrysync.store.RegistryEntry;
import io.registrysync.store.SecretChange;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.TaskEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk on which there is no room. SQLite says so when a database has the most pages that it may have. */
@Timeout(120)
class DiskFullTest {
    private static final int CONNECTIONS = 4;

    private final String url = Databases.SQLITE.fresh();

    @Test
    void begins_nothing_and_says_why_until_there_is_room() throws Exception {
        addTaskThatIsDue();
        try (Store store = Databases.open(url, InstantSource.system())) {
            allowPages(store, 1);
            try (SyncEngine engine = SyncEngine.on(store).open();
                    Vitals vitals = new Vitals(store, engine, () -> Long.MAX_VALUE, InstantSource.system())) {
                SyncHost.await(() -> !vitals.verdict().isUp());
                assertThat(engine.unwritten()).contains("the disk of the database is full");
                assertThat(vitals.verdict().checks())
                        .filteredOn(check -> !check.isUp())
                        .extracting(Vitals.Check::cause)
                        .allMatch(cause -> cause.contains("is its disk full?"));
                assertThat(executions(store)).isEmpty();

                allowPages(store, 1_000_000);
                SyncHost.await(() -> executions(store).size() == 1);
                SyncHost.await(() -> vitals.verdict().isUp());
            }
        }
    }

    @Test
    void begins_nothing_while_the_disk_is_nearly_full() {
        long task = addTaskThatIsDue();
        AtomicBoolean room = new AtomicBoolean();
        // The second round is begun when the first one has come to its end.
        CountDownLatch asked = new CountDownLatch(2);
        try (Store store = Databases.open(url, InstantSource.system());
                SyncEngine engine = SyncEngine.on(store)
                        .room(() -> {
                            asked.countDown();
                            return room.get();
                        })
                        .open()) {
            SyncHost.await(() -> asked.getCount() == 0);
            assertThat(executions(store)).isEmpty();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> engine.run(task, "alice"))
                    .withMessageContaining("make room");
            room.set(true);
            SyncHost.await(() -> executions(store).size() == 1);
        }
    }

    private long addTaskThatIsDue() {
        try (Store earlier =
                Databases.open(url, InstantSource.fixed(Instant.now().minus(Duration.ofDays(3))))) {
            for (String name : List.of("src", "dst")) {
                earlier.registries().add(RegistryEntry.at(name, "http://127.0.0.1:1"), SecretChange.keep());
            }
            // Long, so that an execution of it does not fit into what is left of pages.
            return earlier.tasks()
                    .add(TaskEntry.of(SyncSpec.parse(
                            "test",
                            "name: nightly\ndescription: " + "long ".repeat(200)
                                    + "\nsource: {registry: src, repositories: [" + "team/web, ".repeat(2000)
                                    + "a/b]}\ntarget: {registry: dst, project: all}\n"
                                    + "schedule: {cron: '30 2 * * *', timeZone: UTC}\n")));
        }
    }

    private static List<Execution> executions(Store store) {
        return store.executions().list(Filter.ALL, new Slice(0, 10)).items();
    }

    /** All connections at once, so that none is left out. Fewer than there are is as many as there are. */
    private static void allowPages(Store store, int pages) throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            for (int number = 0; number < CONNECTIONS; number++) {
                all.add(store.dataSource().getConnection());
            }
            for (Connection connection : all) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA max_page_count=" + pages);
                }
            }
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }
}
