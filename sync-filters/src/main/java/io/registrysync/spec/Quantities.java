package io.registrysync.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes as people write them, in a file as on a command line. */
public final class Quantities {
    private static final String NUMBER = "[0-9]{1,12}(?:\\.[0-9]{1,6})?";
    private static final Pattern TIME = Pattern.compile("(?:" + NUMBER + " ?(?:ms|s|m|h|d|w|y))+");
    private static final Pattern TIME_PART = Pattern.compile("(" + NUMBER + ") ?([a-z]+)");
    private static final Pattern SIZE = Pattern.compile("(" + NUMBER + ") ?([A-Za-z]*)(?:/s)?");
    /** The longest that is meant by anybody: 1000 years. */
    private static final BigDecimal MOST_MILLIS =
            BigDecimal.valueOf(Duration.ofDays(365_000).toMillis());

    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1000L,
            "mb", 1000_000L,
            "gb", 1000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30);
    /** From the longest down. Weeks and years are read but not written: 8d says more than 1w1d. */
    private static final Map<String, Duration> WRITTEN_TIME_UNITS = writtenTimeUnits();

    private Quantities() {}

    /**
     * Reads a span of time such as {@code 500ms}, {@code 1h30m}, {@code 1.5d}, {@code 2w} or {@code 1y}, which is 365
     * days. Less than a millisecond is dropped.
     *
     * @throws IllegalArgumentException where the text is none, above all where it has no unit
     */
    public static Duration time(String text) {
        if (!TIME.matcher(text).matches()) {
            throw notATime(text);
        }
        BigDecimal millis = BigDecimal.ZERO;
        for (Matcher part = TIME_PART.matcher(text); part.find(); ) {
            Duration unit = switch (part.group(2)) {
                case "w" -> Duration.ofDays(7);
                case "y" -> Duration.ofDays(365);
                default -> WRITTEN_TIME_UNITS.getOrDefault(part.group(2), Duration.ZERO);
            };
            millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit.toMillis())));
        }
        if (millis.compareTo(MOST_MILLIS) > 0) {
            throw notATime(text);
        }
        return Duration.ofMillis(millis.longValue());
    }

    private static IllegalArgumentException notATime(String text) {
        return new IllegalArgumentException(
                Words.quote(text) + " is not a span of time; write 500ms, 30s, 12h, 3d, 2w or 1y");
    }

    /** Writes what {@link #time} reads; less than a millisecond is dropped. */
    static String text(Duration time) {
        StringBuilder text = new StringBuilder();
        Duration rest = time;
        for (Map.Entry<String, Duration> unit : WRITTEN_TIME_UNITS.entrySet()) {
            long count = rest.dividedBy(unit.getValue());
            rest = rest.minus(unit.getValue().multipliedBy(count));
            text.append(count > 0 ? count + unit.getKey() : "");
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    /**
     * Reads a number of bytes, or of bytes per second, such as {@code 50MiB}, {@code 1.5 GB}, {@code 50 MiB/s} or
     * {@code 4096}.
     *
     * @throws IllegalArgumentException where the text is none, or leaves open whether 1000 or 1024 is meant
     */
    public static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        Long unit = matcher.matches() ? SIZE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(Words.quote(text) + " is not a size; write 50MiB, 500KB or 1GiB");
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** Writes what {@link #bytes} reads. */
    static String text(long bytes) {
        for (String unit : List.of("GiB", "MiB", "KiB")) {
            long size = SIZE_UNITS.getOrDefault(unit.toLowerCase(Locale.ROOT), 1L);
            if (bytes >= size && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return Long.toString(bytes);
    }

    private static Map<String, Duration> writtenTimeUnits() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        return units;
    }
}
