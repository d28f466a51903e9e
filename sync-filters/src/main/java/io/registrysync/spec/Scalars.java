package io.registrysync.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The single values of the file: how they are read and, the other way round, written. */
final class Scalars {
    private static final Pattern TIME = Pattern.compile("(?:[0-9]{1,7}(?:ms|s|m|h|d|w|y))+");
    private static final Pattern TIME_PART = Pattern.compile("([0-9]+)([a-z]+)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([A-Za-z]*)(?:/s)?");
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
    private static final Map<String, Duration> TIME_UNITS = timeUnits();

    private Scalars() {}

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(Words.quote(text) + " is not true or false");
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    static int count(String text, int least, int most) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " is not a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** A number above 0. */
    static double rate(String text) {
        double rate = text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") ? Double.parseDouble(text) : 0;
        if (rate <= 0) {
            throw new IllegalArgumentException(Words.quote(text) + " is not a number above 0");
        }
        return rate;
    }

    /** A span such as {@code 3d}, {@code 1h30m} or {@code 1y}, which is 365 days. */
    static Duration time(String text) {
        if (!TIME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " is not a span of time; write 30s, 12h, 3d, 2w or 1y");
        }
        Duration time = Duration.ZERO;
        for (Matcher part = TIME_PART.matcher(text); part.find(); ) {
            Duration unit = switch (part.group(2)) {
                case "w" -> Duration.ofDays(7);
                case "y" -> Duration.ofDays(365);
                default -> TIME_UNITS.getOrDefault(part.group(2), Duration.ZERO);
            };
            time = time.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
        }
        return time;
    }

    /** What {@link #time} reads; less than a millisecond is dropped. */
    static String time(Duration time) {
        StringBuilder text = new StringBuilder();
        Duration rest = time;
        for (Map.Entry<String, Duration> unit : TIME_UNITS.entrySet()) {
            long count = rest.dividedBy(unit.getValue());
            rest = rest.minus(unit.getValue().multipliedBy(count));
            text.append(count > 0 ? count + unit.getKey() : "");
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    /** Bytes per second, such as {@code 50MiB} or {@code 50 MiB/s}. */
    static long bandwidth(String text) {
        Matcher matcher = SIZE.matcher(text);
        Long unit = matcher.matches() ? SIZE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " is not a bandwidth; write 50MiB, 500KB or 1GiB, which is per second");
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .longValue();
    }

    /** What {@link #bandwidth} reads. */
    static String bandwidth(long bytes) {
        for (String unit : List.of("GiB", "MiB", "KiB")) {
            long size = SIZE_UNITS.getOrDefault(unit.toLowerCase(Locale.ROOT), 1L);
            if (bytes >= size && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return Long.toString(bytes);
    }

    /** The constant that is written in lower case. */
    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Scalars::word).toList();
        if (!words.contains(text)) {
            throw new IllegalArgumentException(Words.quote(text) + " is none of " + String.join(", ", words)
                    + Words.nearest(text, words)
                            .map(meant -> "; did you mean \"" + meant + "\"?")
                            .orElse(""));
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Duration> timeUnits() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        return units;
    }
}
