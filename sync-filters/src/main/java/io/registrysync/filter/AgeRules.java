package io.registrysync.filter;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.Tag;
import io.registrysync.sync.TagFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules that go by the age of each tag; {@link Duration#ZERO} stands for no rule. */
record AgeRules(Duration minAge, Duration maxAge, Duration coolDown) {
    static final AgeRules NONE = new AgeRules(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    AgeRules {
        if (minAge.isNegative() || maxAge.isNegative() || coolDown.isNegative()) {
            throw new RuleException("an age cannot be less than zero");
        }
        if (!maxAge.isZero() && minAge.compareTo(maxAge) > 0) {
            throw new RuleException("no image is at least " + minAge + " and at most " + maxAge + " old");
        }
    }

    boolean isEmpty() {
        return equals(NONE);
    }

    /** Puts these rules to the decisions that let a tag pass. Asks for facts once. */
    List<TagDecision> decide(List<TagDecision> decisions, TagFacts facts) {
        List<Tag> passed = tags(decisions);
        Map<Tag, Instant> created =
                (minAge.isZero() && maxAge.isZero()) || passed.isEmpty() ? Map.of() : facts.created(passed);
        List<TagDecision> aged = new ArrayList<>();
        for (TagDecision decision : decisions) {
            aged.add(decision.selected() ? aged(decision, Times.real(created, decision.tag()), facts.now()) : decision);
        }
        List<Tag> stillPassed = tags(aged);
        if (coolDown.isZero() || stillPassed.isEmpty()) {
            return aged;
        }
        Map<Tag, Instant> seen = facts.firstSeen(stillPassed);
        aged.replaceAll(decision -> decision.selected()
                ? cooled(decision, Optional.ofNullable(seen.get(decision.tag())), facts.now())
                : decision);
        return aged;
    }

    /** A time that is not known is new: that keeps what may be fresh back, and leaves nothing out for its age. */
    private TagDecision aged(TagDecision decision, Optional<Instant> created, Instant now) {
        Optional<Duration> age = created.map(time -> Duration.between(time, now));
        TagDecision aged = decision;
        if (!minAge.isZero()) {
            boolean old = age.filter(known -> known.compareTo(minAge) >= 0).isPresent();
            aged = new TagDecision(decision.tag(), old, new TagRule(Kind.MIN_AGE, minAge.toString()), created);
        }
        if (!maxAge.isZero() && aged.selected()) {
            boolean young = age.filter(known -> known.compareTo(maxAge) > 0).isEmpty();
            aged = new TagDecision(decision.tag(), young, new TagRule(Kind.MAX_AGE, maxAge.toString()), created);
        }
        return aged;
    }

    private TagDecision cooled(TagDecision decision, Optional<Instant> seen, Instant now) {
        boolean cool = seen.filter(time -> Duration.between(time, now).compareTo(coolDown) >= 0)
                .isPresent();
        return new TagDecision(decision.tag(), cool, new TagRule(Kind.COOL_DOWN, coolDown.toString()), seen);
    }

    private static List<Tag> tags(List<TagDecision> decisions) {
        return decisions.stream()
                .filter(TagDecision::selected)
                .map(TagDecision::tag)
                .toList();
    }
}
