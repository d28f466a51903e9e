package io.registrysync.cli;

import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.SyncProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** A copy on a terminal: blobs on their way are drawn at the bottom, what is over scrolls by above. */
final class LiveView implements CopyView {
    /** How often the window is measured: it takes a process to do so. */
    private static final Duration MEASURED = Duration.ofSeconds(1);

    private final Screen screen;
    private final Shell shell;
    private final Style style;
    private final TextView text;
    private final Rates rates = new Rates();

    private final StringBuilder scrolled = new StringBuilder();
    private WindowSize window = new WindowSize(80, 24);
    private Duration measureAt = Duration.ZERO;
    private boolean over;

    LiveView(Screen screen, Shell shell, Style style, TextView text) {
        this.screen = screen;
        this.shell = shell;
        this.style = style;
        this.text = text;
    }

    /** Draws when progress is reported, which is a few times per second; what comes in between waits for that. */
    @Override
    public synchronized void on(SyncEvent event) {
        if (over) {
            return;
        }
        if (event instanceof SyncEvent.Progressed progressed) {
            draw(progressed.progress());
        } else {
            text.outcome(event).ifPresent(line -> scrolled.append(line).append('\n'));
        }
    }

    @Override
    public void planned(SyncPlan plan) {
        text.planned(plan);
    }

    @Override
    public synchronized void ended(CopyOutcome outcome) {
        over = true;
        show(List.of());
        text.ended(outcome);
    }

    private void draw(SyncProgress progress) {
        rates.observe(progress);
        if (progress.elapsed().compareTo(measureAt) >= 0) {
            window = WindowSize.current(shell.environment());
            measureAt = progress.elapsed().plus(MEASURED);
        }
        show(ProgressView.lines(progress, rates, window, style));
    }

    private void show(List<String> lines) {
        // Without a flush, so that old text and new lines reach the terminal together.
        byte[] bytes = scrolled.toString().getBytes(screen.charset());
        scrolled.setLength(0);
        screen.write(bytes, 0, bytes.length);
        try {
            screen.live(lines, window.columns());
        } catch (IOException gone) {
            throw new UncheckedIOException("the terminal is gone", gone);
        }
    }
}
