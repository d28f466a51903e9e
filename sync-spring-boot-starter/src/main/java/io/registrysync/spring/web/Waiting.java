package io.registrysync.spring.web;

import io.registrysync.registry.Cancellation;
import io.registrysync.spring.security.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponseException;

/**
 * Work that foreign registries may keep waiting: little of it at once, each in limited time, and none for somebody who has
 * gone. Safe for use by several threads.
 */
final class Waiting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final int MOST_AT_ONCE = 16;
    /** So much longer work that is told to end may take to bring what it has. */
    private static final Duration GRACE = Duration.ofSeconds(3);
    /** So often somebody who waits gets a blank, which tells us whether he is still there, and proxies that we are. */
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "registry-sync-asking-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    /** It took too long, or too many ask at once. */
    static final class GivenUp extends ErrorResponseException {
        private static final long serialVersionUID = 1L;

        GivenUp(HttpStatus status, ProblemCode code, String detail, String hint) {
            super(status, Problems.problem(status, code, detail, hint), null);
        }
    }

    /** Does something that is told to end after {@code limit}, and is given up soon after. */
    <T> T within(Duration limit, Function<Cancellation, T> work) {
        try {
            return await(limit, work, () -> {});
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Does something like {@link #within}, and writes what comes of it. Who waits longer than a moment gets blanks in front
     * of it, which JSON allows; when they no longer reach him the work ends.
     *
     * @param otherwise the answer where the work failed after blanks were sent, when it is too late for a status
     */
    <T> void answer(
            HttpServletResponse response,
            Duration limit,
            Function<Cancellation, T> work,
            Function<RuntimeException, T> otherwise)
            throws IOException {
        T answer;
        try {
            answer = await(limit, work, () -> blank(response));
        } catch (RuntimeException failure) {
            if (!response.isCommitted()) {
                throw failure;
            }
            answer = otherwise.apply(failure);
        }
        begin(response);
        OutputStream out = response.getOutputStream();
        out.write(WireFormat.MAPPER.writeValueAsBytes(answer));
        out.flush();
    }

    private static void blank(HttpServletResponse response) throws IOException {
        begin(response);
        response.getOutputStream().write(' ');
        response.flushBuffer();
    }

    private static void begin(HttpServletResponse response) {
        if (!response.isCommitted()) {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        }
    }

    /** What is done about somebody who waits. */
    @FunctionalInterface
    private interface Beat {
        void run() throws IOException;
    }

    private <T> T await(Duration limit, Function<Cancellation, T> work, Beat beat) throws IOException {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<T> answer = begin(work, cancellation);
        long began = System.nanoTime();
        try {
            while (true) {
                Duration passed = Duration.ofNanos(System.nanoTime() - began);
                if (passed.compareTo(limit.plus(GRACE)) > 0) {
                    throw tooLate(limit);
                }
                boolean isOver = passed.compareTo(limit) > 0;
                if (isOver) {
                    cancellation.cancel();
                }
                Duration left = isOver ? BEAT : limit.minus(passed).plusMillis(1);
                try {
                    return answer.get(Math.min(left.toNanos(), BEAT.toNanos()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException notYet) {
                    beat.run();
                }
            }
        } catch (ExecutionException failed) {
            throw unwrapped(failed, limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GivenUp(HttpStatus.SERVICE_UNAVAILABLE, ProblemCode.STOPPING, "the server is stopping", "");
        } finally {
            // Also where the one who asked has gone: nobody wants it any more.
            cancellation.cancel();
        }
    }

    private <T> CompletableFuture<T> begin(Function<Cancellation, T> work, Cancellation cancellation) {
        if (!room.tryAcquire()) {
            throw new GivenUp(
                    HttpStatus.TOO_MANY_REQUESTS,
                    ProblemCode.BUSY,
                    "too many questions to registries are under way",
                    "repeat it in a few seconds");
        }
        // It is counted until it really ends, even when nobody waits for it any more.
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.apply(cancellation);
                    } finally {
                        room.release();
                    }
                },
                threads);
    }

    private static RuntimeException unwrapped(ExecutionException failed, Duration limit) {
        Throwable cause =
                failed.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : failed.getCause();
        if (cause instanceof CancellationException) {
            return tooLate(limit);
        }
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        LOG.error("asking registries failed unexpectedly", cause);
        return new IllegalStateException(cause);
    }

    private static GivenUp tooLate(Duration limit) {
        return new GivenUp(
                HttpStatus.GATEWAY_TIMEOUT,
                ProblemCode.TIMEOUT,
                "no complete answer within " + limit.toSeconds() + " s",
                "ask for less, or again later");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
