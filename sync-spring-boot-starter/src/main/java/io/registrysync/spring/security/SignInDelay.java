package io.registrysync.spring.security;

import io.registrysync.store.LoginHistoryStore.Failures;
import java.time.Duration;
import java.time.Instant;

/**
 * How long whoever failed has to wait. The last two tries before the limit are slowed down already. A wait always ends, and
 * tries during it do not make it longer: nobody can lock somebody else out for ever.
 *
 * @param attempts failures before the long wait
 * @param lockout  the long wait
 */
record SignInDelay(int attempts, Duration lockout) {
    /** Zero or less for not at all. */
    Duration left(Failures failures, Instant now) {
        return failures.last()
                .map(last -> Duration.between(now, last.plus(pause(failures.count()))))
                .orElse(Duration.ZERO);
    }

    private Duration pause(long count) {
        if (count >= attempts) {
            return lockout;
        }
        return count < attempts - 2 ? Duration.ZERO : Duration.ofSeconds(count == attempts - 2 ? 1 : 2);
    }
}
