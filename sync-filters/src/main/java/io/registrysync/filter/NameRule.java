package io.registrysync.filter;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.Tag;
import java.util.function.BiPredicate;

/** A rule that goes by the name of a tag, or of an image, alone. */
record NameRule(TagRule rule, BiPredicate<Tag, ImageNames> matches) {
    static NameRule regex(Kind kind, String pattern) {
        Regex regex = Regex.of(pattern);
        return new NameRule(new TagRule(kind, pattern), (tag, names) -> regex.occursIn(tag.name()));
    }

    static NameRule glob(Kind kind, String pattern) {
        Glob glob = Glob.ofImage(pattern);
        return new NameRule(new TagRule(kind, pattern), (tag, names) -> names.anyMatches(glob, tag));
    }

    static NameRule semver(String text) {
        SemverRange range = SemverRange.parse(text);
        return new NameRule(
                new TagRule(Kind.SEMVER, text),
                (tag, names) ->
                        Version.parse(tag.name()).filter(range::contains).isPresent());
    }

    boolean matches(Tag tag, ImageNames names) {
        return matches.test(tag, names);
    }
}
