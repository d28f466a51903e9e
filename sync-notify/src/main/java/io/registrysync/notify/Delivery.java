package io.registrysync.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * How an attempt to send ended. Texts are of one line, hold no secret and are meant for who has set the channel up.
 */
public sealed interface Delivery {
    /** The service has taken the message. */
    record Sent() implements Delivery {}

    /**
     * It will never take it, unless something is changed.
     *
     * @param reason what happened, with the service's own words
     * @param hint   what to do about it
     */
    record Refused(String reason, String hint) implements Delivery {}

    /**
     * It may take it later.
     *
     * @param reason what happened, with the service's own words
     * @param hint   what to look at where it happens again
     * @param pause  how long to wait at least: what the service asks for, or has documented for this answer
     */
    record Postponed(String reason, String hint, Optional<Duration> pause) implements Delivery {}
}
