package io.registrysync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Fault;
import io.registrysync.store.Databases;
import io.registrysync.store.Execution;
import io.registrysync.store.Execution.State;
import io.registrysync.store.ExecutionStore.Filter;
import io.registrysync.store.Node;
import io.registrysync.store.Page.Slice;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry;
import io.registrysync.store.TaskEntry.Overlap;
import io.registrysync.store.Unit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that die, a database that goes away, and times that everybody sees at once. */
@Timeout(180)
class BadLuckTest {

    @Test
    void goes_on_where_a_killed_node_was() throws Exception {
        try (Workshop shop = new Workshop(Databases.POSTGRESQL)) {
            for (int i = 0; i < 60; i++) {
                shop.seed("team/r" + i, "1", "2", "3", "4", "5");
            }
            Fault stalled = shop.stallBlobs();
            NodeProcess victim = NodeProcess.start(shop.url, "victim");
            long id = shop.begin(shop.task("nightly", "", Overlap.REFUSE, 6));
            Workshop.await(() -> unitsOf(shop.store, id, "victim", Unit.State.RUNNING) == 2);
            assertThat(stalled.awaitHeld(2, Duration.ofSeconds(60))).isTrue();
            try (NodeProcess one = NodeProcess.start(shop.url, "one");
                    NodeProcess two = NodeProcess.start(shop.url, "two")) {
                Workshop.await(() -> shop.store.units().counts(id).getOrDefault(Unit.State.RUNNING, 0L) == 6);
                victim.kill();
                stalled.remove();

                Execution ended = shop.ended(id);

                assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
                assertThat(ended.tally().images().total()).isEqualTo(300);
                for (int i = 0; i < 60; i++) {
                    assertThat(shop.target.tags("all/r" + i)).hasSize(5);
                }
                List<Unit> units = shop.store
                        .units()
                        .list(id, List.of(), new Slice(0, 100))
                        .items();
                assertThat(units).hasSize(60).allMatch(unit -> unit.state() == Unit.State.SUCCEEDED);
                assertThat(units).filteredOn(unit -> unit.attempt() == 2).hasSize(2);
                assertThat(units).noneMatch(unit -> unit.node().equals(Optional.of("victim")) && unit.attempt() == 2);
                assertThat(List.of(one, two)).hasSize(2);
            }
        }
    }

    @Test
    void a_killed_process_leaves_its_database_whole_and_the_next_one_goes_on() throws Exception {
        try (Workshop shop = new Workshop(Databases.SQLITE)) {
            shop.seed("team/web", "1");
            shop.seed("team/api", "1");
            Fault stalled = shop.stallBlobs();
            long id = shop.begin(shop.task("nightly", "", Overlap.REFUSE, 2));
            shop.store.close();
            NodeProcess victim = NodeProcess.start(shop.url, "victim");
            assertThat(stalled.awaitHeld(2, Duration.ofSeconds(60))).isTrue();
            victim.kill();
            stalled.remove();

            Store after = shop.opened(InstantSource.system());
            try (Connection connection = after.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                assertThat(check.next()).isTrue();
                assertThat(check.getString(1)).isEqualTo("ok");
            }
            assertThat(after.executions().get(id).state()).isEqualTo(State.RUNNING);
            shop.node(after, "next");

            Workshop.await(() -> after.executions().get(id).state().isFinal());
            assertThat(after.executions().get(id).state()).isEqualTo(State.SUCCEEDED);
            assertThat(shop.target.tags("all/web")).containsExactly("1");
            assertThat(shop.target.tags("all/api")).containsExactly("1");
        }
    }

    @Test
    void works_on_when_the_database_was_restarted() throws Exception {
        try (Workshop shop = new Workshop(Databases.POSTGRESQL)) {
            for (int i = 0; i < 30; i++) {
                shop.seed("team/r" + i, "1", "2");
            }
            shop.source.faults().on("HEAD", ".*").always().delay(Duration.ofMillis(100));
            SyncEngine node = shop.node("one");
            long id = node.run(shop.task("nightly"), "alice");
            Workshop.await(() -> shop.store.units().counts(id).getOrDefault(Unit.State.SUCCEEDED, 0L) > 2);

            Databases.server().stop();
            Databases.server().resume();

            assertThat(shop.ended(id).state()).isEqualTo(State.SUCCEEDED);
            assertThat(shop.ended(id).tally().images().total()).isEqualTo(60);
        }
    }

    @Test
    void three_nodes_fire_each_time_once() throws Exception {
        try (Workshop shop = new Workshop(Databases.POSTGRESQL)) {
            shop.seed("team/web", "1");
            Store earlier = shop.opened(InstantSource.fixed(Instant.now().minus(Duration.ofDays(3))));
            for (int i = 0; i < 10; i++) {
                earlier.tasks()
                        .add(TaskEntry.of(
                                Workshop.spec("task " + i, "schedule: {cron: '30 2 * * *', timeZone: UTC}\n")));
            }
            for (String name : List.of("one", "two", "three")) {
                shop.node(shop.opened(InstantSource.system()), name);
            }

            Workshop.await(() -> all(shop.store).stream()
                            .filter(execution -> execution.state() == State.SUCCEEDED)
                            .count()
                    == 10);
            assertThat(shop.store.tasks().due()).isEmpty();
            assertThat(all(shop.store)).hasSize(10);
            assertThat(shop.store.nodes().list(Duration.ofMinutes(1)))
                    .extracting(Node::name)
                    .containsExactly("one", "three", "two");
        }
    }

    private static List<Execution> all(Store store) {
        return store.executions().list(Filter.ALL, new Slice(0, 100)).items();
    }

    private static long unitsOf(Store store, long execution, String node, Unit.State state) {
        return store.units().list(execution, List.of(state), new Slice(0, 100)).items().stream()
                .filter(unit -> unit.node().equals(Optional.of(node)))
                .count();
    }
}
