package io.registrysync.spec;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a crontab line.
 *
 * @param label how it is called in messages
 * @param names that stand for {@code least} and what follows it
 */
record CronField(String label, int least, int most, List<String> names) {
    static final CronField MINUTE = new CronField("minute", 0, 59, List.of());
    static final CronField HOUR = new CronField("hour", 0, 23, List.of());
    static final CronField DAY_OF_MONTH = new CronField("day of the month", 1, 31, List.of());
    static final CronField MONTH = new CronField(
            "month",
            1,
            12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
    static final CronField DAY_OF_WEEK =
            new CronField("day of the week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    /** The values that the text stands for. */
    BitSet parse(String text) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            add(part, values);
        }
        return values;
    }

    private void add(String part, BitSet values) {
        int slash = part.indexOf('/');
        String range = slash < 0 ? part : part.substring(0, slash);
        int dash = range.indexOf('-');
        boolean single = dash < 0 && !range.equals("*");
        if (slash >= 0 && single) {
            throw wrong(Words.quote(part) + " has a step without a range; write " + range + "-" + most
                    + part.substring(slash));
        }
        int from = range.equals("*") ? least : value(dash < 0 ? range : range.substring(0, dash), part);
        int to = range.equals("*") ? last() : dash < 0 ? from : end(range.substring(dash + 1), part);
        if (to < from) {
            throw wrong(Words.quote(part) + " runs backwards");
        }
        int step = slash < 0 ? 1 : step(part.substring(slash + 1), part);
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    /** The last value of a star: Sunday is not to be met twice, or every second day would mean every day. */
    private int last() {
        return most == 7 ? 6 : most;
    }

    /** A Sunday that ends a range is the one behind Saturday. */
    private int end(String text, String part) {
        int value = value(text, part);
        return most == 7 && value == 0 ? 7 : value;
    }

    private int value(String text, String part) {
        int name = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (name >= 0) {
            return name + least;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw wrong(Words.quote(part) + " is not understood; " + least + " to " + most
                    + (names.isEmpty() ? "" : " or " + String.join(", ", names)) + " can stand here");
        }
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            throw wrong(Words.quote(part) + " is not within " + least + " to " + most);
        }
        return value;
    }

    private int step(String text, String part) {
        int step = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (step < 1 || step > most) {
            // "every 90 minutes" would silently be every hour.
            throw wrong(Words.quote(part) + " has a step that is not within 1 to " + most);
        }
        return step;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(label + ": " + what);
    }
}
