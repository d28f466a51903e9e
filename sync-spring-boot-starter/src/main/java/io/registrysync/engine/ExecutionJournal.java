package io.registrysync.engine;

import io.registrysync.store.LogLine;
import io.registrysync.store.LogLine.Level;
import io.registrysync.store.Tally;
import io.registrysync.store.Unit;
import io.registrysync.sync.SyncRun;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    private final InstantSource clock;
    private final Locale language;
    private final Object writing = new Object();
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final Map<Long, Running> running = new LinkedHashMap<>();
    private final SentBytes sent = new SentBytes();
    private Tally done = Tally.NONE;
    private long written;
    private long dropped;
    private boolean cut;
    private boolean changed = true;

    ExecutionJournal(InstantSource clock, Locale language) {
        this.clock = clock;
        this.language = language;
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
                .map(each -> ActiveUnit.of(
                        each.unit().id(), each.unit().source(), each.run().progress()))
                .toList();
        changed = !active.isEmpty();
        return new NodeReport(done, active);
    }

    /** Takes the bytes that were sent since they were taken before, by when. */
    synchronized Map<Instant, Long> takeSent() {
        long active = running.values().stream()
                .mapToLong(each -> each.run().progress().bytes().sent())
                .sum();
        sent.see(clock.instant(), done.bytes().sent() + active);
        return sent.take();
    }

    /** Takes bytes back that could not be written. */
    synchronized void giveBackSent(Map<Instant, Long> untold) {
        sent.giveBack(untold);
    }

    /** Whether there is something new to report. */
    synchronized boolean hasChanged() {
        return changed;
    }

    // ---- lines ----------------------------------------------------------------------------------------------------

    /** What the log says of something, in its language. */
    String words(Phrase phrase, Object... gaps) {
        return phrase.in(language, gaps);
    }

    /** A sentence of ours, in the language of the log where that is known. */
    String said(String sentence) {
        return Sentences.in(language, sentence);
    }

    /** Says something. */
    synchronized void say(Level level, String text) {
        boolean matters = level.compareTo(Level.WARN) >= 0;
        if (written >= MOST_LINES && !matters) {
            if (!cut) {
                cut = true;
                lines.add(line(Level.WARN, words(Phrase.LONG)));
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
            taken.add(line(Level.WARN, words(Phrase.LOST, dropped)));
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
}
