package io.registrysync.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds the tree of values that are there already, as a JSON parser makes them: maps, lists, texts, numbers, flags. A
 * key without a value is as good as missing. Values are counted instead of lines, see {@link Problems}.
 */
final class ValueComposer {
    private static final int MAX_DEPTH = 20;

    private final List<String> paths = new ArrayList<>();

    /**
     * The tree.
     *
     * @throws IllegalArgumentException where something is nested too deeply, or is no value of JSON
     */
    Yaml.Keys compose(Map<?, ?> values) {
        return keys(values, "", place(""), 0);
    }

    /** The way to each value, by its number. Grows until the tree is complete. */
    List<String> paths() {
        return paths;
    }

    private Place place(String path) {
        paths.add(path);
        return new Place(paths.size() - 1, 1);
    }

    private Yaml.Keys keys(Map<?, ?> values, String path, Place place, int depth) {
        List<Yaml.Entry> entries = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null) {
                String key = String.valueOf(name);
                String below = YamlComposer.below(path, path.isEmpty() ? key : "." + key);
                Place at = place(below);
                entries.add(new Yaml.Entry(at, path, key, part(value, below, at, depth + 1)));
            }
        });
        return new Yaml.Keys(place, path, List.copyOf(entries));
    }

    private Yaml part(Object value, String path, Place place, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(path + ": nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof Map<?, ?> map) {
            return keys(map, path, place, depth);
        }
        if (value instanceof List<?> list) {
            List<Yaml> items = new ArrayList<>();
            for (Object item : list) {
                String below = YamlComposer.below(path, "[" + items.size() + "]");
                items.add(
                        item == null
                                ? new Yaml.Text(place(below), below, "", true)
                                : part(item, below, place(below), depth + 1));
            }
            return new Yaml.Items(place, path, List.copyOf(items));
        }
        return new Yaml.Text(place, path, text(value), false);
    }

    private static String text(Object value) {
        if (value instanceof Double || value instanceof Float) {
            // Without an exponent, which nobody writes.
            return new BigDecimal(value.toString()).toPlainString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("texts, numbers, flags, lists and maps are values; this is a "
                + value.getClass().getName());
    }
}
