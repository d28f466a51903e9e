package io.registrysync.spring.operation;

import io.registrysync.engine.SyncEngine;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether this node does what it should. Looks by itself every two seconds, so that whoever asks neither waits for a
 * database that is away nor costs it anything. Safe for use by several threads.
 */
public final class Vitals implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** A look that takes longer waits for a database that does not answer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** Two tries of a message are no longer apart than it says; a message this late is seen by nobody. */
    private static final Duration LATEST = Duration.ofMinutes(10);
    /** With less an embedded database can no longer be trusted to write. */
    private static final long LEAST_SPACE = 64L << 20;

    private final Store store;
    private final SyncEngine engine;
    private final LongSupplier space;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Verdict last;

    /**
     * Looks at once, and from then on by itself.
     *
     * @param space how many bytes may still be written
     */
    Vitals(Store store, SyncEngine engine, LongSupplier space, InstantSource clock) {
        this.store = store;
        this.engine = engine;
        this.space = space;
        this.clock = clock;
        this.last = look();
        Thread thread = new Thread(this::loop, "registry-sync-vitals");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * One thing that was looked at.
     *
     * @param cause  why it is not as it should be, in words that everybody may read; empty where it is
     * @param detail more of that, for whoever has signed in; may be empty
     */
    public record Check(String name, String cause, String detail) {
        static Check good(String name) {
            return new Check(name, "", "");
        }

        /** Whether it is as it should be. */
        public boolean isUp() {
            return cause.isEmpty();
        }
    }

    /** What a look has found. */
    public record Verdict(Instant at, List<Check> checks) {
        /** Freezes the list. */
        public Verdict {
            checks = List.copyOf(checks);
        }

        /** Whether everything is as it should be. */
        public boolean isUp() {
            return checks.stream().allMatch(Check::isUp);
        }
    }

    /** What the last look has found. */
    public Verdict verdict() {
        Verdict known = last;
        if (Duration.between(known.at(), clock.instant()).compareTo(LONGEST) > 0) {
            return new Verdict(known.at(), List.of(new Check("database", "it does not answer", "")));
        }
        return known;
    }

    private void loop() {
        try {
            while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                last = look();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Verdict look() {
        List<Check> checks = List.of(database(), scheduler(), disk(), outbox());
        return new Verdict(clock.instant(), checks);
    }

    private Check database() {
        try {
            store.ping();
            return engine.unwritten()
                    .map(reason -> new Check(
                            "database", "it cannot be written to, so nothing is begun; is its disk full?", reason))
                    .orElse(Check.good("database"));
        } catch (StoreException away) {
            return new Check("database", "it does not answer", String.valueOf(away.getMessage()));
        }
    }

    private Check scheduler() {
        return engine.trouble()
                .map(trouble -> new Check("scheduler", "this node does not work on executions any more", trouble))
                .orElse(Check.good("scheduler"));
    }

    private Check disk() {
        long left = space.getAsLong();
        return left >= LEAST_SPACE
                ? Check.good("disk")
                : new Check(
                        "disk",
                        "the disk of the data folder is nearly full; make room",
                        left + " bytes are left, " + LEAST_SPACE + " are needed");
    }

    private Check outbox() {
        try {
            Duration late = store.statistics().load().lateness();
            return late.compareTo(LATEST) < 0 || !engine.isWorking()
                    ? Check.good("outbox")
                    : new Check(
                            "outbox",
                            "messages are not sent",
                            "the first should have been sent " + late.toSeconds() + " s ago");
        } catch (StoreException away) {
            // The database is what is wrong.
            return Check.good("outbox");
        }
    }

    /** Whether the disk of a folder has so much room that an embedded database can be trusted to write. */
    public static boolean hasRoom(Path folder) {
        return spaceOf(folder) >= LEAST_SPACE;
    }

    /** How many bytes may be written to the disk of a folder, which need not exist yet. */
    static long spaceOf(Path folder) {
        Optional<Path> existing = Optional.of(folder.toAbsolutePath());
        while (existing.isPresent() && !Files.exists(existing.get())) {
            existing = Optional.ofNullable(existing.get().getParent());
        }
        try {
            return existing.isEmpty() ? 0 : Files.getFileStore(existing.get()).getUsableSpace();
        } catch (IOException unreadable) {
            return 0;
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
