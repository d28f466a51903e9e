package io.registrysync.engine;

import io.registrysync.store.Execution;
import io.registrysync.store.LogStore;
import io.registrysync.store.Tally;
import io.registrysync.store.Unit;
import java.util.List;
import java.util.Map;

/**
 * How an execution is now.
 *
 * @param reason why it ended
 * @param tally  sums over all that is done and being done
 * @param units  how many are in which state
 * @param active what is being done, on all nodes
 * @param chunk  where the log goes on; to be given when watching is taken up again
 * @param lines  new lines of the log
 * @param last   whether the execution is over and all has been said
 */
public record LiveUpdate(
        long execution,
        Execution.State state,
        Execution.Reason reason,
        Tally tally,
        Map<Unit.State, Long> units,
        List<ActiveUnit> active,
        long chunk,
        List<LogStore.Numbered> lines,
        boolean last) {
    /** Of the images of a unit so many may be under way; only of those the bytes are known. */
    private static final long AHEAD = 4;

    /** Freezes what it holds. */
    public LiveUpdate {
        units = Map.copyOf(units);
        active = List.copyOf(active);
        lines = List.copyOf(lines);
    }

    /** This, as the last one. */
    LiveUpdate asLast() {
        return new LiveUpdate(execution, state, reason, tally, units, active, chunk, lines, true);
    }

    /** How much of it is done, 0 to 100; 100 only where all was done. An estimate while it runs. */
    public int percent() {
        if (state.isFinal()) {
            return percent(state, reason, tally);
        }
        long all = units.values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return 0;
        }
        long over = units.entrySet().stream()
                .filter(each -> each.getKey() != Unit.State.PENDING && each.getKey() != Unit.State.RUNNING)
                .mapToLong(Map.Entry::getValue)
                .sum();
        double running =
                active.stream().mapToDouble(unit -> share(unit.tally())).sum();
        return (int) Math.min(99, Math.floor((over + running) / all * 100));
    }

    /** How much was done of an execution that is over; of one that was stopped, how far it had come. */
    public static int percent(Execution.State state, Execution.Reason reason, Tally tally) {
        if (state == Execution.State.SUCCEEDED) {
            return 100;
        }
        var images = tally.images();
        long done = images.copied() + images.unchanged() + images.skipped();
        double part = reason == Execution.Reason.STOPPED
                ? share(tally)
                : images.total() == 0 ? 0 : (double) done / images.total();
        return (int) Math.min(99, Math.floor(part * 100));
    }

    private static double share(Tally tally) {
        var images = tally.images();
        if (images.total() == 0) {
            return 0;
        }
        double done = (double) images.done() / images.total();
        var bytes = tally.bytes();
        if (bytes.total() == 0) {
            return done;
        }
        // Bytes say more than images, but not of those that come later.
        double sent = (double) (bytes.sent() + bytes.present()) / bytes.total();
        double bound = (double) (images.done() + AHEAD) / images.total();
        return Math.max(done, Math.min(Math.min(sent, bound), 1));
    }
}
