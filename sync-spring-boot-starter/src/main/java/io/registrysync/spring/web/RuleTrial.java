package io.registrysync.spring.web;

import io.registrysync.filter.NamesOnly;
import io.registrysync.filter.TagDecision;
import io.registrysync.filter.TagRule;
import io.registrysync.filter.Tags;
import io.registrysync.oci.Platform;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Repository;
import io.registrysync.spec.SyncSpec;
import io.registrysync.sync.IndexMode;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncEvent;
import io.registrysync.sync.SyncState;
import io.registrysync.sync.TagFacts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which tags rules pick, and which rule decides about each. */
final class RuleTrial {
    private static final int MOST_ROWS = 1_000;

    private RuleTrial() {}

    /**
     * What came of it.
     *
     * @param total       of the tags
     * @param selected    how many of them
     * @param tags        the first of them, in the order in which they are listed
     * @param rowsLeftOut how many more there are
     * @param unmatched   patterns that match no tag
     */
    record TrialView(
            long total,
            long selected,
            List<TrialRow> tags,
            long rowsLeftOut,
            List<TagRule> unmatched,
            List<String> warnings) {
        TrialView {
            tags = List.copyOf(tags);
            unmatched = List.copyOf(unmatched);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A tag.
     *
     * @param rule   the kind of the rule that decided
     * @param text   that rule as it was written; may be empty
     * @param reason in words
     * @param time   what a rule about time went by
     */
    record TrialRow(
            String tag, boolean selected, TagRule.Kind rule, String text, String reason, Optional<Instant> time) {
        private static TrialRow of(TagDecision decision) {
            return new TrialRow(
                    decision.tag().name(),
                    decision.selected(),
                    decision.rule().kind(),
                    decision.rule().text(),
                    decision.reason(),
                    decision.time());
        }
    }

    /** By names alone: nothing is known of when the images were made. */
    static TrialView of(SyncSpec rules, RepositoryName repository, List<Tag> tags) {
        List<String> warnings = new ArrayList<>();
        Instant now = InstantSource.system().instant();
        TagFacts facts = new NamesOnly("registry.example.com", repository, now, warnings::add);
        return view(rules.selection(), tags.stream(), facts, warnings);
    }

    /** By what a registry tells. */
    static TrialView of(SyncSpec rules, Repository repository, SyncState state, Cancellation cancellation) {
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        // It is examined only; nothing is copied onto itself.
        return Sync.from(repository)
                .tags(rules.selection())
                .to(repository)
                .platforms(rules.platforms().stream().map(Platform::parse).toList(), IndexMode.REWRITE)
                .state(state)
                .listener(event -> {
                    if (event instanceof SyncEvent.Noticed noticed) {
                        warnings.add(noticed.notice().text());
                    }
                })
                .examine(cancellation, (listed, facts) -> view(rules.selection(), listed, facts, warnings))
                .get(0);
    }

    private static TrialView view(Tags rules, Stream<Tag> listed, TagFacts facts, List<String> warnings) {
        List<Tag> tags = listed.toList();
        Map<Tag, Integer> places = new HashMap<>();
        tags.forEach(tag -> places.putIfAbsent(tag, places.size()));
        List<TagDecision> decisions = rules.decide(tags.stream(), facts)
                .sorted(Comparator.comparing(decision -> places.getOrDefault(decision.tag(), 0)))
                .toList();
        List<TagRule> unmatched = rules.unmatched(tags, facts);
        return new TrialView(
                decisions.size(),
                decisions.stream().filter(TagDecision::selected).count(),
                decisions.stream().limit(MOST_ROWS).map(TrialRow::of).toList(),
                Math.max(0, decisions.size() - MOST_ROWS),
                unmatched,
                warnings);
    }
}
