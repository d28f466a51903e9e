package io.registrysync.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A message before it is put into the format of a service. Labels and titles are ours; values are from outside, of one
 * line, and must be escaped.
 *
 * @param title       of one line, carries {@value #KEYWORD}; the task's name in it is from outside
 * @param heading     what it is about
 * @param bad         whether somebody should look
 * @param facts       what comes first
 * @param listHeading above the list
 * @param list        numbers
 * @param time        when it happened; empty where that does not matter
 * @param details     what comes below: failed images, a note
 * @param link        where to read more
 * @param linkText    what is written on the link
 * @param omission    what to say where something had to be left out
 */
record Message(
        String title,
        String heading,
        boolean bad,
        List<Fact> facts,
        String listHeading,
        List<Fact> list,
        String time,
        List<Detail> details,
        Optional<URI> link,
        String linkText,
        String omission) {
    /** Stands in every title: robots that are protected by a keyword drop messages without it. */
    static final String KEYWORD = "Registry Sync";

    /** A label with its separator, and a value from outside. */
    record Fact(String label, String value) {}

    /** A heading, and what it stands above: labels and values are from outside here. */
    record Detail(String heading, List<Fact> items) {}

    /**
     * Facts, numbers and time, as lines.
     *
     * @param quote stands before every line of facts and numbers
     */
    List<String> body(String quote, UnaryOperator<String> escape) {
        List<String> lines = new ArrayList<>();
        facts.forEach(fact -> lines.add(quote + fact.label() + escape.apply(fact.value())));
        if (!list.isEmpty()) {
            lines.add(quote.strip());
            lines.add(quote + listHeading);
            list.forEach(fact -> lines.add(quote + "- " + fact.label() + escape.apply(fact.value())));
        }
        if (!time.isEmpty()) {
            lines.add("");
            lines.add(time);
        }
        return lines;
    }

    /** The details as lines, each detail below an empty one. */
    List<String> detailLines(UnaryOperator<String> escape) {
        List<String> lines = new ArrayList<>();
        for (Detail detail : details) {
            lines.add("");
            lines.add(detail.heading());
            detail.items().forEach(item -> lines.add("- " + escape.apply(item.label() + item.value())));
        }
        return lines;
    }
}
