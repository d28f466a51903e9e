package io.registrysync.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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

    private static final int DEEPEST = 6;
    private static final Pattern HOLE = Pattern.compile("\\{(\\d+)(:word)?}");
    private static final Pattern APPENDED = Pattern.compile("^(?:[;,(]|in )");
    private static final Pattern OPERATION =
            Pattern.compile("([a-z]+(?: [a-z]+){0,3}) (\"[^\"]*\"|'[^']*'|\\S+): (.+)", Pattern.DOTALL);
    private static final Pattern BEGINS_IN_CHINESE = Pattern.compile("^ ?[\\p{IsHan}（“]");
    private static final Pattern ENDS_IN_CHINESE = Pattern.compile("[\\p{IsHan}）”。；：，] ?$");

    private final Map<String, String> constant = new HashMap<>();
    private final List<Varying> varying = new ArrayList<>();

    private Sentences(Map<String, String> table) {
        table.forEach((english, chinese) -> {
            if (HOLE.matcher(english).find() || APPENDED.matcher(english).find()) {
                varying.add(Varying.of(english, chinese));
            } else {
                constant.put(english, chinese);
            }
        });
        varying.sort(Comparator.comparingInt(Varying::weight).reversed());
    }

    /** A sentence in a language: Chinese where that is asked for and the sentence is known, or else as it is. */
    static String in(Locale language, String english) {
        return language.getLanguage().equals(Locale.CHINESE.getLanguage())
                ? Table.CHINESE.translate(english, 0).orElse(english)
                : english;
    }

    /** Read when somebody needs it. */
    private static final class Table {
        static final Sentences CHINESE = read();

        private static Sentences read() {
            try (InputStream file = Sentences.class.getResourceAsStream("sentences.zh.json")) {
                return new Sentences(JsonMapper.shared()
                        .readValue(Objects.requireNonNull(file), new TypeReference<Map<String, String>>() {}));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private Optional<String> translate(String given, int depth) {
        String text = given.strip();
        if (text.indexOf(' ') < 0 || depth > DEEPEST) {
            // A word is a name more often than not.
            return Optional.empty();
        }
        return Stream.<Function<String, Optional<String>>>of(
                        each -> Optional.ofNullable(constant.get(each)),
                        each -> varying(each, depth + 1),
                        each -> operation(each, depth + 1),
                        each -> appended(each, depth + 1),
                        each -> led(each, depth + 1),
                        each -> listed(each, depth + 1))
                .flatMap(way -> way.apply(text).stream())
                .findFirst();
    }

    private String say(String text, int depth) {
        return translate(text, depth).orElse(text);
    }

    private Optional<String> varying(String text, int depth) {
        return varying.stream()
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
        String said = match.matches() ? constant.get(match.group(1)) : null;
        return Optional.ofNullable(said).map(known -> known + " " + match.group(2) + "：" + say(match.group(3), depth));
    }

    /** A sentence, and what belongs to it: {@code …; did you mean "x"?}, {@code … in tags}, {@code … (404)}. */
    private Optional<String> appended(String text, int depth) {
        for (Varying each : varying) {
            Pattern end = each.end();
            Matcher match = end == null || !text.contains(each.piece()) ? null : end.matcher(text);
            Optional<String> said = match == null ? Optional.empty() : fitting(each, match, 2, depth);
            if (match != null && said.isPresent()) {
                return said.map(tail -> say(match.group(1), depth) + tail);
            }
        }
        for (int open = text.indexOf(" ("); open > 0 && text.endsWith(")"); open = text.indexOf(" (", open + 1)) {
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
        for (int colon = text.lastIndexOf(": "); colon > 0; colon = text.lastIndexOf(": ", colon - 1)) {
            String head = text.substring(0, colon);
            String rest = text.substring(colon + 2);
            Optional<String> said = Optional.ofNullable(constant.get(head)).or(() -> varying(head, depth));
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
                || Stream.of(parts).allMatch(part -> translate(part, depth).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                String.join("；", Stream.of(parts).map(part -> say(part, depth)).toList()));
    }

    private String filled(String chinese, List<String> values) {
        StringBuilder text = new StringBuilder();
        Matcher holes = HOLE.matcher(chinese);
        int from = 0;
        while (holes.find()) {
            join(text, chinese.substring(from, holes.start()));
            String value = values.get(Integer.parseInt(holes.group(1)));
            join(text, holes.group(2) == null ? value : constant.getOrDefault(value, value));
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
