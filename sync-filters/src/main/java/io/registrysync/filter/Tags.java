package io.registrysync.filter;

import io.registrysync.filter.TagRule.Kind;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.sync.TagFacts;
import io.registrysync.sync.TagSelection;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Rules for the tags of a repository. Immutable: every method returns a new selection. Safe for use by several threads.
 *
 * <pre>{@code
 * Tags.include("^1\\.2[0-9]\\.").exclude("-alpine", "-debug").newest(10)
 * }</pre>
 *
 * <p>A tag is copied when
 * <ol>
 * <li>no exclude pattern matches it, neither one for tags nor one for images;
 * <li>an include pattern for tags matches it, or there is none; and likewise one for images, so that where there are
 * both kinds, both have to let it pass;
 * <li>it is a version within the range, where one is given;
 * <li>its age is within the limits;
 * <li>and it is among the newest of the tags that are left, where their number is limited.
 * </ol>
 *
 * <p>Patterns for tags are regular expressions that are found anywhere in the tag: {@code alpine} and
 * {@code .*-alpine.*} say the same, {@code ^} and {@code $} tie a pattern to the ends. The syntax is that of
 * <a href="https://github.com/google/re2/wiki/Syntax">RE2</a>, which knows no look-around and no back-references, and
 * in return no pattern that takes long.
 *
 * <p>Patterns for images are globs for the whole of {@code image:tag}; {@code *} stands for any text, with or without
 * {@code /}, {@code ?} for one character, {@code [abc]} and {@code [!abc]} for one of a set or none of it; upper and
 * lower case differ. An image has several names, and one that matches is enough: the last part of its path
 * ({@code nginx:1.25}), the path without {@code library/} in front, the path ({@code library/nginx:1.25}), and the path
 * with the registry ({@code docker.io/library/nginx:1.25}). Write {@code library/nginx:*} where
 * {@code bitnami/nginx:1.25} is not meant.
 */
public final class Tags implements TagSelection {
    private static final Tags ALL = new Tags(NameRules.NONE, AgeRules.NONE, 0, By.CREATED);

    private final NameRules names;
    private final AgeRules ages;
    private final int newest;
    private final By newestBy;

    /** What makes a tag newer than another. */
    public enum By {
        /** The time at which the image was made. */
        CREATED,
        /** The time at which the tag was pushed, as far as the registry tells. */
        PUSHED,
        /**
         * The version that the tag names. A release comes after its pre-releases, names that are no version come before
         * all versions.
         */
        VERSION
    }

    private Tags(NameRules names, AgeRules ages, int newest, By newestBy) {
        this.names = names;
        this.ages = ages;
        this.newest = newest;
        this.newestBy = newestBy;
    }

    /** Every tag. */
    public static Tags all() {
        return ALL;
    }

    /**
     * Tags in which one of these regular expressions is found; every tag where there is none.
     *
     * @throws RuleException where a pattern is malformed, not supported or longer than 512 characters
     */
    public static Tags include(String... patterns) {
        List<NameRule> includes = rules(NameRule::regex, Kind.INCLUDE, patterns);
        return ALL.with(new NameRules(List.of(), includes, List.of(), List.of()));
    }

    /**
     * Without tags in which one of these regular expressions is found.
     *
     * @throws RuleException where a pattern is malformed, not supported or longer than 512 characters
     */
    public Tags exclude(String... patterns) {
        return excluding(rules(NameRule::regex, Kind.EXCLUDE, patterns));
    }

    /**
     * Only images that one of these globs matches.
     *
     * @throws RuleException where a pattern is empty or longer than 512 characters
     */
    public Tags includeImages(String... globs) {
        List<NameRule> imageIncludes = joined(names.imageIncludes(), rules(NameRule::glob, Kind.IMAGE_INCLUDE, globs));
        return with(new NameRules(names.excludes(), names.includes(), imageIncludes, names.range()));
    }

    /**
     * Without images that one of these globs matches.
     *
     * @throws RuleException where a pattern is empty or longer than 512 characters
     */
    public Tags excludeImages(String... globs) {
        return excluding(rules(NameRule::glob, Kind.IMAGE_EXCLUDE, globs));
    }

    /**
     * Only versions within a range, in the language of
     * <a href="https://github.com/npm/node-semver#ranges">node-semver</a>: {@code >=1.20 <2}, {@code ^1.25},
     * {@code ~1.25.3}, {@code 1.x}, {@code 1.2 - 1.4}, {@code 1.x || 3.x}. A range that was given before is replaced.
     *
     * <p>A tag is a version with or without {@code v} in front, with one to three numbers; {@code 1.25} counts as
     * {@code 1.25.0}. What follows a {@code -}, and letters right after the numbers, are a pre-release, also in
     * {@code 1.25.3-alpine}. A pre-release is within a range only where the range names a pre-release of the same three
     * numbers: {@code 1.25.3-rc.2} is within {@code ^1.25.3-rc.1}, but not within {@code ^1.25}. Text after a {@code _}
     * is build metadata and does not count. Other tags are within no range.
     *
     * @throws RuleException where {@code range} is malformed
     */
    public Tags semver(String range) {
        List<NameRule> only = List.of(NameRule.semver(range));
        return with(new NameRules(names.excludes(), names.includes(), names.imageIncludes(), only));
    }

    /**
     * Only images that were made at least so long ago; zero for no limit. An image that does not tell its time, or
     * tells a fixed one such as the epoch, is not copied: the rule is there to keep back what may be fresh.
     */
    public Tags minAge(Duration age) {
        return with(new AgeRules(age, ages.maxAge(), ages.coolDown()));
    }

    /**
     * Only images that were made at most so long ago; zero for no limit. An image that does not tell its time, or tells
     * a fixed one such as the epoch, is copied: the rule is there to save work, and a missing image costs more.
     */
    public Tags maxAge(Duration age) {
        return with(new AgeRules(ages.minAge(), age, ages.coolDown()));
    }

    /**
     * Only tags that, as they are now, were first seen by a run at least so long ago; zero for no limit. The times at
     * which runs saw a tag cannot be forged by whoever pushed it.
     */
    public Tags coolDown(Duration sinceFirstSeen) {
        return with(new AgeRules(ages.minAge(), ages.maxAge(), sinceFirstSeen));
    }

    /** Only so many tags of each repository, those whose images were made last; 0 for all. */
    public Tags newest(int count) {
        return newest(count, By.CREATED);
    }

    /**
     * Only so many tags of each repository, the newest; 0 for all. Where times are equal, the higher version is newer.
     * Where a time is not known, is a fixed one such as the epoch, or is the same for all, the tags of the repository
     * are ranked by version, and {@link TagFacts#warn} says so. Push times that the registry does not tell are replaced
     * by those of {@link By#CREATED}.
     */
    public Tags newest(int count, By by) {
        if (count < 0) {
            throw new RuleException("the number of newest tags must be 0 or more");
        }
        return new Tags(names, ages, count, by);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Tags keep their order. Only {@link #newest} has to see the end of the list before it can give a tag.
     */
    @Override
    public Stream<Tag> select(Stream<Tag> listed, TagFacts facts) {
        return decide(listed, facts).filter(TagDecision::selected).map(TagDecision::tag);
    }

    /**
     * Decides on every tag, for whoever wants to know why. The decisions come in the order of the tags, but with
     * {@link #newest} those on which it decides come last. As lazy as {@link #select}, and asks for the same facts.
     *
     * <p>Taking decisions from the stream throws {@link RuleException} where a pattern turns out to take too long on a
     * long list.
     */
    public Stream<TagDecision> decide(Stream<Tag> listed, TagFacts facts) {
        ImageNames image = ImageNames.of(facts);
        Effort effort = new Effort(names.all(), image);
        Stream<TagDecision> byName = listed.peek(effort::beforeDeciding).map(tag -> names.decide(tag, image));
        if (ages.isEmpty() && newest == 0) {
            return byName;
        }
        Iterator<TagDecision> decisions = byName.iterator();
        if (!ages.isEmpty()) {
            decisions = new Chunked(decisions, chunk -> ages.decide(chunk, facts));
        }
        if (newest > 0) {
            decisions = new Newest(decisions, newest, newestBy, facts);
        }
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(decisions, characteristics), false)
                .onClose(listed::close);
    }

    /** {@inheritDoc} Goes by the rules for names, images and versions. */
    @Override
    public boolean covers(Tag tag, TagFacts facts) {
        return names.decide(tag, ImageNames.of(facts)).selected();
    }

    /**
     * Whether a tag of this repository may pass the rules for images, whatever it is called. Where the answer is no, its
     * tags need not be listed; a yes promises nothing.
     *
     * @param location the repository with its registry, for example {@code docker.io/library/nginx}
     */
    public boolean mayPass(RepositoryName repository, String location) {
        return names.mayPass(ImageNames.of(repository, location));
    }

    /**
     * The patterns, and the range, that match none of {@code listed}: most likely slips, such as a glob {@code *:rc*}
     * where {@code *:*-rc*} is meant. Each is tried on its own, also on tags that another rule decides about. For
     * several repositories, what counts is what every one of them reports.
     *
     * @param listed the tags of a repository
     * @param facts  names the repository; is asked for no times
     */
    public List<TagRule> unmatched(Collection<Tag> listed, TagFacts facts) {
        return names.unmatched(List.copyOf(listed), ImageNames.of(facts));
    }

    private Tags excluding(List<NameRule> more) {
        List<NameRule> excludes = joined(names.excludes(), more).stream()
                .sorted(Comparator.comparing(rule -> rule.rule().kind()))
                .toList();
        return with(new NameRules(excludes, names.includes(), names.imageIncludes(), names.range()));
    }

    private Tags with(NameRules newNames) {
        return new Tags(newNames, ages, newest, newestBy);
    }

    private Tags with(AgeRules newAges) {
        return new Tags(names, newAges, newest, newestBy);
    }

    private static List<NameRule> rules(BiFunction<Kind, String, NameRule> rule, Kind kind, String... texts) {
        return Stream.of(texts).map(text -> rule.apply(kind, text)).toList();
    }

    private static List<NameRule> joined(List<NameRule> some, List<NameRule> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
