package io.registrysync.spec;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A parsed crontab line: finds local times, and knows of no zone. */
final class Cron {
    private static final String FORM =
            "write minute, hour, day of the month, month and day of the week, such as 0 2 * * *";
    /** After 400 years the calendar repeats, days of the week included. */
    private static final long CALENDAR = 146_097;

    private static final LocalDate ANY_DAY = LocalDate.of(2000, 1, 1);

    private final BitSet minutes;
    private final BitSet hours;
    private final CronDays days;

    private Cron(BitSet minutes, BitSet hours, CronDays days) {
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
    }

    /** Throws an IllegalArgumentException that names the field that is wrong. */
    static Cron parse(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(Words.quote(text) + " has " + (text.isBlank() ? 0 : fields.length)
                    + " fields, not 5; " + (fields.length == 6 ? "leave out the seconds: " : "") + FORM);
        }
        Cron cron = new Cron(
                CronField.MINUTE.parse(fields[0]),
                CronField.HOUR.parse(fields[1]),
                CronDays.parse(fields[2], fields[3], fields[4]));
        if (!cron.hasDay()) {
            throw new IllegalArgumentException(
                    "there is no such day: day of the month " + fields[2] + " never comes in month " + fields[3]);
        }
        return cron;
    }

    /** The first time after {@code after}. */
    LocalDateTime next(LocalDateTime after) {
        LocalDateTime from = after.plusMinutes(1);
        LocalDate day = from.toLocalDate();
        LocalTime time = days.contains(day) ? timeFrom(from.getHour(), from.getMinute()) : null;
        while (time == null) {
            day = day.plusDays(1);
            time = days.contains(day) ? timeFrom(0, 0) : null;
        }
        return day.atTime(time);
    }

    private @Nullable LocalTime timeFrom(int hour, int minute) {
        if (hours.get(hour) && minutes.nextSetBit(minute) >= 0) {
            return LocalTime.of(hour, minutes.nextSetBit(minute));
        }
        int later = hours.nextSetBit(hour + 1);
        return later < 0 ? null : LocalTime.of(later, minutes.nextSetBit(0));
    }

    private boolean hasDay() {
        return ANY_DAY.datesUntil(ANY_DAY.plusDays(CALENDAR)).anyMatch(days::contains);
    }
}
