package io.registrysync.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes, speeds and times as people write and read them. */
final class Amounts {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([a-zA-Z]*)(?:/s)?");
    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1000L,
            "mb", 1000_000L,
            "gb", 1000_000_000L,
            "kib", 1024L,
            "mib", 1024L * 1024,
            "gib", 1024L * 1024 * 1024);
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?(ms|s|m|h|d|w)");
    private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final List<String> DECIMAL = List.of("B/s", "kB/s", "MB/s", "GB/s");

    private Amounts() {}

    /**
     * Parses a number of bytes such as {@code 50MiB}, {@code 1.5 GB} or {@code 4096}.
     *
     * @throws IllegalArgumentException where it is none, or a unit leaves open whether 1000 or 1024 is meant
     */
    static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        Long unit = matcher.matches() ? SIZE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not a size; write 50MiB, 500KB or 1GiB");
        }
        return (long) (Double.parseDouble(matcher.group(1)) * unit);
    }

    /**
     * Parses a time such as {@code 500ms}, {@code 30s}, {@code 2m}, {@code 12h}, {@code 3d} or {@code 2w}.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Duration duration(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time; write 500ms, 30s, 2m, 12h, 3d or 2w");
        }
        double millis = Double.parseDouble(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "ms" -> 1L;
                    case "s" -> 1000L;
                    case "m" -> 60_000L;
                    case "h" -> 3_600_000L;
                    case "d" -> 86_400_000L;
                    default -> 604_800_000L;
                };
        return Duration.ofMillis(Math.round(millis));
    }

    /** For example {@code 812 B}, {@code 48.2 MiB}, {@code 120 MiB}. */
    static String size(long bytes) {
        int unit = unit((double) bytes, 1024);
        return number((double) bytes, 1024, unit) + " " + BINARY.get(unit);
    }

    /** Part and whole in the unit of the whole, for example {@code 48.2/120 MiB}. */
    static String portion(long part, long whole) {
        int unit = unit((double) whole, 1024);
        return number((double) part, 1024, unit) + "/" + number((double) whole, 1024, unit) + " " + BINARY.get(unit);
    }

    /** For example {@code 12.3 MB/s}. */
    static String rate(double bytesPerSecond) {
        int unit = Math.min(unit(bytesPerSecond, 1000), DECIMAL.size() - 1);
        return number(bytesPerSecond, 1000, unit) + " " + DECIMAL.get(unit);
    }

    /** For example {@code 3.2 s}, {@code 5:07} or {@code 1:02:09}. */
    static String time(Duration time) {
        if (time.toSeconds() < 60) {
            return oneDecimal(time.toMillis() / 1000.0) + " s";
        }
        return clock(time);
    }

    /** For example {@code 0.8 ms}. */
    static String millis(Duration time) {
        return oneDecimal(time.toNanos() / 1e6) + " ms";
    }

    /** For example {@code 0:07} or {@code 1:02:09}. */
    static String clock(Duration time) {
        String seconds = twoDigits(time.toSecondsPart());
        return time.toHours() > 0
                ? time.toHours() + ":" + twoDigits(time.toMinutesPart()) + ":" + seconds
                : time.toMinutes() + ":" + seconds;
    }

    private static int unit(double amount, int base) {
        int unit = 0;
        // What would be rounded to 1000 is written in the next unit already, so that a number never has four digits.
        for (double rest = amount; rest >= 999.5 && unit < BINARY.size() - 1; rest /= base) {
            unit++;
        }
        return unit;
    }

    private static String number(double amount, int base, int unit) {
        double scaled = amount / Math.pow(base, unit);
        return unit == 0 || scaled >= 99.95 ? String.valueOf(Math.round(scaled)) : oneDecimal(scaled);
    }

    private static String oneDecimal(double number) {
        long tenths = Math.round(number * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    private static String twoDigits(int number) {
        return (number < 10 ? "0" : "") + number;
    }
}
