package io.registrysync.engine;

import io.registrysync.store.Delivery;
import io.registrysync.store.Execution;
import io.registrysync.store.LogLine.Level;
import io.registrysync.store.Store;
import io.registrysync.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends executions, once over all nodes, and sees to it that what they said is there before they are over. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Store store;
    private final Journals journals;
    private final Function<Execution, List<Delivery.Draft>> messages;
    private final Consumer<Execution> ended;

    /**
     * Ends nothing yet.
     *
     * @param messages what is to be told of an execution that ended
     * @param ended    hears of those that this node has ended
     */
    Ending(
            Store store,
            Journals journals,
            Function<Execution, List<Delivery.Draft>> messages,
            Consumer<Execution> ended) {
        this.store = store;
        this.journals = journals;
        this.messages = messages;
        this.ended = ended;
    }

    /** Lines first: who sees that a unit is over sees all that it said. */
    void beforeUnitEnds(long execution) {
        try {
            journals.flush(execution);
        } catch (StoreException away) {
            LOG.warn("the log of execution {} is written later: {}", execution, away.getMessage());
        }
    }

    /** Ends an execution if nothing is left of it; whether it is over now. */
    boolean close(long id) {
        Optional<Execution> closed = store.executions().close(id, messages);
        closed.ifPresent(this::over);
        return closed.isPresent() || store.executions().get(id).state().isFinal();
    }

    /** Ends an execution that cannot begin. */
    void fail(long id, String message) {
        store.executions().fail(id, message, messages).ifPresent(this::over);
    }

    private void over(Execution execution) {
        sumUp(execution, journals.of(execution.id()));
        beforeUnitEnds(execution.id());
        journals.forget(execution.id());
        ended.accept(execution);
    }

    private static void sumUp(Execution execution, ExecutionJournal journal) {
        var images = execution.tally().images();
        var blobs = execution.tally().blobs();
        boolean succeeded = execution.state() == Execution.State.SUCCEEDED;
        Phrase end = succeeded
                ? Phrase.SUCCEEDED
                : execution.reason() == Execution.Reason.STOPPED ? Phrase.STOPPED : Phrase.ENDED_FAILED;
        journal.say(
                Level.INFO,
                journal.words(Phrase.IMAGES, images.copied(), images.unchanged(), images.skipped(), images.failed()));
        journal.say(
                succeeded ? Level.INFO : Level.ERROR,
                journal.words(
                        end,
                        blobs.uploaded(),
                        blobs.present(),
                        blobs.failed(),
                        execution.stopRequestedBy().orElse("")));
    }
}
