package io.registrysync.filter;

import io.registrysync.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the rules say of one tag, and which of them decided: the first that refused it, or else the last that it had to
 * pass.
 *
 * @param tag      the tag
 * @param selected whether it is copied
 * @param rule     the rule that decided
 * @param time     what a rule about time went by; empty where the time is not known, where tags were ranked by their
 *                 versions instead, and for rules about names
 */
public record TagDecision(Tag tag, boolean selected, TagRule rule, Optional<Instant> time) {
    static TagDecision byName(Tag tag, boolean selected, TagRule rule) {
        return new TagDecision(tag, selected, rule, Optional.empty());
    }

    /** The reason in words, in English, without the tag; for example {@code excluded by '-alpine'}. */
    public String reason() {
        return switch (rule.kind()) {
            case EXCLUDE -> "excluded by " + quoted();
            case IMAGE_EXCLUDE -> "image excluded by " + quoted();
            case INCLUDE -> "included by " + quoted();
            case NO_INCLUDE -> "no pattern includes the tag";
            case IMAGE_INCLUDE -> "image included by " + quoted();
            case NO_IMAGE_INCLUDE -> "no pattern includes the image";
            case SEMVER -> semver();
            case MIN_AGE -> aged("at least ", "less than ", "a least age is asked for");
            case MAX_AGE -> aged("at most ", "more than ", "it may be new");
            case COOL_DOWN -> "first seen " + (selected ? "at least " : "less than ") + ago();
            case NEWEST -> (selected ? "among the newest " : "not among the newest ") + rule.text() + when();
            case NONE -> "no rule speaks against it";
        };
    }

    /** The decision in one line, for example {@code 1.25-alpine: no, excluded by '-alpine'}. */
    @Override
    public String toString() {
        return tag + ": " + (selected ? "yes, " : "no, ") + reason();
    }

    private String semver() {
        if (selected) {
            return "a version within " + quoted();
        }
        return Version.parse(tag.name())
                .map(version -> version.isPreRelease()
                        ? "counts as a pre-release, which is not within " + quoted()
                        : "a version outside of " + quoted())
                .orElseGet(() -> "not a version, so not within " + quoted());
    }

    private String aged(String yes, String no, String whenUnknown) {
        return time.isEmpty()
                ? "when it was made is not known, and " + whenUnknown
                : "made " + (selected ? yes : no) + ago();
    }

    private String ago() {
        Duration age = Duration.parse(rule.text());
        String text = age.toDays() > 1 && age.equals(Duration.ofDays(age.toDays()))
                ? age.toDays() + " days"
                : age.equals(Duration.ofHours(age.toHours())) ? age.toHours() + " hours" : rule.text();
        return text + " ago" + when();
    }

    private String when() {
        return time.map(instant -> " (" + instant + ")").orElse("");
    }

    private String quoted() {
        return RuleException.quote(rule.text());
    }
}
