package io.registrysync.filter;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.Tag;
import io.registrysync.sync.TagFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Of the tags that passed so far, lets the newest pass. Hands on at once what others refused; the tags that compete are
 * collected, and follow at the end, in the order in which they were listed.
 */
final class Newest implements Iterator<TagDecision> {
    private final Iterator<TagDecision> source;
    private final int count;
    private final Tags.By by;
    private final TagFacts facts;
    private final Set<Tag> candidates = new LinkedHashSet<>();
    private Iterator<TagDecision> decided = List.<TagDecision>of().iterator();

    Newest(Iterator<TagDecision> source, int count, Tags.By by, TagFacts facts) {
        this.source = source;
        this.count = count;
        this.by = by;
        this.facts = facts;
    }

    @Override
    public boolean hasNext() {
        while (!decided.hasNext() && source.hasNext()) {
            TagDecision decision = source.next();
            if (decision.selected()) {
                candidates.add(decision.tag());
            } else {
                decided = List.of(decision).iterator();
            }
        }
        if (!decided.hasNext() && !candidates.isEmpty()) {
            decided = decide(new ArrayList<>(candidates)).iterator();
            candidates.clear();
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

    private List<TagDecision> decide(List<Tag> tags) {
        TagRule rule = new TagRule(Kind.NEWEST, Integer.toString(count));
        // Times cost requests; where all are wanted, none is asked for.
        Map<Tag, Instant> times = tags.size() <= count ? Map.of() : times(tags);
        Set<Tag> newest = new HashSet<>(newestOf(tags, times));
        return tags.stream()
                .map(tag -> new TagDecision(tag, newest.contains(tag), rule, Optional.ofNullable(times.get(tag))))
                .toList();
    }

    private Collection<Tag> newestOf(List<Tag> tags, Map<Tag, Instant> times) {
        if (tags.size() <= count) {
            return tags;
        }
        Comparator<Tag> byVersion = Comparator.comparing(Tag::name, Version.tagOrder());
        Comparator<Tag> order = times.isEmpty()
                ? byVersion
                : Comparator.<Tag, Instant>comparing(times::get).thenComparing(byVersion);
        return tags.stream().sorted(order.reversed()).limit(count).toList();
    }

    /** When the tags became what they are; empty: their versions have to do. All or none, since the two do not mix. */
    private Map<Tag, Instant> times(List<Tag> tags) {
        return switch (by) {
            case VERSION -> Map.of();
            case CREATED -> created(tags);
            case PUSHED -> {
                Map<Tag, Instant> pushed = real(tags, facts.pushed(tags));
                if (pushed.size() < tags.size()) {
                    facts.warn("the registry does not tell when "
                            + (pushed.isEmpty() ? "tags were" : "each tag was")
                            + " pushed; the newest are chosen by the time at which images were made");
                    yield created(tags);
                }
                yield pushed;
            }
        };
    }

    private Map<Tag, Instant> created(List<Tag> tags) {
        Map<Tag, Instant> created = real(tags, facts.created(tags));
        Optional<Tag> without =
                tags.stream().filter(tag -> !created.containsKey(tag)).findFirst();
        String reason = without.isPresent()
                ? (tags.size() - created.size()) + " of " + tags.size() + " images do not tell when they were made, "
                        + without.get() + " for one"
                : new HashSet<>(created.values()).size() == 1
                        ? "all " + tags.size() + " images tell the same time at which they were made"
                        : "";
        if (reason.isEmpty()) {
            return created;
        }
        facts.warn(reason + "; the newest " + count
                + " are chosen by version. Exclude images without a time, or choose by version or push time");
        return Map.of();
    }

    private static Map<Tag, Instant> real(List<Tag> tags, Map<Tag, Instant> told) {
        Map<Tag, Instant> real = new HashMap<>();
        for (Tag tag : tags) {
            Times.real(told, tag).ifPresent(time -> real.put(tag, time));
        }
        return real;
    }
}
