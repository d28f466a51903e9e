package io.registrysync.cli;

import io.registrysync.spec.Schedule;
import io.registrysync.spec.SyncFileException;
import io.registrysync.spec.SyncSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Runs syncs when their schedules say so, one at a time: one that becomes due while another runs is run right after it,
 * once. Used by one thread.
 */
final class Watch {
    /** How long an edit of the file may go unnoticed. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Pause pause;
    private final WatchedFile file;
    private final Runner runner;
    private final Consumer<String> say;

    /** When each is due, in the order of the file. */
    private Map<SyncSpec, Instant> due = Map.of();

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        /**
         * Waits for so long.
         *
         * @throws CancellationException where the wait is called off
         */
        void await(Duration time);
    }

    /** Runs a sync to its end. */
    @FunctionalInterface
    interface Runner {
        /**
         * Runs it. What fails in it is told, not thrown.
         *
         * @throws CancellationException where it was stopped
         */
        void run(SyncSpec sync) throws IOException;
    }

    Watch(InstantSource clock, Pause pause, WatchedFile file, Runner runner, Consumer<String> say) {
        this.clock = clock;
        this.pause = pause;
        this.file = file;
        this.runner = runner;
        this.say = say;
    }

    /**
     * Runs them until it is stopped.
     *
     * @throws UsageException where no sync has a schedule
     */
    void run() throws IOException {
        plan();
        if (due.isEmpty()) {
            throw new UsageException(
                    "no sync of " + file.loaded().name() + " has a schedule",
                    "Add one, such as schedule: 0 2 * * *, or leave out --watch to run the syncs now.");
        }
        try {
            while (true) {
                next();
            }
        } catch (CancellationException stopped) {
            // That is how it ends.
        }
    }

    private void next() throws IOException {
        Instant now = clock.instant();
        Optional<SyncSpec> first =
                due.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        Duration wait = first.map(sync -> Duration.between(now, due.getOrDefault(sync, now)))
                .orElse(LOOK);
        if (first.isPresent() && (wait.isNegative() || wait.isZero())) {
            run(first.get(), now);
        } else {
            pause.await(wait.compareTo(LOOK) < 0 ? wait : LOOK);
            reread();
        }
    }

    private void run(SyncSpec sync, Instant now) {
        try {
            runner.run(sync);
        } catch (CancellationException stopped) {
            throw stopped;
        } catch (IOException | RuntimeException broken) {
            // Nobody is there to start again what ends at night.
            say.accept("error: sync '" + Foreign.text(sync.name()) + "': " + broken);
        }
        Schedule schedule = sync.schedule().orElseThrow();
        Instant ended = clock.instant();
        Instant next = schedule.next(now);
        if (!next.isAfter(ended)) {
            say.accept("warning: sync '" + Foreign.text(sync.name()) + "' ran for "
                    + Amounts.time(Duration.between(now, ended)) + ", longer than until its next time; "
                    + "what it missed is left out");
            next = schedule.next(ended);
        }
        due.put(sync, next);
        announce(sync);
    }

    // ---- the file -------------------------------------------------------------------------------------------------

    private void reread() throws IOException {
        try {
            if (file.reread()) {
                say.accept(file.loaded().name() + " has changed");
                plan();
            }
        } catch (SyncFileException | UsageException wrong) {
            say.accept(wrong.getMessage() + System.lineSeparator() + "warning: "
                    + file.loaded().name() + " has changed, but cannot be used; what it said before goes on");
        }
    }

    /** Finds out when each is due. One whose schedule is as before stays due when it was. */
    private void plan() {
        Map<String, Instant> before = new LinkedHashMap<>();
        due.forEach((sync, time) -> before.put(key(sync), time));
        due = new LinkedHashMap<>();
        Instant now = clock.instant();
        for (SyncSpec sync : file.syncs()) {
            if (sync.schedule().isPresent()) {
                Instant next = sync.schedule().get().next(now);
                due.put(sync, before.getOrDefault(key(sync), next));
                announce(sync);
            } else {
                say.accept("by hand    " + Foreign.text(sync.name()) + ": it has no schedule");
            }
        }
    }

    private static String key(SyncSpec sync) {
        return sync.name() + "\n" + sync.schedule();
    }

    /** In the time zone of the schedule, which is what people compare it with. */
    private void announce(SyncSpec sync) {
        ZoneId zone = ZoneId.of(sync.schedule().orElseThrow().timeZone());
        String time = due.getOrDefault(sync, Instant.EPOCH)
                .atZone(zone)
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        say.accept("next       " + Foreign.text(sync.name()) + ": " + time + " " + zone);
    }
}
