package io.registrysync.spring.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events (HTML, section 9.2) to one client. It holds no thread while nothing is to be sent, and
 * nobody waits for a slow client: what does not go out at once waits here. Of what shows how things are only the latest
 * waits; what must not be missing waits in its order, and where it becomes too much the stream is cut: the client comes
 * again and says what it has.
 *
 * <p>Safe for use by several threads.
 */
final class EventStream implements WriteListener, AsyncListener {
    private static final long MOST_WAITING = 16L << 20;
    /** What waits is shared by all clients; what is handed over is copied for each, so that is little. */
    private static final int SLICE = 32 << 10;

    private static final long HEARTBEAT = Duration.ofSeconds(15).toNanos();
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    /** A client that was cut off comes again after two seconds. */
    private static final byte[] HELLO = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long bytes;
    private byte @Nullable [] current;
    private int written;
    private byte @Nullable [] latest;
    private byte @Nullable [] shown;
    private Runnable onClose = () -> {};
    private long wroteAt = System.nanoTime();
    private boolean open;
    private boolean unflushed;
    private boolean ending;
    private boolean closed;

    private EventStream(AsyncContext context, ServletOutputStream out) {
        this.context = context;
        this.out = out;
    }

    /** Answers a request with a stream. */
    static EventStream open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // nginx would keep events back to send them together.
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        EventStream stream = new EventStream(context, response.getOutputStream());
        stream.waiting.add(HELLO);
        stream.bytes = HELLO.length;
        context.addListener(stream);
        stream.out.setWriteListener(stream);
        return stream;
    }

    /** An event in the form in which it is sent. {@code data} is one line; {@code id} may be empty. */
    static byte[] frame(String type, String id, String data) {
        String name = id.isEmpty() ? "" : "id: " + id + "\n";
        return (name + "event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Sends what must not be missing. */
    synchronized void send(byte[] frame) {
        if (closed) {
            return;
        }
        // A frame alone may be as long as it is.
        if (bytes > 0 && bytes + frame.length > MOST_WAITING) {
            close();
            return;
        }
        bytes += frame.length;
        waiting.add(frame);
        drain();
    }

    /** Shows how things are, unless that is what was shown last; keeps the connection alive. */
    synchronized void show(byte[] frame) {
        if (closed) {
            return;
        }
        if (!Arrays.equals(frame, shown)) {
            latest = frame;
            shown = frame;
        } else if (System.nanoTime() - wroteAt > HEARTBEAT && waiting.isEmpty()) {
            waiting.add(BEAT);
            bytes += BEAT.length;
        }
        drain();
    }

    /** Ends it, after all that waits has been sent. */
    synchronized void end() {
        ending = true;
        drain();
    }

    /** Cuts it. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiting.clear();
        current = null;
        latest = null;
        try {
            context.complete();
        } catch (IllegalStateException alreadyOver) {
            // The container was faster.
        }
        onClose.run();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Is done when it is over, at once where it is already. */
    synchronized void onClose(Runnable action) {
        onClose = action;
        if (closed) {
            action.run();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        open = true;
        drain();
    }

    /** Writes as much as goes without waiting; the container calls when more does. */
    private void drain() {
        if (!open || closed) {
            return;
        }
        try {
            while (!closed && out.isReady()) {
                if (hasNext()) {
                    writeSlice();
                    wroteAt = System.nanoTime();
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    if (ending) {
                        close();
                    }
                    return;
                }
            }
        } catch (IOException | IllegalStateException gone) {
            close();
        }
    }

    private boolean hasNext() {
        if (current == null) {
            current = waiting.poll();
            written = 0;
        }
        if (current == null) {
            current = latest;
            latest = null;
            bytes += current == null ? 0 : current.length;
        }
        return current != null;
    }

    private void writeSlice() throws IOException {
        byte[] frame = Objects.requireNonNull(current);
        int length = Math.min(SLICE, frame.length - written);
        out.write(frame, written, length);
        written += length;
        bytes -= length;
        if (written == frame.length) {
            current = null;
        }
    }

    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
