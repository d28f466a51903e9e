package io.registrysync.cli;

import java.time.Duration;
import java.util.List;

/** Sizes, speeds and times as people read them. */
final class Amounts {
    private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final List<String> DECIMAL = List.of("B/s", "kB/s", "MB/s", "GB/s");

    private Amounts() {}

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
