package io.registrysync.notify;

import java.time.Instant;

/** A service that takes messages by HTTP. */
interface Robot {
    /** The request that tells it. */
    Post post(Channel channel, Notice notice, Instant now);

    /** What its answer means. */
    Delivery judge(Answer answer, Secrets secrets);
}
