package io.registrysync.spec;

import io.registrysync.filter.Tags;
import io.registrysync.sync.Sync;
import java.time.Duration;
import java.util.List;

/** What a sync says of tags and images, as the rules that apply it. */
final class TagFilters {
    private TagFilters() {}

    /** Whether every tag is meant. */
    private static boolean areNone(SyncSpec spec) {
        TagRules rules = spec.tags();
        // What makes a tag newer says nothing without a number.
        TagRules ranked = new TagRules(
                rules.include(),
                rules.exclude(),
                rules.semver(),
                rules.minAge(),
                rules.maxAge(),
                rules.coolDown(),
                rules.newest(),
                TagRules.ALL.newestBy());
        return spec.images().equals(ImageRules.ALL) && ranked.equals(TagRules.ALL);
    }

    /** Of a source, what a sync says. */
    static Sync.Selected select(SyncSpec spec, Sync.From from) {
        return areNone(spec) ? from.allTags() : from.tags(of(spec));
    }

    static Tags of(SyncSpec spec) {
        TagRules rules = spec.tags();
        Tags tags = Tags.include(array(rules.include()))
                .exclude(array(rules.exclude()))
                .includeImages(array(spec.images().include()))
                .excludeImages(array(spec.images().exclude()))
                .minAge(rules.minAge().orElse(Duration.ZERO))
                .maxAge(rules.maxAge().orElse(Duration.ZERO))
                .coolDown(rules.coolDown().orElse(Duration.ZERO))
                .newest(rules.newest(), by(rules.newestBy()));
        return rules.semver().map(tags::semver).orElse(tags);
    }

    private static Tags.By by(TagRules.NewestBy measure) {
        return switch (measure) {
            case CREATED -> Tags.By.CREATED;
            case PUSHED -> Tags.By.PUSHED;
            case SEMVER -> Tags.By.VERSION;
        };
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
