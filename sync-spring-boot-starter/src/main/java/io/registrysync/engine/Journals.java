package io.registrysync.engine;

import io.registrysync.store.LogLine;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What this node does for all executions, and the way of it into the store. */
final class Journals {
    private final Store store;
    private final String node;
    private final InstantSource clock;
    private final Supplier<Locale> language;
    private final Map<Long, ExecutionJournal> journals = new ConcurrentHashMap<>();

    /** {@code language} is that of lines; asked when an execution has its first one here. */
    Journals(Store store, String node, InstantSource clock, Supplier<Locale> language) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.language = language;
    }

    ExecutionJournal of(long execution) {
        return journals.computeIfAbsent(execution, unused -> new ExecutionJournal(clock, language.get()));
    }

    /** Does something with the journal of an execution that this node works on. */
    void ifPresent(long execution, Consumer<ExecutionJournal> action) {
        ExecutionJournal journal = journals.get(execution);
        if (journal != null) {
            action.accept(journal);
        }
    }

    /** Cuts everything that runs here. */
    void cancelAll() {
        journals.values().forEach(ExecutionJournal::cancel);
    }

    /** Writes what is new of all executions. */
    void flush() {
        journals.forEach((execution, journal) -> {
            flush(execution, journal);
            if (journal.hasChanged()) {
                store.live().report(execution, node, journal.report().toJson());
            }
        });
    }

    /** Writes what one execution has said and sent, so that it is there when it ends. */
    void flush(long execution) {
        ifPresent(execution, journal -> flush(execution, journal));
    }

    private void flush(long execution, ExecutionJournal journal) {
        // One writer at a time, so that the lines keep their order.
        synchronized (journal.writing()) {
            List<LogLine> lines = journal.take();
            try {
                store.logs().append(execution, lines);
            } catch (StoreException away) {
                journal.giveBack(lines);
                throw away;
            }
            Map<Instant, Long> sent = journal.takeSent();
            try {
                store.throughput().add(execution, sent);
            } catch (StoreException away) {
                journal.giveBackSent(sent);
                throw away;
            }
        }
    }

    /** The execution is over, and this node has nothing more to say about it. */
    void forget(long execution) {
        ifPresent(execution, journal -> {
            if (journal.isIdle()) {
                journals.remove(execution);
            }
        });
    }
}
