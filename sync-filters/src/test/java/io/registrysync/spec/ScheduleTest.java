package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    /** A Saturday. */
    private static final String START = "2026-11-21T10:07:30";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The presets.
                "0 * * * *     | 2026-11-21T11:00, 2026-11-21T12:00",
                "0 2 * * *     | 2026-11-22T02:00, 2026-11-23T02:00",
                "0 12 * * *    | 2026-11-21T12:00, 2026-11-22T12:00",
                "0 2 * * 1     | 2026-11-23T02:00, 2026-11-30T02:00",
                "0 2 1 * *     | 2026-12-01T02:00, 2027-01-01T02:00",
                "0 */6 * * *   | 2026-11-21T12:00, 2026-11-21T18:00, 2026-11-22T00:00",
                "0 */12 * * *  | 2026-11-21T12:00, 2026-11-22T00:00",
                // The manual's examples.
                "0 */4 * * *   | 2026-11-21T12:00, 2026-11-21T16:00",
                "0 */2 * * *   | 2026-11-21T12:00, 2026-11-21T14:00",
                "30 8 * * 1-5  | 2026-11-23T08:30, 2026-11-24T08:30",
                "0 9 * * 1-5   | 2026-11-23T09:00, 2026-11-24T09:00",
                "0 0 1,15 * *  | 2026-12-01T00:00, 2026-12-15T00:00",
                "0 2 1,15 * *  | 2026-12-01T02:00, 2026-12-15T02:00",
                "30 * * * *    | 2026-11-21T10:30, 2026-11-21T11:30",
                "*/30 * * * *  | 2026-11-21T10:30, 2026-11-21T11:00",
                "*/5 * * * *   | 2026-11-21T10:10, 2026-11-21T10:15",
                "0 8,12,18 * * * | 2026-11-21T12:00, 2026-11-21T18:00, 2026-11-22T08:00",
                "30 8 * * *    | 2026-11-22T08:30, 2026-11-23T08:30",
                "0 0 * * 0     | 2026-11-22T00:00, 2026-11-29T00:00",
                "0 2 L * *     | 2026-11-30T02:00, 2026-12-31T02:00, 2027-01-31T02:00, 2027-02-28T02:00",
                // Sunday has two numbers and a name, and ends a range.
                "0 0 * * 7     | 2026-11-22T00:00, 2026-11-29T00:00",
                "0 0 * * sun   | 2026-11-22T00:00, 2026-11-29T00:00",
                "0 0 * * SAT-SUN | 2026-11-22T00:00, 2026-11-28T00:00, 2026-11-29T00:00",
                "0 0 * * 6-7   | 2026-11-22T00:00, 2026-11-28T00:00",
                "0 0 * * 1,3,7 | 2026-11-22T00:00, 2026-11-23T00:00, 2026-11-25T00:00",
                "0 0 * * */2   | 2026-11-22T00:00, 2026-11-24T00:00, 2026-11-26T00:00, 2026-11-28T00:00, 2026-11-29T00:00",
                // Steps, names, days from the end of the month.
                "0 0 1-10/3 * *  | 2026-12-01T00:00, 2026-12-04T00:00, 2026-12-07T00:00, 2026-12-10T00:00, 2027-01-01T00:00",
                "0 0 1 JAN-mar * | 2027-01-01T00:00, 2027-02-01T00:00, 2027-03-01T00:00, 2028-01-01T00:00",
                "0 0 L-2 * *   | 2026-11-28T00:00, 2026-12-29T00:00",
                "0 0 1,L * *   | 2026-11-30T00:00, 2026-12-01T00:00, 2026-12-31T00:00",
                "0 0 L-30 * *  | 2026-12-01T00:00, 2027-01-01T00:00, 2027-03-01T00:00",
                "0 0 31 * *    | 2026-12-31T00:00, 2027-01-31T00:00, 2027-03-31T00:00",
                "0 0 29 2 *    | 2028-02-29T00:00, 2032-02-29T00:00",
                // Either of two days, unless one of them begins with a star.
                "0 0 13 * 5    | 2026-11-27T00:00, 2026-12-04T00:00, 2026-12-11T00:00, 2026-12-13T00:00",
                "0 0 L * 5     | 2026-11-27T00:00, 2026-11-30T00:00, 2026-12-04T00:00",
                "0 0 */10 * 2  | 2026-12-01T00:00, 2027-05-11T00:00",
                "0 0 13 * *    | 2026-12-13T00:00, 2027-01-13T00:00",
                "0 0 29 2 */7  | 2032-02-29T00:00, 2060-02-29T00:00",
            })
    void runs_at(String cron, String times) {
        List<Instant> expected = Arrays.stream(times.split(", ", -1))
                .map(time -> LocalDateTime.parse(time).atZone(ZoneId.of("UTC")).toInstant())
                .toList();

        Schedule schedule = Schedule.utc(cron);

        assertThat(schedule.next(Instant.parse(START + "Z"), expected.size())).isEqualTo(expected);
        assertThat(schedule.next(Instant.parse(START + "Z"))).isEqualTo(expected.get(0));
    }

    @Test
    void counts_in_its_time_zone() {
        Schedule schedule = new Schedule("0 2 * * *", "Asia/Shanghai");

        assertThat(schedule.next(Instant.parse("2026-11-21T17:59:59Z"))).isEqualTo("2026-11-21T18:00:00Z");
        assertThat(schedule.next(Instant.parse("2026-11-21T18:00:00Z"))).isEqualTo("2026-11-22T18:00:00Z");
    }

    @Test
    void runs_right_after_the_gap_when_the_clock_is_put_forward() {
        // In Berlin 2:00 to 3:00 is left out on 2027-03-28.
        assertThat(berlin("30 2 * * *", "2027-03-27T12:00", 3))
                .containsExactly("2027-03-28T03:00+02:00", "2027-03-29T02:30+02:00", "2027-03-30T02:30+02:00");
    }

    @Test
    void runs_once_for_all_times_in_the_gap() {
        assertThat(berlin("*/20 2,3 * * *", "2027-03-28T01:00", 4))
                .containsExactly(
                        "2027-03-28T03:00+02:00",
                        "2027-03-28T03:20+02:00",
                        "2027-03-28T03:40+02:00",
                        "2027-03-29T02:00+02:00");
    }

    @Test
    void runs_once_when_the_clock_is_put_back() {
        // In Berlin 2:00 to 3:00 comes twice on 2026-10-25.
        assertThat(berlin("30 2 * * *", "2026-10-24T12:00", 3))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00", "2026-10-27T02:30+01:00");
        assertThat(berlin("*/30 * * * *", "2026-10-25T01:45", 4))
                .containsExactly(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:30+02:00",
                        "2026-10-25T03:00+01:00",
                        "2026-10-25T03:30+01:00");
    }

    @Test
    void goes_on_from_within_the_second_of_two_equal_hours() {
        Instant second = Instant.parse("2026-10-25T01:10:00Z");

        assertThat(new Schedule("*/30 * * * *", "Europe/Berlin").next(second)).isEqualTo("2026-10-25T02:00:00Z");
    }

    @Test
    void follows_a_clock_that_moves_at_midnight() {
        // In Santiago the day begins at 1:00 on 2026-09-06.
        Schedule schedule = new Schedule("0 0 * * *", "America/Santiago");

        assertThat(schedule.next(Instant.parse("2026-09-05T12:00:00Z"), 2))
                .containsExactly(Instant.parse("2026-09-06T04:00:00Z"), Instant.parse("2026-09-07T03:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *     | minute: \"60\" is not within 0 to 59",
                "* 24 * * *     | hour: \"24\" is not within 0 to 23",
                "0 0 0 * *      | day of the month: \"0\" is not within 1 to 31",
                "0 0 32 * *     | day of the month: \"32\" is not within 1 to 31",
                "0 0 * 13 *     | month: \"13\" is not within 1 to 12",
                "0 0 * 0 *      | month: \"0\" is not within 1 to 12",
                "0 0 * * 8      | day of the week: \"8\" is not within 0 to 7",
                "0 0 * FOO *    | month: \"FOO\" is not understood; 1 to 12 or JAN, FEB, MAR",
                "0 0 * * Monday | day of the week: \"Monday\" is not understood; 0 to 7 or SUN, MON",
                "0 0 * * L      | day of the week: \"L\" is not understood",
                "0 0 * * 5L     | day of the week: \"5L\" is not understood",
                "0 0 LW * *     | day of the month: \"LW\" is not understood; L is the last day",
                "0 0 L-31 * *   | day of the month: \"L-31\" is not understood",
                "0 0 ? * 1      | day of the month: \"?\" is not understood",
                "0 0 5-1 * *    | day of the month: \"5-1\" runs backwards",
                "5/15 * * * *   | minute: \"5/15\" has a step without a range; write 5-59/15",
                "*/0 * * * *    | minute: \"*/0\" has a step that is not within 1 to 59",
                "*/90 * * * *   | minute: \"*/90\" has a step that is not within 1 to 59",
                "1, * * * *     | minute: \"\" is not understood",
                "-1 * * * *     | minute: \"-1\" is not understood",
                "1- * * * *     | minute: \"1-\" is not understood",
                "99999999999 * * * * | minute: \"99999999999\" is not understood",
                "0 2 * *        | has 4 fields, not 5; write minute, hour",
                "0 0 2 * * *    | has 6 fields, not 5; leave out the seconds: write minute, hour",
                "@daily         | has 1 fields, not 5",
                "0 0 31 2 *     | there is no such day: day of the month 31 never comes in month 2",
                "0 0 31 4,6 *   | there is no such day",
                "0 0 30,L-30 FEB * | there is no such day",
            })
    void refuses(String cron, String reason) {
        assertThatThrownBy(() -> Schedule.utc(cron))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_day_of_the_week_makes_up_for_a_day_that_never_comes() {
        assertThat(Schedule.utc("0 0 31 2 1").next(Instant.parse("2027-02-01T00:00:00Z")))
                .isEqualTo("2027-02-08T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shanghai", "Mars/Base", "\u001b[31m"})
    void refuses_a_time_zone(String zone) {
        assertThatThrownBy(() -> new Schedule("0 2 * * *", zone))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a time zone; write a name such as Asia/Shanghai or UTC")
                .message()
                .doesNotContain("\u001b");
    }

    private static List<String> berlin(String cron, String after, int count) {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        Instant start = LocalDateTime.parse(after).atZone(zone).toInstant();
        return new Schedule(cron, "Europe/Berlin")
                .next(start, count).stream()
                        .map(run -> ZonedDateTime.ofInstant(run, zone)
                                .toOffsetDateTime()
                                .toString())
                        .toList();
    }
}
