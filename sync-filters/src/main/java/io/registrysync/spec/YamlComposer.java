package io.registrysync.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of a YAML text from the parser's events. The library's own composer would follow any depth, keep
 * duplicate keys from us and act on tags; this one knows text, lists and keys, and ends early.
 */
final class YamlComposer {
    static final String TOO_LARGE = "the file is larger than 16 MiB; divide it";
    /** Of bytes as well as of characters. What a server with many tasks exports must be readable. */
    static final int MAX_SIZE = 16 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_PATH = 120;
    private static final int MAX_PARTS = 1_000_000;
    /** A few lines of aliases could stand for any number of values. */
    private static final int MAX_REPEATED = 100_000;

    private static final Place START = new Place(1, 1);

    private final Problems problems;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private Iterator<Event> events = List.<Event>of().iterator();
    private int aliases;
    private int parts;
    private int repeated;

    private YamlComposer(Problems problems) {
        this.problems = problems;
    }

    /** The tree, or nothing where the text has none; {@code problems} says why. */
    static Optional<Yaml> compose(String text, Problems problems) {
        if (text.length() > MAX_SIZE) {
            problems.add(START, TOO_LARGE);
            return Optional.empty();
        }
        // Some editors put a byte order mark in front; it is no part of the text.
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            return new YamlComposer(problems).document(content);
        } catch (Malformed malformed) {
            problems.add(malformed.place, malformed.text);
        } catch (MarkedYamlEngineException malformed) {
            Place place = malformed.getProblemMark().map(YamlComposer::place).orElse(START);
            problems.add(place, "not YAML: " + syntax(malformed));
        } catch (ReaderException unreadable) {
            problems.add(placeOf(unreadable.getPosition(), content), "a control character, which YAML does not allow");
        } catch (YamlEngineException malformed) {
            problems.add(START, "not YAML");
        }
        return Optional.empty();
    }

    private Optional<Yaml> document(String text) {
        events = new Parse(LoadSettings.builder()
                        .setCodePointLimit(MAX_SIZE)
                        // Reading more in the middle of a long text copies all that is there of it.
                        .setBufferSize(Math.max(1 << 10, text.length() / 8))
                        .build())
                .parseString(text)
                .iterator();
        events.next(); // the start of the stream
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            problems.add(START, "the file is empty");
            return Optional.empty();
        }
        Yaml root = part(events.next(), "", 0);
        events.next(); // the end of the document
        Event next = events.next();
        if (next.getEventId() == Event.ID.DocumentStart) {
            throw new Malformed(place(next), "a second document begins here; a file holds one");
        }
        return Optional.of(root);
    }

    private Yaml part(Event event, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Malformed(place(event), "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (event instanceof AliasEvent alias) {
            return repeated(alias);
        }
        refuseTag(event);
        int before = parts;
        count(event, 1);
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        // Until its end is reached there is nothing that an alias inside it could stand for.
        anchor.ifPresent(anchors::remove);
        Yaml part = switch (event.getEventId()) {
            case SequenceStart -> items(event, path, depth);
            case MappingStart -> keys(event, path, depth);
            default -> text((ScalarEvent) event, path);
        };
        anchor.ifPresent(name -> anchors.put(name, new Anchored(part, parts - before)));
        return part;
    }

    private Yaml text(ScalarEvent event, String path) {
        return new Yaml.Text(place(event), path, event.getValue(), event.isPlain());
    }

    private Yaml items(Event start, String path, int depth) {
        List<Yaml> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(part(next, below(path, "[" + items.size() + "]"), depth + 1));
        }
        return new Yaml.Items(place(start), path, List.copyOf(items));
    }

    private Yaml keys(Event start, String path, int depth) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Yaml key = part(next, path, depth + 1);
            Place place = place(next);
            String name = name(key, place);
            Yaml value = part(events.next(), below(path, path.isEmpty() ? name : "." + name), depth + 1);
            if (name.isEmpty()) {
                continue;
            }
            Yaml.Entry earlier = entries.putIfAbsent(name, new Yaml.Entry(place, path, name, value));
            if (earlier != null) {
                problems.add(
                        place,
                        "the key " + Words.quote(name) + " stands here twice; first in line "
                                + earlier.place().line());
            }
        }
        return new Yaml.Keys(place(start), path, List.copyOf(entries.values()));
    }

    /** Ends somewhere: there can be as many paths as values, and a key can be as long as the file. */
    static String below(String path, String step) {
        return path.length() > MAX_PATH ? path : path + Words.shown(step);
    }

    /** The key as text; empty after a complaint. */
    private String name(Yaml key, Place place) {
        if (!(key instanceof Yaml.Text text) || text.isNothing() || text.text().isEmpty()) {
            problems.add(place, "a key must be text, not " + (key instanceof Yaml.Text ? "nothing" : key.kind()));
            return "";
        }
        if (text.plain() && text.text().equals("<<")) {
            problems.add(
                    place,
                    "YAML 1.2 has no merge keys (<<); write what several syncs have in common below \"defaults\"");
            return "";
        }
        return text.text();
    }

    private Yaml repeated(AliasEvent alias) {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            throw new Malformed(place(alias), "*" + alias.getAlias() + " repeats nothing that ends before it");
        }
        if (++aliases > MAX_ALIASES) {
            throw new Malformed(place(alias), "more than " + MAX_ALIASES + " aliases");
        }
        repeated += anchored.size();
        if (repeated > MAX_REPEATED) {
            throw new Malformed(place(alias), "more than " + MAX_REPEATED + " values that aliases repeat");
        }
        count(alias, anchored.size());
        return anchored.part();
    }

    private void count(Event event, int more) {
        parts += more;
        if (parts > MAX_PARTS) {
            throw new Malformed(place(event), "more than " + MAX_PARTS + " values");
        }
    }

    private static void refuseTag(Event event) {
        Optional<String> tag = Optional.empty();
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof SequenceStartEvent sequence) {
            tag = sequence.getTag();
        } else if (event instanceof MappingStartEvent mapping) {
            tag = mapping.getTag();
        }
        tag.ifPresent(name -> {
            throw new Malformed(place(event), "tags such as " + Words.quote(name) + " are not read; leave it out");
        });
    }

    private static String syntax(MarkedYamlEngineException malformed) {
        // Not the whole message: it repeats the lines around, which may hold a secret.
        String problem = malformed.getProblem();
        return problem.contains("TAB") ? "a tab; indent with spaces" : problem;
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlComposer::place).orElse(START);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Place placeOf(int position, String text) {
        int end = text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Place(line, 1 + before.codePointCount(lineStart, before.length()));
    }

    private record Anchored(Yaml part, int size) {}

    /** Ends the reading: what follows would only bring complaints that have this one as their reason. */
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;
        private final String text;

        Malformed(Place place, String text) {
            super(text);
            this.place = place;
            this.text = text;
        }
    }
}
