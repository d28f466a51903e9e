package io.registrysync.spring.security;

import java.time.InstantSource;

/** Bounds how much strangers can make us write down. Safe for use by several threads. */
final class Trickle {
    private static final int PER_MINUTE = 60;

    private final InstantSource clock;
    private long minute;
    private int passed;

    Trickle(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean passes() {
        long now = clock.millis() / 60_000;
        if (now != minute) {
            minute = now;
            passed = 0;
        }
        passed++;
        return passed <= PER_MINUTE;
    }
}
