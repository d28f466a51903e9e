package io.registrysync.engine;

import java.time.Duration;

/**
 * How a node works.
 *
 * @param units            how many units it works on at once
 * @param pulse            how often it looks for wishes to stop and for tasks whose time has come
 * @param polling          how often it looks for lanes
 * @param heartbeat        how often it says that its lanes are alive
 * @param missedHeartbeats after so many a lane is taken from it
 * @param slice            how long a lane works before others get their turn
 * @param shutdown         how long an orderly end waits for units that are being given back, and as long again for those
 *                         that had to be interrupted
 * @param patience         how long a unit waits for a database that is away, before it is left to be done again
 */
public record EngineSettings(
        int units,
        Duration pulse,
        Duration polling,
        Duration heartbeat,
        int missedHeartbeats,
        Duration slice,
        Duration shutdown,
        Duration patience) {
    /** What is usual. */
    public static final EngineSettings DEFAULT = new EngineSettings(
            8,
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            4,
            Duration.ofSeconds(10),
            Duration.ofSeconds(8),
            Duration.ofMinutes(10));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException where one makes no sense
     */
    public EngineSettings {
        if (units < 1 || missedHeartbeats < 4) {
            throw new IllegalArgumentException(
                    "a node works on 1 unit or more, and 4 heartbeats may be missed at least");
        }
    }

    /** The same with another number of units. */
    public EngineSettings withUnits(int atOnce) {
        return new EngineSettings(atOnce, pulse, polling, heartbeat, missedHeartbeats, slice, shutdown, patience);
    }

    /** The same with other heartbeats. */
    public EngineSettings withHeartbeat(Duration every, int missed) {
        return new EngineSettings(units, pulse, polling, every, missed, slice, shutdown, patience);
    }
}
