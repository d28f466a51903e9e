package io.registrysync.spring.web;

import io.registrysync.store.LogLine;
import io.registrysync.store.LogLine.Level;
import io.registrysync.store.LogStore;
import io.registrysync.store.Store;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What an execution said, in parts for a window or as a whole for a file. */
@RestController
@RequestMapping("/executions/{id}/log")
class ExecutionLogController {
    private static final int LARGEST = 1000;
    /** So many lines are in memory while a whole log is sent. */
    private static final int PORTION = 5000;

    private final Store store;

    ExecutionLogController(Store store) {
        this.store = store;
    }

    /** A line; {@code number} counts from 1 over the whole log. */
    record Line(long number, Instant at, Level level, String text) {
        static Line of(LogStore.Numbered line) {
            return new Line(
                    line.number(),
                    line.line().at(),
                    line.line().level(),
                    line.line().text());
        }
    }

    /**
     * A part of the log.
     *
     * @param total lines of the whole log so far
     * @param next  where to go on with {@code from}
     * @param more  whether there may be more that fit
     */
    record Lines(List<Line> items, long total, long next, boolean more) {
        Lines {
            items = List.copyOf(items);
        }
    }

    /** Lines of {@code level} or above that contain {@code text}, from line {@code from} on. */
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Lines lines(
            @PathVariable long id,
            @RequestParam(defaultValue = "1") long from,
            @RequestParam(defaultValue = "200") int size,
            @RequestParam(defaultValue = "DEBUG") Level level,
            @RequestParam(defaultValue = "") String text) {
        if (from < 1 || size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("from is 1 or more, and size 1 to " + LARGEST);
        }
        store.executions().get(id);
        long total = store.logs().count(id);
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        Predicate<LogLine> filter = line -> line.level().compareTo(level) >= 0
                && line.text().toLowerCase(Locale.ROOT).contains(wanted);
        List<Line> lines =
                store.logs().read(id, from, size, filter).stream().map(Line::of).toList();
        boolean more = lines.size() == size;
        long next = more ? lines.get(size - 1).number() + 1 : Math.max(from, total + 1);
        return new Lines(lines, total, next, more);
    }

    /** The whole log as a file, also for a browser, which cannot ask for a media type. */
    @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    void file(@PathVariable long id, HttpServletResponse response) throws IOException {
        send(id, response);
    }

    /** The same. */
    @GetMapping(params = "format=text")
    void download(@PathVariable long id, HttpServletResponse response) throws IOException {
        send(id, response);
    }

    private void send(long id, HttpServletResponse response) throws IOException {
        store.executions().get(id);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"execution-" + id + ".log\"");
        response.setHeader("X-Content-Type-Options", "nosniff");
        PrintWriter out = response.getWriter();
        long from = 1;
        List<LogStore.Numbered> lines = store.logs().read(id, from, PORTION, any -> true);
        // An error is the reader's absence: nobody is left to send the rest to.
        while (!lines.isEmpty() && !out.checkError()) {
            for (LogStore.Numbered line : lines) {
                out.print(line.line().at() + " " + line.line().level() + " "
                        + line.line().text() + "\n");
            }
            from = lines.get(lines.size() - 1).number() + 1;
            lines = store.logs().read(id, from, PORTION, any -> true);
        }
    }
}
