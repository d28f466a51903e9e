package io.registrysync.filter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as tags write it: {@code 1}, {@code v1.2}, {@code 1.2.3-rc.1}, {@code 3.13.0rc1}. More lenient than
 * <a href="https://semver.org/">Semantic Versioning 2.0.0</a>: missing numbers are 0, numbers may start with 0
 * ({@code 24.04}), there may be more than three.
 *
 * @param numbers    one or more, without zeros at their end
 * @param preRelease what follows the numbers, without a '-' in front; empty for a release. Variants such as
 *                   {@code alpine} look like pre-releases, and are taken for some
 */
record Version(List<BigInteger> numbers, String preRelease) implements Comparable<Version> {
    private static final Pattern GRAMMAR =
            Pattern.compile("[vV]?([0-9]+(?:\\.[0-9]+)*+)(?:(-?)([0-9A-Za-z][0-9A-Za-z.-]*))?");
    private static final Pattern RUN = Pattern.compile("[0-9]+|\\.|[^0-9.]+");

    private static final Comparator<Version> ORDER = Comparator.comparing(Version::numbers, Version::compareNumbers)
            // A release comes after its pre-releases.
            .thenComparing(version -> version.preRelease.isEmpty())
            .thenComparing(Version::preRelease, Version::compareNaturally);

    /** Drops the zeros that make no difference. */
    Version {
        int size = numbers.size();
        while (size > 1 && numbers.get(size - 1).signum() == 0) {
            size--;
        }
        numbers = List.copyOf(numbers.subList(0, size));
    }

    /** The version that {@code tag} names, if it names one. */
    static Optional<Version> parse(String tag) {
        // A tag cannot hold the '+' of build metadata; Helm and others write '_' for it. It says nothing of the order.
        int build = tag.indexOf('_');
        Matcher matcher = GRAMMAR.matcher(build < 0 ? tag : tag.substring(0, build));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<BigInteger> numbers = new ArrayList<>();
        for (String number : matcher.group(1).split("\\.", -1)) {
            numbers.add(new BigInteger(number));
        }
        String preRelease = matcher.group(3) == null ? "" : matcher.group(3);
        // Without a '-', letters follow two numbers at least: 3.13rc1 is a version, 9f3c2d1 is a commit.
        boolean commit =
                numbers.size() == 1 && !preRelease.isEmpty() && matcher.group(2).isEmpty();
        return commit ? Optional.empty() : Optional.of(new Version(numbers, preRelease));
    }

    /**
     * Orders all tags, oldest version first: names that are no version in natural order, then versions. Names that are
     * the same version ({@code 1.2} and {@code v1.2.0}) are ordered as text, so that no two tags are equal. Reads each
     * name once; for one thread.
     */
    static Comparator<String> tagOrder() {
        Map<String, Optional<Version>> read = new HashMap<>();
        return Comparator.<String, Optional<Version>>comparing(
                        tag -> read.computeIfAbsent(tag, Version::parse),
                        (a, b) -> a.isPresent() && b.isPresent()
                                ? a.get().compareTo(b.get())
                                : Boolean.compare(a.isPresent(), b.isPresent()))
                .thenComparing(Version::compareNaturally)
                .thenComparing(Comparator.naturalOrder());
    }

    boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    private static int compareNumbers(List<BigInteger> a, List<BigInteger> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /**
     * As Semantic Versioning orders pre-releases (section 11): dot by dot, numbers before other text, what is longer
     * later. Numbers within text count as numbers, too, so that {@code rc9} comes before {@code rc10}.
     */
    private static int compareNaturally(String a, String b) {
        Matcher runsOfA = RUN.matcher(a);
        Matcher runsOfB = RUN.matcher(b);
        while (true) {
            boolean more = runsOfA.find();
            if (more != runsOfB.find()) {
                return more ? 1 : -1;
            }
            if (!more) {
                return 0;
            }
            int order = compareRuns(runsOfA.group(), runsOfB.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compareRuns(String a, String b) {
        int kind = Integer.compare(kind(a), kind(b));
        if (kind != 0) {
            return kind;
        }
        return kind(a) == 1 ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }

    /** Dots, numbers, other text. */
    private static int kind(String run) {
        char first = run.charAt(0);
        return first == '.' ? 0 : first >= '0' && first <= '9' ? 1 : 2;
    }
}
