package io.registrysync.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this project says in English, in Chinese: for what is written once, logs and messages. Sentences are recognised by
 * what does not vary in them; what they are about may be a sentence itself; what is in no table, such as the words of a
 * registry, stays as it is. The pages do the same with the same table (phrasebook.ts), and both with the same examples.
 */
final class Sentences {
    /** What varies less is taken for what it means only where its values are words, or sentences of ours. */
    private static final int WEIGHTY = 10;

    /** What is longer, or has more of what sentences are put together with, was not written by us. */
    private static final int LONGEST = 2_000;

    private static final int MOST_PLACES = 8;
    private static final int MOST_PARTS = 40;
    private static final int DEEPEST = 6;
    private static final Pattern HOLE = Pattern.compile("\\{(\\d+)(:word)?}");
    private static final Pattern APPENDED = Pattern.compile("^(?:[;,(]|in )");
    private static final Pattern OPERATION =
            Pattern.compile("([a-z]+(?: [a-z]+){0,2}) (of the sync (?:\"[^\"]*\"|'[^']*')|\\S+): (.+)", Pattern.DOTALL);
    private static final Pattern BEGINS_IN_CHINESE = Pattern.compile("^ ?[\\p{IsHan}（“]");
    private static final Pattern ENDS_IN_CHINESE = Pattern.compile("[\\p{IsHan}）”。；：，] ?$");

    private final Table table;
    private final Map<String, Optional<String>> known = new HashMap<>();

    private Sentences(Table table) {
        this.table = table;
    }

    /** A sentence in a language: Chinese where that is asked for and the sentence is known, or else as it is. */
    static String in(Locale language, String english) {
        return language.getLanguage().equals(Locale.CHINESE.getLanguage())
                ? new Sentences(Table.CHINESE).say(english, 0)
                : english;
    }

    private Optional<String> translate(String given, int depth) {
        String text = given.strip();
        if (text.indexOf(' ') < 0 || text.length() > LONGEST || depth > DEEPEST) {
            // A word is a name more often than not.
            return Optional.empty();
        }
        Optional<String> before = known.get(text);
        if (before == null) {
            before = recognised(text, depth + 1);
            known.put(text, before);
        }
        return before;
    }

    private Optional<String> recognised(String text, int depth) {
        return Optional.ofNullable(table.constant.get(text))
                .or(() -> varying(text, depth))
                .or(() -> operation(text, depth))
                .or(() -> appended(text, depth))
                .or(() -> led(text, depth))
                .or(() -> listed(text, depth));
    }

    private String say(String text, int depth) {
        return translate(text, depth).orElse(text);
    }

    private Optional<String> varying(String text, int depth) {
        return table.varying.stream()
                .filter(each -> text.contains(each.piece()))
                .flatMap(each -> fitting(each, each.whole().matcher(text), 1, depth).stream())
                .findFirst();
    }

    private Optional<String> fitting(Varying sentence, Matcher match, int first, int depth) {
        if (!match.matches()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        boolean sure = true;
        for (int group = first; group <= match.groupCount(); group++) {
            String value = match.group(group);
            Optional<String> said = translate(value, depth);
            sure &= said.isPresent() || value.indexOf(' ') < 0;
            values.add(said.orElse(value));
        }
        return sure || sentence.weight() >= WEIGHTY
                ? Optional.of(filled(sentence.chinese(), values))
                : Optional.empty();
    }

    /** As registries' failures begin: {@code push manifest registry.example.com/web:1: …}. */
    private Optional<String> operation(String text, int depth) {
        Matcher match = OPERATION.matcher(text);
        String said = match.matches() ? table.constant.get(match.group(1)) : null;
        if (said == null) {
            return Optional.empty();
        }
        StringBuilder chinese = new StringBuilder(said).append(' ');
        join(chinese, say(match.group(2), depth));
        return Optional.of(
                chinese.append('：').append(say(match.group(3), depth)).toString());
    }

    /** A sentence, and what belongs to it: {@code …; did you mean "x"?}, {@code … in tags}, {@code … (404)}. */
    private Optional<String> appended(String text, int depth) {
        for (Varying each : table.varying) {
            Pattern end = each.end();
            Matcher match = end == null || !text.contains(each.piece()) ? null : end.matcher(text);
            Optional<String> said = match == null ? Optional.empty() : fitting(each, match, 2, depth);
            if (match != null && said.isPresent()) {
                Optional<String> head = translate(match.group(1), depth);
                if (head.isPresent()
                        || each.weight() >= WEIGHTY
                        || match.group(1).indexOf(' ') < 0) {
                    return said.map(tail -> head.orElse(match.group(1)) + tail);
                }
            }
        }
        for (int open : text.endsWith(")") ? places(text, " (") : List.<Integer>of()) {
            String note = text.substring(open + 2, text.length() - 1);
            Optional<String> said = translate(text.substring(0, open), depth);
            if (said.isPresent()) {
                return said.map(head -> head + "（" + say(note, depth) + "）");
            }
        }
        return Optional.empty();
    }

    /** A sentence, and what was heard about it: {@code the login was refused: UNAUTHORIZED …}; or where it is so. */
    private Optional<String> led(String text, int depth) {
        List<Integer> colons = places(text, ": ");
        Collections.reverse(colons);
        for (int colon : colons) {
            String head = text.substring(0, colon);
            String rest = text.substring(colon + 2);
            Optional<String> said = head.indexOf(' ') < 0
                    ? Optional.ofNullable(table.constant.get(head + ":"))
                            .map(label -> label.substring(0, label.length() - 1))
                    : Optional.ofNullable(table.constant.get(head)).or(() -> varying(head, depth));
            Optional<String> heard = translate(rest, depth);
            if (said.isPresent() || (heard.isPresent() && head.indexOf(' ') < 0)) {
                return Optional.of(said.orElse(head) + "：" + heard.orElse(rest));
            }
        }
        return Optional.empty();
    }

    private Optional<String> listed(String text, int depth) {
        String[] parts = text.split("; ");
        if (parts.length < 2
                || parts.length > MOST_PARTS
                || Stream.of(parts).allMatch(part -> translate(part, depth).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                String.join("；", Stream.of(parts).map(part -> say(part, depth)).toList()));
    }

    /** Where something stands in a text, but for its beginning. */
    private static List<Integer> places(String text, String mark) {
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(mark, 1); at > 0 && found.size() < MOST_PLACES; at = text.indexOf(mark, at + 1)) {
            found.add(at);
        }
        return found;
    }

    private String filled(String chinese, List<String> values) {
        StringBuilder text = new StringBuilder();
        Matcher holes = HOLE.matcher(chinese);
        int from = 0;
        while (holes.find()) {
            join(text, chinese.substring(from, holes.start()));
            String value = values.get(Integer.parseInt(holes.group(1)));
            join(text, holes.group(2) == null ? value : table.constant.getOrDefault(value, value));
            from = holes.end();
        }
        join(text, chinese.substring(from));
        return text.toString();
    }

    /** The blank that keeps Latin letters from Chinese ones has no place between Chinese ones. */
    private static void join(StringBuilder text, String next) {
        boolean chinese = ENDS_IN_CHINESE.matcher(text).find()
                && BEGINS_IN_CHINESE.matcher(next).find();
        if (chinese && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        text.append(chinese ? next.stripLeading() : next);
    }

    /** All sentences; read when somebody needs them. */
    private static final class Table {
        static final Table CHINESE = read();

        final Map<String, String> constant = new HashMap<>();
        final List<Varying> varying = new ArrayList<>();

        private Table(Map<String, String> sentences) {
            sentences.forEach((english, chinese) -> {
                if (HOLE.matcher(english).find() || APPENDED.matcher(english).find()) {
                    varying.add(Varying.of(english, chinese));
                } else {
                    constant.put(english, chinese);
                }
            });
            varying.sort(Comparator.comparingInt(Varying::weight).reversed());
        }

        private static Table read() {
            try (InputStream file = Sentences.class.getResourceAsStream("sentences.zh.json")) {
                return new Table(JsonMapper.shared()
                        .readValue(Objects.requireNonNull(file), new TypeReference<Map<String, String>>() {}));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /**
     * A sentence in which something varies.
     *
     * @param piece   the longest piece that does not: where it is missing, there is nothing to look at
     * @param weight  how many characters do not
     * @param end     the same at the end of a text, where it can stand there
     */
    private record Varying(
            String piece,
            int weight,
            Pattern whole,
            @Nullable Pattern end,
            String chinese) {
        static Varying of(String english, String chinese) {
            String[] pieces = HOLE.split(english, -1);
            String pattern =
                    String.join("(.*?)", Stream.of(pieces).map(Pattern::quote).toList());
            return new Varying(
                    Stream.of(pieces)
                            .max(Comparator.comparingInt(String::length))
                            .orElseThrow(),
                    Stream.of(pieces).mapToInt(String::length).sum(),
                    Pattern.compile(pattern, Pattern.DOTALL),
                    APPENDED.matcher(english).find() ? Pattern.compile("(.+?) ?" + pattern, Pattern.DOTALL) : null,
                    chinese);
        }
    }
}
