package io.registrysync.spring.web;

import io.registrysync.registry.RegistryException;
import io.registrysync.spring.security.Identity;
import io.registrysync.spring.security.ProblemCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Tests by people who do not set addresses up: each has some in a minute, and none is over sooner than another, so that no
 * watch tells what words do not. Safe for use by several threads.
 */
final class TestDesk {
    private static final int PER_MINUTE = 10;
    private static final Duration FLOOR = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Map<Long, Integer> tests = new HashMap<>();
    private long minute;

    TestDesk(InstantSource clock) {
        this.clock = clock;
    }

    /** Does a test. */
    <T> T test(Supplier<T> work) {
        if (!Discretion.isDue()) {
            return work.get();
        }
        count(Identity.current().userId());
        long began = System.nanoTime();
        try {
            return work.get();
        } finally {
            awaitFloor(began);
        }
    }

    /** Looks something up, which is as quick as it is where it works. */
    <T> T look(Supplier<T> work) {
        long began = System.nanoTime();
        try {
            return work.get();
        } catch (RegistryException failure) {
            if (Discretion.isDue()) {
                awaitFloor(began);
            }
            throw failure;
        }
    }

    private synchronized void count(long user) {
        long now = clock.millis() / 60_000;
        if (now != minute) {
            minute = now;
            tests.clear();
        }
        if (tests.merge(user, 1, Integer::sum) > PER_MINUTE) {
            ErrorResponseException tooMany = new ErrorResponseException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    Problems.problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            ProblemCode.TOO_MANY_TESTS,
                            "more than " + PER_MINUTE + " tests in a minute",
                            "wait a minute"),
                    null);
            tooMany.getHeaders().set(HttpHeaders.RETRY_AFTER, "60");
            throw tooMany;
        }
    }

    private static void awaitFloor(long began) {
        long left = FLOOR.toNanos() - (System.nanoTime() - began);
        try {
            // Nobody counts it down: only the time passes.
            boolean unused = new CountDownLatch(1).await(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
