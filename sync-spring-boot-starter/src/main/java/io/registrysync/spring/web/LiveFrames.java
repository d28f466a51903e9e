package io.registrysync.spring.web;

import io.registrysync.engine.ActiveUnit;
import io.registrysync.engine.LiveUpdate;
import io.registrysync.store.Execution;
import io.registrysync.store.LogStore;
import io.registrysync.store.Tally;
import io.registrysync.store.Unit;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The events of an update. The feed gives the same update to one watcher after the other, so that it is written as JSON
 * once. Used on the feed's thread only.
 */
final class LiveFrames {
    private List<byte[]> log = List.of();
    private byte[] progress = {};
    private byte[] end = {};
    private WeakReference<LiveUpdate> used = new WeakReference<>(null);

    /** How an execution is. */
    record Progress(
            Execution.State state,
            Execution.Reason reason,
            int percent,
            Tally tally,
            Map<Unit.State, Long> units,
            List<ActiveUnit> active) {}

    /** New lines of its log. */
    record LogLines(List<ExecutionLogController.Line> lines) {}

    /** Whose events are wanted next. */
    // The very same object is meant: comparing all lines of two would cost more than it saves.
    @SuppressWarnings("ReferenceEquality")
    void use(LiveUpdate update) {
        if (used.get() == update) {
            return;
        }
        used = new WeakReference<>(update);
        String id = String.valueOf(update.chunk());
        String shown = json(new Progress(
                update.state(), update.reason(), update.percent(), update.tally(), update.units(), update.active()));
        progress = EventStream.frame("progress", "", shown);
        end = EventStream.frame("end", id, shown);
        log = update.lines().stream()
                .collect(Collectors.groupingBy(LogStore.Numbered::chunk, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(each -> frame(each.getKey(), each.getValue()))
                .toList();
    }

    private static byte[] frame(long chunk, List<LogStore.Numbered> lines) {
        LogLines lineViews =
                new LogLines(lines.stream().map(ExecutionLogController.Line::of).toList());
        return EventStream.frame("log", String.valueOf(chunk), json(lineViews));
    }

    /** One for each chunk, so that a slow client that is cut has got on. */
    List<byte[]> log() {
        return log;
    }

    byte[] progress() {
        return progress;
    }

    byte[] end() {
        return end;
    }

    /** One line: JSON has no line breaks outside of strings unless asked for, and none within. */
    static String json(Object value) {
        return WireFormat.MAPPER.writeValueAsString(value);
    }
}
