package io.registrysync.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;

/**
 * A terminal with two parts: text that scrolls by, and below it lines that are drawn again and again.
 *
 * <p>Whatever is written to this stream scrolls by above the live lines, whoever writes it. Each change reaches the
 * terminal in one write, and only cursor movements and clearing to the end are used, so that nothing flickers. Safe for
 * use by several threads.
 */
final class Screen extends OutputStream {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";
    private static final String CLEAR_LINE_END = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final OutputStream terminal;
    private final Charset charset;
    private final ByteArrayOutputStream scrolling = new ByteArrayOutputStream();
    private List<String> live = List.of();
    private List<String> drawn = List.of();
    private int columns = Integer.MAX_VALUE;

    Screen(OutputStream terminal, Charset charset) {
        this.terminal = terminal;
        this.charset = charset;
    }

    /** The character set of what is written. */
    Charset charset() {
        return charset;
    }

    /**
     * Draws these lines in place of the live lines before; none gives the terminal back.
     *
     * @param lines fit the window, each in one row
     */
    synchronized void live(List<String> lines, int windowColumns) throws IOException {
        live = List.copyOf(lines);
        columns = windowColumns;
        paint();
    }

    @Override
    public synchronized void write(int b) {
        scrolling.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        scrolling.write(bytes, offset, length);
    }

    /** While there are live lines, text waits for the end of its line. */
    @Override
    public synchronized void flush() throws IOException {
        if (scrolling.size() > 0 && (drawn.isEmpty() || endsLine())) {
            paint();
        }
    }

    private boolean endsLine() {
        byte[] text = scrolling.toByteArray();
        return text[text.length - 1] == '\n';
    }

    private void paint() throws IOException {
        StringBuilder frame = new StringBuilder();
        if (!drawn.isEmpty()) {
            frame.append("\r\u001b[").append(rowsDrawn()).append('A');
        }
        String text = scrolling.toString(charset);
        scrolling.reset();
        frame.append(drawn.isEmpty() ? text : text.replace("\n", CLEAR_LINE_END + "\n"));
        if (!live.isEmpty()) {
            frame.append(drawn.isEmpty() ? HIDE_CURSOR : "").append(WRAP_OFF);
            live.forEach(line -> frame.append(line).append(rest(line)).append('\n'));
            frame.append(WRAP_ON);
        }
        if (!drawn.isEmpty()) {
            frame.append(CLEAR_BELOW);
            frame.append(live.isEmpty() ? SHOW_CURSOR : "");
        }
        drawn = live;
        terminal.write(frame.toString().getBytes(charset));
        terminal.flush();
    }

    /** Behind a line that fills its row the cursor stands on the last character, which would be cleared. */
    private String rest(String line) {
        return visibleLength(line) < columns ? CLEAR_LINE_END : "";
    }

    /** How many rows the drawn lines take by now: a window that became narrower has broken them. */
    private int rowsDrawn() {
        return drawn.stream()
                .mapToInt(line -> 1 + Math.max(0, visibleLength(line) - 1) / columns)
                .sum();
    }

    private static int visibleLength(String line) {
        return line.replaceAll("\u001b\\[[0-9;]*m", "").length();
    }
}
