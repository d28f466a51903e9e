package io.registrysync.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a YAML file. Immutable; parts that an alias repeats are the same object. */
sealed interface Yaml {
    /** Where it begins. */
    Place place();

    /** Its way from the top, such as {@code syncs[0].tags}. */
    String path();

    /** How its kind is called in messages. */
    String kind();

    /** How many values it holds, with itself and what aliases repeat. */
    int size();

    /**
     * Text. What it stands for is the affair of who reads it: {@code 1.20} is a tag here and a number there.
     *
     * @param plain whether it stands without quotes
     */
    record Text(Place place, String path, String text, boolean plain) implements Yaml {
        /** Whether nothing is written, or YAML's word for it. */
        boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return "a single value";
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** A list. */
    record Items(Place place, String path, List<Yaml> items) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public int size() {
            return 1 + items.stream().mapToInt(Yaml::size).sum();
        }
    }

    /** Keys with their values; no key twice. */
    record Keys(Place place, String path, List<Entry> entries) implements Yaml {
        @Override
        public String kind() {
            return "a group of keys";
        }

        @Override
        public int size() {
            return 1 + entries.stream().mapToInt(entry -> entry.value().size()).sum();
        }

        /** These keys and, where one is missing, that of {@code defaults}; groups on both sides are joined alike. */
        Keys over(Keys defaults) {
            Map<String, Entry> joined = new LinkedHashMap<>();
            defaults.entries().forEach(entry -> joined.put(entry.key(), entry));
            for (Entry own : entries) {
                joined.merge(own.key(), own, (general, special) -> special.over(general));
            }
            return new Keys(place, path, new ArrayList<>(joined.values()));
        }
    }

    /**
     * A key and its value.
     *
     * @param place  where the key stands
     * @param parent the path of the keys that it is one of
     */
    record Entry(Place place, String parent, String key, Yaml value) {
        private Entry over(Entry general) {
            return value instanceof Keys own && general.value instanceof Keys defaults
                    ? new Entry(place, parent, key, own.over(defaults))
                    : this;
        }
    }
}
