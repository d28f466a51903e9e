package io.registrysync.notify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages in the Markdown that chat robots understand: headings, quotes, lists and links, and no way to escape.
 *
 * <p>Neither WeCom nor DingTalk documents an escape character. What would mean something to them is replaced by its
 * full-width form, which reads the same and means nothing: no link, no picture and no {@code <@everybody>} can come out
 * of a task's name. What means something only where a line begins cannot get there. An underscore is left alone, for
 * names are full of them and neither service gives them a meaning within a word.
 */
final class Markdown {
    private static final String ACTIVE = "<>[]*`~&\\";

    private Markdown() {}

    /**
     * The text of the manual: heading, quoted facts, time; below it details and link.
     *
     * @param lineEnd what makes a line end where a single line feed does not
     * @param footer  the last line; may be empty
     * @param limit   bytes in UTF-8
     */
    static String text(Message message, String lineEnd, String footer, int limit) {
        List<String> lines = new ArrayList<>();
        lines.add("### " + message.heading());
        lines.add("");
        lines.addAll(message.body("> ", Markdown::escape));
        lines.addAll(message.detailLines(Markdown::escape));
        String end = message.link()
                        .map(link -> "\n\n" + link(message.linkText(), link))
                        .orElse("")
                + (footer.isEmpty() ? "" : "\n\n" + footer);
        List<String> ended = lines.stream()
                .map(line -> line.isEmpty() ? line : line + lineEnd)
                .toList();
        return PlainText.fitted(ended, "\n", message.omission(), end, limit);
    }

    static String escape(String foreign) {
        StringBuilder safe = new StringBuilder(foreign.length());
        foreign.chars().forEach(c -> safe.append(ACTIVE.indexOf(c) < 0 ? (char) c : (char) (c - '!' + '！')));
        return safe.toString();
    }

    private static String link(String text, URI address) {
        String target = address.toASCIIString().replace("(", "%28").replace(")", "%29");
        return "[" + text + "](" + target + ")";
    }
}
