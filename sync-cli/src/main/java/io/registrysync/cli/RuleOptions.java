package io.registrysync.cli;

import io.registrysync.filter.Patterns;
import io.registrysync.filter.RuleException;
import io.registrysync.filter.Tags;
import io.registrysync.spec.Quantities;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Which tags of a repository are meant. */
final class RuleOptions {
    private final OptionList<String> includes = patterns(
            "--include",
            "RE",
            Tags::include,
            "only tags in which a regular expression is found; repeatable, or a list");
    private final OptionList<String> excludes = patterns(
            "--exclude",
            "RE",
            pattern -> Tags.all().exclude(pattern),
            "no tags in which a regular expression is found; repeatable, or a list");
    private final OptionList<String> globs = patterns(
            "--glob", "GLOB", glob -> Tags.all().includeImages(glob), "only images such as 'nginx:1.*'; repeatable");
    private final OptionList<String> excludedGlobs = patterns(
            "--exclude-glob",
            "GLOB",
            glob -> Tags.all().excludeImages(glob),
            "no images such as '*:*-debug'; repeatable");
    private final Option<String> range = Option.of(
            "--semver",
            "RANGE",
            text -> checked(text, given -> Tags.all().semver(given)),
            "only versions within a range: '>=1.20 <2', ^1.25, 1.x");
    private final Option<Duration> minAge =
            Option.of("--min-age", "TIME", Quantities::time, "only images that were made so long ago: 12h, 3d, 2w");
    private final Option<Duration> maxAge =
            Option.of("--max-age", "TIME", Quantities::time, "only images that are no older");
    private final Option<Duration> coolDown = Option.of(
            "--cool-down", "TIME", Quantities::time, "only tags that were first seen so long ago as they are now");
    private final Option<Integer> newest =
            Option.of("--newest", "N", RuleOptions::count, "of what is left, the newest N of each repository");
    private final Option<Tags.By> newestBy = Option.of(
            "--newest-by", "WHAT", RuleOptions::by, "created (when it was made; the default), pushed or semver");

    void addTo(CommandSpec command) {
        OptionGroup.add(
                command,
                "Which tags of a repository (all rules have to let a tag pass)",
                includes.spec(),
                excludes.spec(),
                globs.spec(),
                excludedGlobs.spec(),
                range.spec(),
                minAge.spec(),
                maxAge.spec(),
                coolDown.spec(),
                newest.spec(),
                newestBy.spec());
    }

    /** The name of a rule that was given, for messages; empty where none was. */
    Optional<String> given() {
        Stream<String> lists = Stream.of(includes, excludes, globs, excludedGlobs)
                .filter(OptionList::isSet)
                .map(OptionList::name);
        Stream<String> values = Stream.of(range, minAge, maxAge, coolDown, newest, newestBy)
                .filter(option -> option.value().isPresent())
                .map(Option::name);
        return Stream.concat(lists, values).findFirst();
    }

    /**
     * The rules; every tag passes where there is none.
     *
     * @throws UsageException where options do not fit together
     */
    Tags tags() {
        if (newestBy.value().isPresent() && newest.value().isEmpty()) {
            throw new UsageException(newestBy.name() + " needs " + newest.name());
        }
        Tags tags = Tags.include(array(includes))
                .exclude(array(excludes))
                .includeImages(array(globs))
                .excludeImages(array(excludedGlobs))
                .minAge(minAge.value().orElse(Duration.ZERO))
                .maxAge(maxAge.value().orElse(Duration.ZERO))
                .coolDown(coolDown.value().orElse(Duration.ZERO))
                .newest(newest.value().orElse(0), newestBy.value().orElse(Tags.By.CREATED));
        return range.value().map(tags::semver).orElse(tags);
    }

    private static String[] array(OptionList<String> patterns) {
        return patterns.values().toArray(String[]::new);
    }

    private static OptionList<String> patterns(String name, String label, Consumer<String> check, String description) {
        return OptionList.of(
                name,
                label,
                text -> {
                    // No name of an image contains a comma, so one outside of brackets can only separate patterns.
                    List<String> patterns = Patterns.split(text);
                    if (patterns.isEmpty()) {
                        throw new IllegalArgumentException("an empty pattern says nothing; leave it out");
                    }
                    patterns.forEach(check);
                    return patterns;
                },
                description);
    }

    /** A mistake is found while the command line is read, which knows the name of the option. */
    private static String checked(String text, Consumer<String> check) throws RuleException {
        check.accept(text);
        return text;
    }

    private static int count(String text) {
        int count = Integer.parseInt(text);
        if (count < 0) {
            throw new IllegalArgumentException("must be 0 (all) or more");
        }
        return count;
    }

    private static Tags.By by(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "created" -> Tags.By.CREATED;
            case "pushed" -> Tags.By.PUSHED;
            case "semver" -> Tags.By.VERSION;
            default -> throw new IllegalArgumentException("'" + text + "' is none of: created, pushed, semver");
        };
    }
}
