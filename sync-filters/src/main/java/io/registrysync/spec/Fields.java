package io.registrysync.spec;

import io.registrysync.filter.Patterns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Takes the values of one group of keys. Whatever is wrong is noted with its place, and reading goes on, so that one
 * look at the messages is enough. In the end {@link #build} notes the keys that nobody asked for.
 */
final class Fields {
    private final Yaml.Keys keys;
    private final Variables variables;
    private final Problems problems;
    private final Map<String, Yaml.Entry> left = new HashMap<>();
    private final TreeSet<String> known = new TreeSet<>();
    private final int problemsBefore;

    Fields(Yaml.Keys keys, Variables variables, Problems problems) {
        this.keys = keys;
        this.variables = variables;
        this.problems = problems;
        this.problemsBefore = problems.count();
        keys.entries().forEach(entry -> left.put(entry.key(), entry));
    }

    /** A text with its variables filled in. */
    Optional<String> text(String key, String noun) {
        return one(key, noun, text -> text);
    }

    /**
     * A value.
     *
     * @param noun  what it must be, with its article
     * @param parse makes it of the text with its variables filled in; throws an IllegalArgumentException
     */
    <T> Optional<T> one(String key, String noun, Function<String, T> parse) {
        return take(key).flatMap(value -> parsed(value, key, noun, parse, true));
    }

    /** A value that must be there. */
    <T> Optional<T> required(String key, String noun, Function<String, T> parse) {
        if (!has(key)) {
            problems.add(keys.place(), "the key " + Words.quote(key) + " is missing" + at(keys.path()));
        }
        return one(key, noun, parse);
    }

    /** A value in which a dollar sign means what its own language says. */
    <T> Optional<T> pattern(String key, String noun, Function<String, T> parse) {
        return take(key).flatMap(value -> parsed(value, key, noun, parse, false));
    }

    /** A text that may be empty, and in which a dollar sign means what its own language says. */
    Optional<String> maybeEmpty(String key, UnaryOperator<String> check) {
        Optional<Yaml> value = take(key);
        if (value.isPresent()
                && value.get() instanceof Yaml.Text text
                && !text.plain()
                && text.text().isEmpty()) {
            return Optional.of(check.apply(""));
        }
        return value.flatMap(given -> parsed(given, key, "a text", check, false));
    }

    /** A secret's reference. No message repeats what stands here. */
    Optional<String> secret(String key) {
        return pattern(key, "a variable of the environment, written ${NAME}", reference -> {
            variables.checkSecret(reference);
            return reference;
        });
    }

    /** {@code true} or {@code false}. */
    boolean flag(String key, boolean otherwise) {
        return one(key, "true or false", Scalars::flag).orElse(otherwise);
    }

    /** A list, or one value for a list of one. */
    <T> List<T> list(String key, String noun, Function<String, T> parse) {
        return take(key)
                .map(value -> value instanceof Yaml.Items items
                        ? parsedAll(items.items(), key, noun, parse, true)
                        : parsedAll(List.of(value), key, noun, parse, true))
                .orElse(List.of());
    }

    /** A list of patterns, or one text with commas between them. */
    List<String> patterns(String key, String noun, Function<String, String> check) {
        Optional<Yaml> value = take(key);
        if (value.isPresent() && value.get() instanceof Yaml.Items items) {
            return parsedAll(items.items(), key, noun, check, false);
        }
        return value.flatMap(text -> parsed(text, key, noun, Patterns::split, false))
                .map(split -> split.stream()
                        .flatMap(pattern -> checked(value.orElseThrow().place(), key, pattern, check).stream())
                        .toList())
                .orElse(List.of());
    }

    /** A group of keys. */
    Optional<Fields> section(String key) {
        return take(key).flatMap(value -> group(value, key));
    }

    /** A list of groups of keys. */
    List<Fields> sections(String key) {
        Optional<Yaml> value = take(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Yaml.Items items)) {
            problems.add(value.get().place(), key + " must be a list, not " + kind(value.get()));
            return List.of();
        }
        List<Fields> sections = new ArrayList<>();
        items.items().forEach(item -> group(item, key).ifPresent(sections::add));
        return sections;
    }

    /** The value as it stands, which the caller looks at himself. */
    Optional<Yaml> take(String key) {
        known.add(key);
        return Optional.ofNullable(left.remove(key)).map(Yaml.Entry::value);
    }

    Optional<Fields> group(Yaml value, String label) {
        if (value instanceof Yaml.Keys group) {
            return Optional.of(new Fields(group, variables, problems));
        }
        problems.add(value.place(), label + " must be a group of keys, not " + kind(value));
        return Optional.empty();
    }

    /** Whether the key stands there. */
    boolean has(String key) {
        return keys.entries().stream().anyMatch(entry -> entry.key().equals(key));
    }

    /** The keys that nobody asked for yet. */
    Collection<Yaml.Entry> rest() {
        return keys.entries().stream()
                .filter(entry -> left.containsKey(entry.key()))
                .toList();
    }

    Yaml.Keys keys() {
        return keys;
    }

    /** Notes a problem with what these keys say together. */
    void complain(String message) {
        problems.add(keys.place(), message + at(keys.path()));
    }

    /** Notes unknown keys, and makes the value if nothing in these keys was wrong. */
    <T> Optional<T> build(Supplier<T> value) {
        for (Yaml.Entry entry : rest()) {
            problems.add(
                    entry.place(),
                    "unknown key " + Words.quote(entry.key()) + at(entry.parent()) + Words.remedy(entry.key(), known));
        }
        if (problems.count() > problemsBefore) {
            return Optional.empty();
        }
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException contradiction) {
            complain(String.valueOf(contradiction.getMessage()));
            return Optional.empty();
        }
    }

    private <T> List<T> parsedAll(
            List<Yaml> values, String key, String noun, Function<String, T> parse, boolean withVariables) {
        return values.stream()
                .flatMap(value -> parsed(value, key, noun, parse, withVariables).stream())
                .toList();
    }

    private <T> Optional<T> parsed(
            Yaml value, String key, String noun, Function<String, T> parse, boolean withVariables) {
        if (!(value instanceof Yaml.Text text) || text.isNothing()) {
            problems.add(value.place(), key + " must be " + noun + ", not " + kind(value));
            return Optional.empty();
        }
        if (!withVariables) {
            return checked(value.place(), key, text.text(), parse);
        }
        Optional<String> filled = checked(value.place(), key, text.text(), variables::fill);
        if (filled.isPresent() && !variables.mayBeIn(text.text())) {
            return checked(value.place(), key, filled.get(), parse);
        }
        // What came out of the environment is not repeated: it may be what somebody keeps there.
        return filled.flatMap(content -> checked(value.place(), key, content, given -> {
            try {
                return parse.apply(given);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("with its variables filled in this is not " + noun);
            }
        }));
    }

    private <T> Optional<T> checked(Place place, String key, String text, Function<String, T> parse) {
        try {
            if (text.isBlank()) {
                throw new IllegalArgumentException("empty; leave the key out or write its value");
            }
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException wrong) {
            problems.add(place, key + ": " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private static String kind(Yaml value) {
        return value instanceof Yaml.Text text && text.isNothing() ? "nothing" : value.kind();
    }

    private static String at(String path) {
        return path.isEmpty() ? "" : " in " + path;
    }
}
