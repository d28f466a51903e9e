package io.registrysync.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which tags are copied: those that one of {@code include} finds (or any, where there is none) and none of
 * {@code exclude}, within the version and age ranges; of these the newest.
 *
 * @param include  regular expressions, found anywhere in the tag
 * @param exclude  the same
 * @param semver   a range of versions such as {@code >=1.20 <2}
 * @param minAge   images must be at least as old
 * @param maxAge   images must not be older
 * @param coolDown tags must have pointed to the same content for as long
 * @param newest   how many of them in each repository; 0 for all
 * @param newestBy what makes a tag newer than another
 */
public record TagRules(
        List<String> include,
        List<String> exclude,
        Optional<String> semver,
        Optional<Duration> minAge,
        Optional<Duration> maxAge,
        Optional<Duration> coolDown,
        int newest,
        NewestBy newestBy) {
    /** Every tag. */
    public static final TagRules ALL = new TagRules(
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            NewestBy.CREATED);

    /** What makes a tag newer than another. */
    public enum NewestBy {
        /** When the image was built. */
        CREATED,
        /** When the tag was pushed, where the registry tells. */
        PUSHED,
        /** Its version. */
        SEMVER
    }

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException where one is wrong
     */
    public TagRules {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        include.forEach(Rules::regex);
        exclude.forEach(Rules::regex);
        semver.ifPresent(Rules::semver);
        Checks.within("minAge", minAge, Duration.ZERO);
        Checks.within("maxAge", maxAge, Duration.ZERO);
        Checks.within("coolDown", coolDown, Duration.ZERO);
        Checks.require(
                minAge.isEmpty() || maxAge.isEmpty() || minAge.get().compareTo(maxAge.get()) < 0,
                "no image is older than minAge and younger than maxAge; minAge must be the smaller one");
        Checks.require(newest >= 0, "newest must be 0 or more");
    }
}
