package io.registrysync.spec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * When a sync runs by itself: a crontab line in a time zone.
 *
 * <p>Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday; names such as {@code MON}
 * and {@code JAN} are read), each {@code *}, a number, a range, a step ({@code *}{@code /5}, {@code 10-40/10}) or a list
 * of these. {@code L} is the last day of the month, {@code L-2} the second before it. As in crontab, a day counts when
 * the day of the month <em>or</em> the day of the week says so, unless one of the two begins with {@code *}.
 *
 * <p>Where the clock is put forward, what falls into the gap runs once, right after it. Where it is put back, what falls
 * into the hour that comes twice runs in the first of them.
 *
 * @param cron     the five fields
 * @param timeZone the name of a zone, such as {@code Asia/Shanghai}, or {@code UTC}
 */
public record Schedule(String cron, String timeZone) {
    /**
     * Checks the line and the zone.
     *
     * @throws IllegalArgumentException where one of them is wrong, or there is no such day; the message names the field
     */
    public Schedule {
        zone(timeZone);
        Cron.parse(cron);
    }

    /** A crontab line in UTC. */
    public static Schedule utc(String cron) {
        return new Schedule(cron, "UTC");
    }

    /** The first run after an instant. */
    public Instant next(Instant after) {
        return next(after, Cron.parse(cron), zone(timeZone).getRules());
    }

    /** The first {@code count} runs after an instant, in order. */
    public List<Instant> next(Instant after, int count) {
        Cron times = Cron.parse(cron);
        ZoneRules rules = zone(timeZone).getRules();
        List<Instant> runs = new ArrayList<>();
        for (Instant last = after; runs.size() < count; runs.add(last)) {
            last = next(last, times, rules);
        }
        return List.copyOf(runs);
    }

    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    Words.quote(name) + " is not a time zone; write a name such as Asia/Shanghai or UTC", unknown);
        }
    }

    private static Instant next(Instant after, Cron times, ZoneRules rules) {
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        Instant run;
        do {
            local = times.next(local);
            run = instant(local, rules);
            // In the second of two equal hours the times found first are those of the first one.
        } while (!run.isAfter(after));
        return run;
    }

    private static Instant instant(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition transition = rules.getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                // In an overlap this is the offset before it, and with it the first of the two.
                : local.toInstant(rules.getOffset(local));
    }
}
