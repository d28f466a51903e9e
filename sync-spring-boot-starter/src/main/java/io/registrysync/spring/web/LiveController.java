package io.registrysync.spring.web;

import io.registrysync.engine.LiveFeed;
import io.registrysync.engine.LiveUpdate;
import io.registrysync.engine.SyncEngine;
import io.registrysync.store.Store;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Executions and the dashboard as they change, as server-sent events. Who may see them is decided at each connect.
 *
 * <p>Of an execution: {@code progress} shows how it is, {@code log} has new lines, and {@code end} is the last event. Its
 * {@code id} says where the log goes on; a client that comes again with it as {@code Last-Event-ID} misses no line.
 */
@RestController
class LiveController {
    private final Store store;
    private final LiveFeed feed;
    private final DashboardFeed dashboard;
    private final LiveStreams streams;
    private final LiveFrames frames = new LiveFrames();

    LiveController(Store store, SyncEngine engine, DashboardFeed dashboard, LiveStreams streams) {
        this.store = store;
        this.feed = engine.live();
        this.dashboard = dashboard;
        this.streams = streams;
    }

    /** {@code lastEventId} is for clients that cannot set the header. */
    @Streamed(
            value = {LiveFrames.Progress.class, LiveFrames.LogLines.class},
            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE)
    @GetMapping("/executions/{id}/events")
    void execution(
            @PathVariable long id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
            @RequestParam(defaultValue = "0") String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        store.executions().get(id);
        long chunk = chunk(lastSeen == null ? lastEventId : lastSeen);
        streams.open(request, response, stream -> {
            AutoCloseable watch = feed.watch(id, chunk, update -> tell(stream, update));
            return () -> end(watch);
        });
    }

    @Streamed(value = Dashboard.Now.class, mediaType = MediaType.TEXT_EVENT_STREAM_VALUE)
    @GetMapping("/dashboard/events")
    void dashboard(HttpServletRequest request, HttpServletResponse response) throws IOException {
        streams.open(request, response, dashboard::watch);
    }

    private void tell(EventStream stream, LiveUpdate update) {
        frames.use(update);
        frames.log().forEach(stream::send);
        if (update.last()) {
            stream.send(frames.end());
            stream.end();
        } else {
            stream.show(frames.progress());
        }
    }

    private static long chunk(String text) {
        try {
            long chunk = Long.parseLong(text.strip());
            if (chunk >= 0) {
                return chunk;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new IllegalArgumentException("Last-Event-ID is the id of an event of this execution");
    }

    private static void end(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
