package io.registrysync.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much fits on the terminal.
 *
 * @param columns characters per line, 1 or more
 * @param rows    lines, 1 or more
 */
record WindowSize(int columns, int rows) {
    private static final WindowSize USUAL = new WindowSize(80, 24);
    private static final Pattern STTY = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})\\s*");

    /** Asks the terminal of this process, then {@code COLUMNS} and {@code LINES}. Takes a few milliseconds. */
    static WindowSize current(Map<String, String> environment) {
        return ofTerminal()
                .orElseGet(() -> new WindowSize(
                        number(environment.get("COLUMNS"), USUAL.columns),
                        number(environment.get("LINES"), USUAL.rows)));
    }

    private static Optional<WindowSize> ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                String text = new String(answer.readNBytes(32), StandardCharsets.US_ASCII);
                if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                    stty.destroyForcibly();
                }
                return parse(text);
            }
        } catch (IOException noTerminal) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Reads {@code rows columns}. A terminal that does not know says 0 0. */
    static Optional<WindowSize> parse(String stty) {
        Matcher matcher = STTY.matcher(stty);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int rows = Integer.parseInt(matcher.group(1));
        int columns = Integer.parseInt(matcher.group(2));
        return rows > 0 && columns > 0 ? Optional.of(new WindowSize(columns, rows)) : Optional.empty();
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : otherwise;
    }
}
