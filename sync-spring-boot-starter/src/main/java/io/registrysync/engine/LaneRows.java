package io.registrysync.engine;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The rows of lanes: what a lane is called, and how an execution gets its own. */
final class LaneRows {
    /** What db-scheduler calls that which lanes have in common. */
    static final String TASK = "lane";

    static final String TABLE = "sync_lane";

    private final InstantSource clock;

    LaneRows(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds the lanes of an execution, within a transaction. */
    void open(Connection connection, long execution, int parallelism, int priority) {
        SchedulerClient client = SchedulerClient.Builder.create(new TransactionSource(connection))
                .tableName(TABLE)
                .enablePriority()
                .build();
        List<SchedulableInstance<?>> lanes = new ArrayList<>();
        for (int number = 1; number <= parallelism; number++) {
            lanes.add(new TaskInstance.Builder<Void>(TASK, execution + "-" + number)
                    .priority(priority)
                    .scheduledTo(clock.instant()));
        }
        client.scheduleBatch(lanes);
    }

    /** The first lane of an execution finds out what there is to do. */
    static boolean isFirst(String lane) {
        return lane.endsWith("-1");
    }

    static long executionOf(String lane) {
        return Long.parseLong(lane.substring(0, lane.indexOf('-')));
    }
}
