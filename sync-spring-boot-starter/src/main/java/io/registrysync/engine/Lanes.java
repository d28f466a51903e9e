package io.registrysync.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.registrysync.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The lanes of executions on db-scheduler: its rows say who works on a lane, its heartbeats that he lives, and it gives the
 * lane to another node when he does not.
 */
final class Lanes implements AutoCloseable {
    /** How long a lane waits that finds nothing to do now. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What becomes of a lane after its turn. */
    enum Next {
        /** There is more to do. */
        AGAIN,
        /** There may be more to do later. */
        LATER,
        /** It is not needed any more. */
        OVER
    }

    /** Works on a lane for a while. */
    @FunctionalInterface
    interface Work {
        Next work(long execution, String lane);
    }

    private final Store store;
    private final InstantSource clock;
    private final LaneRows rows;
    private final Scheduler scheduler;

    Lanes(Store store, String node, EngineSettings settings, InstantSource clock, Work work) {
        this.store = store;
        this.clock = clock;
        this.rows = new LaneRows(clock);
        CustomTask<Void> task = Tasks.custom(LaneRows.TASK, Void.class)
                .onFailureReschedule(FixedDelay.of(Duration.ofSeconds(5)))
                .onDeadExecutionRevive()
                .execute((instance, context) ->
                        after(work.work(LaneRows.executionOf(instance.getId()), instance.getId())));
        SchedulerBuilder builder = Scheduler.create(store.dataSource(), task)
                .schedulerName(new SchedulerName.Fixed(node))
                .tableName(LaneRows.TABLE)
                .threads(settings.units())
                .pollingInterval(settings.polling())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(settings.missedHeartbeats())
                .shutdownMaxWait(settings.shutdown())
                .enablePriority()
                .enableImmediateExecution();
        // More rows than threads would wait without a heartbeat.
        this.scheduler = (store.isShared() ? builder.pollUsingLockAndFetch(0.5, 1.0) : builder).build();
    }

    /** Begins to work. Alone with its database, what a process left that died is taken up at once. */
    void start() {
        if (!store.isShared()) {
            reviveAll();
        }
        scheduler.start();
    }

    private void reviveAll() {
        try (Connection connection = store.dataSource().getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE " + LaneRows.TABLE
                        + " SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1"
                        + " WHERE picked = TRUE")) {
            update.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException("the lanes of the process before cannot be taken up", failed);
        }
    }

    /** Adds the lanes of an execution, within a transaction. They are looked for when it is over. */
    void open(Connection connection, long execution, int parallelism, int priority) {
        rows.open(connection, execution, parallelism, priority);
    }

    /** Looks for lanes now. */
    void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Whether it looks for lanes. */
    boolean isWorking() {
        return scheduler.getSchedulerState().isStarted()
                && !scheduler.getSchedulerState().isShuttingDown();
    }

    private CompletionHandler<Void> after(Next next) {
        return (complete, operations) -> {
            Instant now = clock.instant();
            switch (next) {
                case OVER -> operations.remove();
                case AGAIN -> operations.reschedule(complete, now);
                case LATER -> operations.reschedule(complete, now.plus(PAUSE));
            }
        };
    }

    /** Waits until the lanes of this node have been given back. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
