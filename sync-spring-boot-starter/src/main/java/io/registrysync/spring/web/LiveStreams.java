package io.registrysync.spring.web;

import io.registrysync.spring.security.Identity;
import io.registrysync.store.SessionStore;
import io.registrysync.store.SessionStore.Bearers;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The streams that are open on this node. They are cut before the server waits for requests to end, which these never
 * would; and soon after what let their readers in has ended, on whichever node that happened.
 */
public class LiveStreams implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
    private static final Duration PULSE = Duration.ofSeconds(2);

    private final SessionStore sessions;
    private final Map<EventStream, Identity> open = new ConcurrentHashMap<>();
    private volatile CountDownLatch closing = new CountDownLatch(0);

    LiveStreams(Store store) {
        this.sessions = store.sessions();
    }

    /** Answers a request with a stream. */
    EventStream open(HttpServletRequest request, HttpServletResponse response, Watching watching) throws IOException {
        EventStream stream = EventStream.open(request, response);
        open.put(stream, Identity.current());
        Runnable end = watching.begin(stream);
        stream.onClose(() -> {
            open.remove(stream);
            end.run();
        });
        return stream;
    }

    /** Begins to send events to a stream. */
    @FunctionalInterface
    interface Watching {
        /** What this returns is done when the stream is over. */
        Runnable begin(EventStream stream);
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    private void loop(CountDownLatch end) {
        try {
            while (!end.await(PULSE.toMillis(), TimeUnit.MILLISECONDS)) {
                cutStrangers();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One question for all of them. Where the database does not answer they stay: it is not known that anybody has to go. */
    private void cutStrangers() {
        Map<EventStream, Identity> readers = Map.copyOf(open);
        Bearers shown = shown(readers.values());
        if (shown.sessions().isEmpty() && shown.tokens().isEmpty()) {
            return;
        }
        try {
            Bearers still = sessions.stillIn(shown);
            readers.forEach((stream, reader) -> {
                if (!isIn(reader, still)) {
                    stream.close();
                }
            });
        } catch (StoreException away) {
            LOG.debug("who may go on reading cannot be found out now", away);
        }
    }

    private static Bearers shown(Collection<Identity> readers) {
        Set<Long> bySession = readers.stream()
                .filter(reader -> reader.proof() == Identity.Proof.SESSION)
                .map(Identity::sessionId)
                .collect(Collectors.toSet());
        Set<Long> byToken = readers.stream()
                .filter(reader -> reader.proof() == Identity.Proof.TOKEN)
                .map(Identity::tokenId)
                .collect(Collectors.toSet());
        return new Bearers(bySession, byToken);
    }

    private static boolean isIn(Identity reader, Bearers still) {
        return switch (reader.proof()) {
            case SESSION -> still.sessions().contains(reader.sessionId());
            case TOKEN -> still.tokens().contains(reader.tokenId());
            case NONE -> true;
        };
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        closing = end;
        Thread thread = new Thread(() -> loop(end), "registry-sync-streams");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        closing.countDown();
        Set.copyOf(open.keySet()).forEach(EventStream::close);
    }

    @Override
    public boolean isRunning() {
        return closing.getCount() > 0;
    }
}
