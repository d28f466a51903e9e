package io.registrysync.filter;

import io.registrysync.oci.Tag;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Watches what rules cost on one list of tags, and refuses one that costs too much. No pattern takes more than time
 * linear in the length of a tag, but what it takes for one character can be made to be much, and a list can be long.
 *
 * <p>Counts processor time, so that a machine that is busy otherwise refuses nothing. Used by one thread.
 */
final class Effort {
    /** Ordinary patterns take one or two percent of it. */
    static final long MOST_NANOS_PER_TAG = 50_000;
    /** Every so many tags one is looked at. */
    private static final int DISTANCE = 32;
    /** So many are looked at before a pattern is judged, again and again: the first ones are slow in every program. */
    private static final int SAMPLES = 32;

    private final List<NameRule> rules;
    private final ImageNames names;
    private final LongSupplier processorNanos;
    private final long[] spent;
    private int tags;
    private int samples;

    Effort(List<NameRule> rules, ImageNames names) {
        this(rules, names, processorTime());
    }

    /**
     * Watches by a clock.
     *
     * @param processorNanos time that this thread has worked
     */
    Effort(List<NameRule> rules, ImageNames names, LongSupplier processorNanos) {
        this.rules = List.copyOf(rules);
        this.names = names;
        this.processorNanos = processorNanos;
        this.spent = new long[rules.size()];
    }

    private static LongSupplier processorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : () -> 0;
    }

    /**
     * Another tag is about to be decided.
     *
     * @throws RuleException where a rule has turned out to cost too much
     */
    void beforeDeciding(Tag tag) {
        tags++;
        if (tags % DISTANCE != 0) {
            return;
        }
        for (int i = 0; i < spent.length; i++) {
            long before = processorNanos.getAsLong();
            boolean unused = rules.get(i).matches(tag, names);
            spent[i] += processorNanos.getAsLong() - before;
        }
        samples++;
        if (samples == SAMPLES) {
            judge();
        }
    }

    private void judge() {
        for (int i = 0; i < spent.length; i++) {
            if (spent[i] / SAMPLES > MOST_NANOS_PER_TAG) {
                throw new RuleException("the pattern "
                        + RuleException.quote(rules.get(i).rule().text())
                        + " takes too long: " + spent[i] / SAMPLES / 1000 + " microseconds per tag, "
                        + MOST_NANOS_PER_TAG / 1000 + " are allowed; use fewer or smaller repetitions");
            }
            spent[i] = 0;
        }
        samples = 0;
    }
}
