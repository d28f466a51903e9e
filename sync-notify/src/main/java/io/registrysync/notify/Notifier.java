package io.registrysync.notify;

import io.registrysync.notify.Delivery.Failure;
import io.registrysync.notify.Delivery.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.HttpException;

/**
 * Tells channels how runs ended. Safe for use by several threads; close it to end its threads.
 *
 * <p>A message is tried once: when and how often to try again is the caller's to decide, who has the memory for it. An
 * attempt that is {@link Delivery.Postponed} may have arrived all the same, where only the answer was lost.
 */
public final class Notifier implements AutoCloseable {
    private final Clock clock;
    private final Duration timeout;
    private final Posts posts;
    private final Mail mail;
    private final Map<ChannelType, Robot> robots = Map.of(
            ChannelType.WECOM, new WeCom(),
            ChannelType.DINGTALK, new DingTalk(),
            ChannelType.FEISHU, new Feishu(),
            ChannelType.SLACK, new Slack(),
            ChannelType.WEBHOOK, new Webhook());
    private final ExecutorService threads = Executors.newCachedThreadPool(Notifier::thread);
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

    private Notifier(Builder settings) {
        this.clock = settings.clock;
        this.timeout = settings.timeout;
        // Half of the time, so that a second address gets its chance.
        Dialer dialer =
                new Dialer(settings.resolver, settings.allowPrivate, settings.tls(), settings.timeout.dividedBy(2));
        this.posts = new Posts(dialer, clock);
        this.mail = new Mail(dialer);
    }

    /** A notifier with the defaults of {@link Builder}. */
    public static Notifier open() {
        return builder().open();
    }

    /** Settings for a notifier. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells how a run ended. Blocks, no longer than the time limit; an interrupted thread stays interrupted and gets a
     * {@link Delivery.Postponed}.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public Delivery send(Channel channel, RunSummary summary) {
        return attempt(channel, Notice.of(summary));
    }

    /**
     * Sends a message that says that it is a test. Blocks as {@link #send} does.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public Delivery test(Channel channel) {
        return attempt(channel, Notice.test("test-" + UUID.randomUUID()));
    }

    /** Ends attempts that are under way: they are postponed. */
    @Override
    public void close() {
        threads.shutdown();
        open.forEach(Exchange::cut);
    }

    /** In a thread of its own: neither a lookup of a name nor a write to a socket has a time limit in Java. */
    private Delivery attempt(Channel channel, Notice notice) {
        Exchange exchange = new Exchange();
        open.add(exchange);
        try {
            Future<Delivery> delivery = threads.submit(() -> deliver(channel, notice, exchange));
            return delivery.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Delivery.Postponed(
                    Failure.of(Kind.TIMEOUT),
                    place(channel) + " did not take the message within " + inWords(timeout),
                    "Check host, port and firewall. The message may have arrived all the same.",
                    Optional.empty());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Delivery.Postponed(
                    Failure.of(Kind.BROKEN), "interrupted while sending", "Try again.", Optional.empty());
        } catch (RejectedExecutionException closed) {
            throw new IllegalStateException("this notifier is closed");
        } catch (ExecutionException failure) {
            throw withoutWords(failure);
        } finally {
            exchange.cut();
            open.remove(exchange);
        }
    }

    private Delivery deliver(Channel channel, Notice notice, Exchange exchange) {
        try {
            Robot robot = robots.get(channel.type());
            if (robot == null) {
                return mail.deliver(channel, notice, clock.instant(), exchange);
            }
            Answer answer = posts.send(robot.post(channel, notice, clock.instant()), exchange);
            return robot.judge(answer, Secrets.of(channel));
        } catch (IOException | HttpException failure) {
            return Broken.explain(failure, place(channel));
        }
    }

    private static String place(Channel channel) {
        return channel.setting(ChannelCheck.HOST).orElseGet(() -> channel.url().getHost());
    }

    /** A defect, for which there is no saying what its message holds. */
    private static IllegalStateException withoutWords(ExecutionException wrapper) {
        Throwable defect = Objects.requireNonNullElse(wrapper.getCause(), wrapper);
        IllegalStateException failure = new IllegalStateException(
                "sending failed with " + defect.getClass().getName());
        failure.setStackTrace(defect.getStackTrace());
        return failure;
    }

    private static String inWords(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "registry-sync-notify");
        thread.setDaemon(true);
        // Jakarta Mail finds its parts by it; and the loader of whoever sends first is not to be held for ever.
        thread.setContextClassLoader(Notifier.class.getClassLoader());
        return thread;
    }

    /** Settings; not safe for use by several threads. */
    public static final class Builder {
        private Duration timeout = Duration.ofSeconds(10);
        private boolean allowPrivate = true;
        private Clock clock = Clock.systemUTC();
        private Dialer.Resolver resolver = InetAddress::getAllByName;
        private Optional<SSLContext> tls = Optional.empty();

        private Builder() {}

        /** How long one attempt may take from the lookup of the name to the end of the answer; 10 seconds unless set. */
        public Builder timeout(Duration limit) {
            if (limit.isNegative() || limit.toMillis() == 0) {
                throw new IllegalArgumentException("a time limit must be at least a millisecond");
            }
            timeout = limit;
            return this;
        }

        /**
         * Whether private and loopback addresses may be called; they may unless set, for that is where mail servers and
         * receivers of a company are. Set it to false where people who are not trusted with the network set up channels.
         * Link-local, multicast and metadata addresses are never called.
         */
        public Builder allowPrivateAddresses(boolean allowed) {
            allowPrivate = allowed;
            return this;
        }

        /** Whom to trust; unless set, whom the platform trusts. */
        public Builder tls(SSLContext context) {
            tls = Optional.of(context);
            return this;
        }

        /** Where signatures get their time from; the clock of the machine unless set. */
        public Builder clock(Clock source) {
            clock = source;
            return this;
        }

        Builder resolver(Dialer.Resolver lookup) {
            resolver = lookup;
            return this;
        }

        /** A notifier with these settings. */
        public Notifier open() {
            return new Notifier(this);
        }

        private SSLContext tls() {
            return tls.orElseGet(() -> {
                try {
                    return SSLContext.getDefault();
                } catch (GeneralSecurityException failure) {
                    throw new IllegalStateException("the trust store of this Java cannot be read", failure);
                }
            });
        }
    }
}
