package io.registrysync.engine;

import io.registrysync.notify.Channel;
import io.registrysync.notify.ChannelType;
import io.registrysync.notify.Delivery.Postponed;
import io.registrysync.notify.Delivery.Refused;
import io.registrysync.notify.Delivery.Sent;
import io.registrysync.notify.Notifier;
import io.registrysync.store.Delivery;
import io.registrysync.store.Execution;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import io.registrysync.store.StoredChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what stands in the outbox: five times within an hour, and never in the way of a run. */
final class Outbox implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Between one try and the next; after the last one it is given up. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ofMinutes(15), Duration.ofMinutes(40));

    private static final Duration LOOKING = Duration.ofSeconds(1);
    /** Longer than a try takes. A node that dies in its middle leaves the message to another one after that. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Store store;
    private final Announcements announcements;
    private final Notifier notifier;
    private final InstantSource clock;
    private final CountDownLatch closing;

    Outbox(Store store, Announcements announcements, Notifier notifier, InstantSource clock, CountDownLatch closing) {
        this.store = store;
        this.announcements = announcements;
        this.notifier = notifier;
        this.clock = clock;
        this.closing = closing;
    }

    @Override
    public void run() {
        try {
            while (closing.getCount() > 0) {
                if (!sendOne() && closing.await(LOOKING.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was something to send. */
    private boolean sendOne() {
        try {
            Optional<Delivery> due = store.deliveries().take(LEASE);
            due.ifPresent(this::send);
            return due.isPresent();
        } catch (StoreException away) {
            LOG.debug("the outbox waits: {}", away.getMessage());
            return false;
        } catch (RuntimeException unexpected) {
            LOG.error("a message could not be sent, and is tried again", unexpected);
            return false;
        }
    }

    private void send(Delivery delivery) {
        StoredChannel stored = store.channels().get(delivery.channelId());
        if (!stored.entry().enabled()) {
            store.deliveries().failed(delivery, "the channel was disabled");
            return;
        }
        Channel channel;
        try {
            channel = channel(stored);
        } catch (IllegalArgumentException wrong) {
            store.deliveries().failed(delivery, String.valueOf(wrong.getMessage()));
            return;
        }
        Execution execution = store.executions().get(delivery.executionId());
        var outcome = notifier.send(channel, announcements.summary(execution, channel.locale()));
        if (outcome instanceof Sent) {
            store.deliveries().sent(delivery, "");
        } else if (outcome instanceof Refused refused) {
            LOG.warn("channel {} refuses messages: {}", stored.name(), refused.reason());
            store.deliveries().failed(delivery, join(refused.reason(), refused.hint()));
        } else if (outcome instanceof Postponed postponed) {
            postpone(delivery, stored.name(), postponed);
        }
    }

    private Channel channel(StoredChannel stored) {
        ChannelType type = ChannelType.byId(stored.entry().type())
                .orElseThrow(() -> new IllegalArgumentException("this version knows no channels of the type "
                        + stored.entry().type()));
        return new Channel(type, stored.entry().settings(), store.channels().secrets(stored.id()));
    }

    private void postpone(Delivery delivery, String channel, Postponed postponed) {
        String answer = join(postponed.reason(), postponed.hint());
        if (closing.getCount() == 0) {
            // It was cut by us; the next process tries at once.
            store.deliveries().later(delivery, clock.instant(), answer);
        } else if (delivery.tries() > PAUSES.size()) {
            LOG.warn("channel {} could not be reached: {}", channel, postponed.reason());
            store.deliveries().failed(delivery, answer);
        } else {
            Duration usual = PAUSES.get(delivery.tries() - 1);
            Duration pause = postponed
                    .pause()
                    .filter(wanted -> wanted.compareTo(usual) > 0)
                    .orElse(usual);
            store.deliveries().later(delivery, clock.instant().plus(pause), answer);
        }
    }

    private static String join(String reason, String hint) {
        return hint.isEmpty() ? reason : reason + " (" + hint + ")";
    }
}
