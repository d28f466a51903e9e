package io.registrysync.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;

/**
 * The streams that are open on this node. They are cut before the server waits for requests to end, which these never would.
 */
public class LiveStreams implements SmartLifecycle {
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    LiveStreams() {}

    /** Answers a request with a stream. */
    EventStream open(HttpServletRequest request, HttpServletResponse response, Watching watching) throws IOException {
        EventStream stream = EventStream.open(request, response);
        open.add(stream);
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

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        List.copyOf(open).forEach(EventStream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
