package io.registrysync.store;

import java.time.Instant;

/**
 * A process that works.
 *
 * @param threads how many units it does at once
 * @param seenAt  when it last said that it lives
 */
public record Node(String name, String version, int threads, Instant startedAt, Instant seenAt) {}
