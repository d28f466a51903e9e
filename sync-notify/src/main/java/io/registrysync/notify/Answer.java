package io.registrysync.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * What a webhook answered.
 *
 * @param body     as text, no more than 64 KiB of it
 * @param pause    what it asks to wait
 * @param location scheme and host of where it redirects to
 */
record Answer(int status, String body, Optional<Duration> pause, Optional<String> location) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
