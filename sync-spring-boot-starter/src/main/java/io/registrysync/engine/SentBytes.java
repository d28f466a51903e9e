package io.registrysync.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Divides what a node has sent for an execution by the time, until it is written. For one thread at a time. */
final class SentBytes {
    /** As fine as the store has it: what waits for a database that is away does not grow faster. */
    private static final long INTERVAL = 2_000;

    private final Map<Instant, Long> unwritten = new TreeMap<>();
    private long seen;

    /** {@code sent} is all until now. It becomes less where a piece of work was given back, and is done again elsewhere. */
    void see(Instant now, long sent) {
        if (sent > seen) {
            long at = now.toEpochMilli();
            unwritten.merge(Instant.ofEpochMilli(at - at % INTERVAL), sent - seen, Long::sum);
        }
        seen = sent;
    }

    /** Takes what was not written yet. */
    Map<Instant, Long> take() {
        Map<Instant, Long> taken = new TreeMap<>(unwritten);
        unwritten.clear();
        return taken;
    }

    /** Takes back what could not be written. */
    void giveBack(Map<Instant, Long> taken) {
        taken.forEach((at, bytes) -> unwritten.merge(at, bytes, Long::sum));
    }
}
