package io.registrysync.spring.web;

import io.registrysync.spec.Schedule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** When a schedule would run. */
@RestController
class CronController {
    private static final int MOST = 20;

    private final InstantSource clock = InstantSource.system();

    /**
     * A schedule.
     *
     * @param timeZone UTC unless set
     * @param count    how many times are wanted; 5 unless set
     */
    record CronRequest(
            @Nullable String cron,
            @Nullable String timeZone,
            @Nullable Integer count) {}

    /** The next runs, in order. */
    record CronRuns(List<Instant> runs) {}

    @PostMapping("/cron/preview")
    CronRuns preview(@RequestBody CronRequest request) {
        int count = Optional.ofNullable(request.count()).orElse(5);
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("count: 1 to " + MOST);
        }
        if (request.cron() == null) {
            throw new IllegalArgumentException("cron: missing; five fields such as 0 2 * * *");
        }
        Schedule schedule = new Schedule(
                request.cron(), Optional.ofNullable(request.timeZone()).orElse("UTC"));
        return new CronRuns(schedule.next(clock.instant(), count));
    }
}
