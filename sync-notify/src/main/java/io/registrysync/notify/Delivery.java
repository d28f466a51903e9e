package io.registrysync.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * How an attempt to send ended. Texts are of one line, hold no secret and are meant for who has set the channel up.
 */
public sealed interface Delivery {
    /** The service has taken the message. */
    record Sent() implements Delivery {}

    /** Of what kind a failure is. */
    enum Kind {
        /** Nobody knows the name of the host. */
        UNKNOWN_HOST,
        /** The host refused the connection, or cannot be reached. */
        UNREACHABLE,
        /** TLS failed, or the certificate is not trusted. */
        TLS,
        /** There was no connection, or no answer, in time. */
        TIMEOUT,
        /** The service answered, and did not take the message. */
        ANSWER,
        /** The address is one that is never called. */
        FORBIDDEN_ADDRESS,
        /** The connection broke, or something else than the service answered. */
        BROKEN
    }

    /**
     * What kept a message back, without a word of whoever answered.
     *
     * @param status of HTTP; 0 where none came
     */
    record Failure(Kind kind, int status) {
        static Failure of(Kind kind) {
            return new Failure(kind, 0);
        }

        static Failure of(Answer answer) {
            return new Failure(Kind.ANSWER, answer.status());
        }
    }

    /**
     * It will never take it, unless something is changed.
     *
     * @param reason what happened, with the service's own words
     * @param hint   what to do about it
     */
    record Refused(Failure failure, String reason, String hint) implements Delivery {}

    /**
     * It may take it later.
     *
     * @param reason what happened, with the service's own words
     * @param hint   what to look at where it happens again
     * @param pause  how long to wait at least: what the service asks for, or has documented for this answer
     */
    record Postponed(Failure failure, String reason, String hint, Optional<Duration> pause) implements Delivery {}
}
