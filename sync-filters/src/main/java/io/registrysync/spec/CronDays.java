package io.registrysync.spec;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The last three fields of a crontab line.
 *
 * @param fromEnd which days before the last one of a month are meant; bit 0 is the last one itself
 * @param either  whether one of the two fields for days suffices
 */
record CronDays(BitSet daysOfMonth, BitSet fromEnd, BitSet months, BitSet daysOfWeek, boolean either) {
    static CronDays parse(String dayOfMonth, String month, String dayOfWeek) {
        BitSet fromEnd = new BitSet();
        List<String> numbers = new ArrayList<>();
        for (String part : dayOfMonth.split(",", -1)) {
            if (part.regionMatches(true, 0, "L", 0, 1)) {
                fromEnd.set(beforeLast(part));
            } else {
                numbers.add(part);
            }
        }
        BitSet days = numbers.isEmpty() ? new BitSet() : CronField.DAY_OF_MONTH.parse(String.join(",", numbers));
        // The rule of crontab(5), which looks at the first character only: in "*/2 * 5" both must agree.
        boolean either = !dayOfMonth.startsWith("*") && !dayOfWeek.startsWith("*");
        BitSet week = CronField.DAY_OF_WEEK.parse(dayOfWeek);
        week.set(0, week.get(0) || week.get(7));
        return new CronDays(days, fromEnd, CronField.MONTH.parse(month), week, either);
    }

    private static int beforeLast(String part) {
        if (part.length() == 1) {
            return 0;
        }
        if (!part.matches("[lL]-[0-9]{1,2}") || Integer.parseInt(part.substring(2)) > 30) {
            throw new IllegalArgumentException("day of the month: " + Words.quote(part)
                    + " is not understood; L is the last day, and L-1 to L-30 are the days before it");
        }
        return Integer.parseInt(part.substring(2));
    }

    boolean contains(LocalDate day) {
        if (!months.get(day.getMonthValue())) {
            return false;
        }
        boolean byMonth =
                daysOfMonth.get(day.getDayOfMonth()) || fromEnd.get(day.lengthOfMonth() - day.getDayOfMonth());
        boolean byWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
        return either ? byMonth || byWeek : byMonth && byWeek;
    }
}
