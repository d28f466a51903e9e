package io.registrysync.filter;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;

/**
 * Puts decisions, some at a time, to rules that ask for facts: enough at a time for the facts to be found out at once,
 * few enough for the copy to start while tags are still being listed.
 */
final class Chunked implements Iterator<TagDecision> {
    /** Tags whose facts are asked for at once. */
    static final int SELECTED = 64;
    /** Keeps what is held small where hardly a tag passes. */
    static final int LISTED = 1_024;

    private final Iterator<TagDecision> source;
    private final UnaryOperator<List<TagDecision>> rules;
    private Iterator<TagDecision> decided = List.<TagDecision>of().iterator();

    Chunked(Iterator<TagDecision> source, UnaryOperator<List<TagDecision>> rules) {
        this.source = source;
        this.rules = rules;
    }

    @Override
    public boolean hasNext() {
        if (!decided.hasNext() && source.hasNext()) {
            decided = rules.apply(chunk()).iterator();
        }
        return decided.hasNext();
    }

    @Override
    public TagDecision next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return decided.next();
    }

    private List<TagDecision> chunk() {
        List<TagDecision> chunk = new ArrayList<>();
        int selected = 0;
        while (selected < SELECTED && chunk.size() < LISTED && source.hasNext()) {
            TagDecision decision = source.next();
            chunk.add(decision);
            selected += decision.selected() ? 1 : 0;
        }
        return chunk;
    }
}
