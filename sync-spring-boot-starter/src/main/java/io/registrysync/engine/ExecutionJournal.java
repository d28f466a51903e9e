package io.registrysync.engine;

import io.registrysync.registry.Notice;
import io.registrysync.store.LogLine;
import io.registrysync.store.LogLine.Level;
import io.registrysync.store.Tally;
import io.registrysync.store.Unit;
import io.registrysync.sync.ImageResult;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncListener;
import io.registrysync.sync.SyncProgress;
import io.registrysync.sync.SyncRun;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What this node does for one execution: the units that run here, what they say, and the sums of those that are over.
 * Safe for use by several threads. What is written waits here until it is taken, within limits: a database that is away
 * must not fill the memory.
 */
final class ExecutionJournal {
    private static final int MOST_WAITING = 20_000;
    /** So many lines of one execution a node writes; after that only what went wrong. */
    private static final long MOST_LINES = 500_000;

    private static final int MOST_BLOBS = 20;

    private final InstantSource clock;
    private final Object writing = new Object();
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final Map<Long, Running> running = new LinkedHashMap<>();
    private Tally done = Tally.NONE;
    private long written;
    private long dropped;
    private boolean cut;
    private boolean changed = true;

    ExecutionJournal(InstantSource clock) {
        this.clock = clock;
    }

    private record Running(Unit unit, SyncRun run) {}

    /** Held by whoever writes lines to the store. */
    Object writing() {
        return writing;
    }

    // ---- units ----------------------------------------------------------------------------------------------------

    synchronized void began(Unit unit, SyncRun run) {
        running.put(unit.id(), new Running(unit, run));
        changed = true;
    }

    /** The unit is over here; {@code counted} are the sums that count for it, none if it was given back. */
    synchronized void ended(Unit unit, Tally counted) {
        running.remove(unit.id());
        done = done.plus(counted);
        changed = true;
    }

    synchronized boolean isIdle() {
        return running.isEmpty();
    }

    /** Cuts what runs. Returns at once. */
    synchronized void cancel() {
        running.values().forEach(each -> each.run().cancel());
    }

    /** How far this node is; the report changes as long as something runs. */
    synchronized NodeReport report() {
        List<ActiveUnit> active = running.values().stream()
                .map(each -> active(each.unit(), each.run().progress()))
                .toList();
        changed = !active.isEmpty();
        return new NodeReport(done, active);
    }

    /** Whether there is something new to report. */
    synchronized boolean hasChanged() {
        return changed;
    }

    private static ActiveUnit active(Unit unit, SyncProgress progress) {
        List<ActiveUnit.Blob> blobs = progress.active().stream()
                .limit(MOST_BLOBS)
                .map(blob -> new ActiveUnit.Blob(blob.digest().toString(), blob.repository(), blob.size(), blob.sent()))
                .toList();
        return new ActiveUnit(unit.id(), unit.source(), Tally.of(progress), blobs);
    }

    // ---- lines ----------------------------------------------------------------------------------------------------

    /** Says something. */
    synchronized void say(Level level, String text) {
        boolean matters = level.compareTo(Level.WARN) >= 0;
        if (written >= MOST_LINES && !matters) {
            if (!cut) {
                cut = true;
                lines.add(line(Level.WARN, "the log is long; from here on it has warnings and errors only"));
            }
            return;
        }
        if (lines.size() >= MOST_WAITING) {
            dropped++;
            return;
        }
        written++;
        lines.add(line(level, text));
    }

    private LogLine line(Level level, String text) {
        return new LogLine(clock.instant(), level, text);
    }

    /** Takes the lines that wait. */
    synchronized List<LogLine> take() {
        List<LogLine> taken = new ArrayList<>(lines);
        lines.clear();
        if (dropped > 0) {
            taken.add(line(Level.WARN, dropped + " lines were lost while the database was away"));
            dropped = 0;
        }
        return taken;
    }

    /** Takes lines back that could not be written. */
    synchronized void giveBack(List<LogLine> untold) {
        long room = Math.max(0, MOST_WAITING - lines.size());
        dropped += Math.max(0, untold.size() - room);
        List<LogLine> both =
                Stream.concat(untold.stream().limit(room), lines.stream()).toList();
        lines.clear();
        lines.addAll(both);
    }

    // ---- what happens in a unit -----------------------------------------------------------------------------------

    /** Writes what happens in a unit. */
    SyncListener listener() {
        return this::on;
    }

    private void on(SyncEvent event) {
        if (event instanceof SyncEvent.RepositoryStarted started) {
            say(
                    Level.INFO,
                    started.repository().source() + " -> "
                            + String.join(", ", started.repository().targets()));
        } else if (event instanceof SyncEvent.ImageStarted started) {
            say(Level.DEBUG, "copying " + started.image().source() + " (" + started.digest() + ")");
        } else if (event instanceof SyncEvent.BlobDone blob) {
            say(
                    Level.DEBUG,
                    blob.outcome().name().toLowerCase(java.util.Locale.ROOT) + " "
                            + blob.blob().digest() + " (" + blob.blob().size() + " bytes) in " + blob.repository());
        } else if (event instanceof SyncEvent.ImageDone done) {
            image(done.result());
        } else if (event instanceof SyncEvent.TagDeleted deleted) {
            deleted.deletion()
                    .failure()
                    .ifPresentOrElse(
                            failure -> say(
                                    Level.ERROR,
                                    "not deleted " + deleted.deletion().target() + ": " + failure),
                            () -> say(
                                    Level.INFO, "deleted " + deleted.deletion().target()));
        } else if (event instanceof SyncEvent.Noticed noticed) {
            Notice notice = noticed.notice();
            say(Level.WARN, notice.host() + ": " + notice.text());
        }
    }

    private void image(ImageResult result) {
        String way = result.image().source() + " -> " + result.image().target();
        switch (result.status()) {
            case COPIED -> say(Level.INFO, "copied " + way);
            case UNCHANGED -> say(Level.DEBUG, "unchanged " + way);
            case SKIPPED -> say(Level.INFO, "skipped " + way + ": " + result.reason());
            case CANCELLED -> say(Level.INFO, "stopped " + way);
            case FAILED ->
                result.failure().ifPresent(failure -> {
                    say(Level.ERROR, "failed " + way + ": " + failure);
                    if (!failure.cause().hint().isEmpty()) {
                        say(Level.ERROR, "hint: " + failure.cause().hint());
                    }
                });
        }
    }
}
