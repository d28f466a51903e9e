package io.registrysync.filter;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules that go by names alone. Each list that is not empty has to let a tag pass by one of its rules, and none of
 * {@code excludes} may match.
 *
 * @param range at most one
 */
record NameRules(List<NameRule> excludes, List<NameRule> includes, List<NameRule> imageIncludes, List<NameRule> range) {
    static final NameRules NONE = new NameRules(List.of(), List.of(), List.of(), List.of());

    TagDecision decide(Tag tag, ImageNames names) {
        Optional<TagRule> excluded = firstMatch(excludes, tag, names);
        if (excluded.isPresent()) {
            return TagDecision.byName(tag, false, excluded.get());
        }
        TagRule passed = new TagRule(Kind.NONE, "");
        if (!includes.isEmpty()) {
            Optional<TagRule> included = firstMatch(includes, tag, names);
            if (included.isEmpty()) {
                return TagDecision.byName(tag, false, new TagRule(Kind.NO_INCLUDE, ""));
            }
            passed = included.get();
        }
        if (!imageIncludes.isEmpty()) {
            Optional<TagRule> included = firstMatch(imageIncludes, tag, names);
            if (included.isEmpty()) {
                return TagDecision.byName(tag, false, new TagRule(Kind.NO_IMAGE_INCLUDE, ""));
            }
            passed = included.get();
        }
        if (!range.isEmpty()) {
            return TagDecision.byName(
                    tag, range.get(0).matches(tag, names), range.get(0).rule());
        }
        return TagDecision.byName(tag, true, passed);
    }

    /** Whether some tag may pass the globs for images. */
    boolean mayPass(ImageNames names) {
        return excludes.stream()
                        .filter(rule -> rule.rule().kind() == Kind.IMAGE_EXCLUDE)
                        .noneMatch(rule -> RepositoryPart.of(rule.rule().text()).takesAll(names))
                && (imageIncludes.isEmpty()
                        || imageIncludes.stream()
                                .anyMatch(rule ->
                                        RepositoryPart.of(rule.rule().text()).mayMatch(names)));
    }

    List<NameRule> all() {
        return Stream.of(excludes, includes, imageIncludes, range)
                .flatMap(List::stream)
                .toList();
    }

    /** Those that match none of {@code tags}. */
    List<TagRule> unmatched(List<Tag> tags, ImageNames names) {
        return all().stream()
                .filter(rule -> tags.stream().noneMatch(tag -> rule.matches(tag, names)))
                .map(NameRule::rule)
                .toList();
    }

    private static Optional<TagRule> firstMatch(List<NameRule> rules, Tag tag, ImageNames names) {
        return rules.stream()
                .filter(rule -> rule.matches(tag, names))
                .map(NameRule::rule)
                .findFirst();
    }
}
