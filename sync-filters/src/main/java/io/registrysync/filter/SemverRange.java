package io.registrysync.filter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions with the grammar and the meaning of
 * <a href="https://github.com/npm/node-semver#ranges">node-semver</a>: comparators joined by blanks must all hold, sets
 * of them joined by {@code ||} are alternatives; {@code ^}, {@code ~}, {@code x}, {@code *} and {@code 1.2 - 1.4} are
 * short for comparators.
 *
 * <p>A pre-release matches only where a comparator of the set names a pre-release of the same three numbers.
 */
final class SemverRange {
    private static final String PARTIAL = "[vV=]?([0-9]+|[xX*])(?:\\.([0-9]+|[xX*])(?:\\.([0-9]+|[xX*])"
            + "(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?)?)?";
    private static final Pattern HYPHEN = Pattern.compile("(" + PARTIAL + ")\\s+-\\s+(" + PARTIAL + ")");
    private static final Pattern SIMPLE = Pattern.compile("(>=|<=|>|<|=|\\^|~>|~|)\\s*(" + PARTIAL + ")(?:\\s+|$)");
    private static final Pattern PARTS = Pattern.compile(PARTIAL);

    private final String text;
    private final List<List<Comparator>> alternatives = new ArrayList<>();

    private SemverRange(String text) {
        this.text = text;
    }

    /** Parses {@code text}. Throws {@link RuleException} where it is no range. */
    static SemverRange parse(String text) {
        RuleException.checkLength("version range", text);
        SemverRange range = new SemverRange(text);
        for (String alternative : text.split("\\|\\|", -1)) {
            range.alternatives.add(range.comparators(alternative.trim()));
        }
        return range;
    }

    boolean contains(Version version) {
        // A fourth number is beyond Semantic Versioning.
        return version.numbers().size() <= 3 && alternatives.stream().anyMatch(set -> contains(set, version));
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean contains(List<Comparator> set, Version version) {
        return set.stream().allMatch(comparator -> comparator.holds(version))
                && (!version.isPreRelease()
                        || set.stream().anyMatch(comparator -> comparator.namesPreReleaseOf(version)));
    }

    private List<Comparator> comparators(String set) {
        List<Comparator> comparators = new ArrayList<>();
        Matcher hyphen = HYPHEN.matcher(set);
        if (hyphen.matches()) {
            Partial from = Partial.parse(hyphen.group(1));
            Partial to = Partial.parse(hyphen.group(6));
            comparators.add(new Comparator(Relation.AT_LEAST, from.lowest()));
            comparators.addAll(new Simple("<=", to).comparators());
            return comparators;
        }
        Matcher simple = SIMPLE.matcher(set);
        int end = 0;
        while (end < set.length() && simple.find(end) && simple.start() == end) {
            comparators.addAll(new Simple(simple.group(1), Partial.parse(simple.group(2))).comparators());
            end = simple.end();
        }
        if (end < set.length()) {
            throw new RuleException("the version range " + RuleException.quote(text) + " is not understood at "
                    + RuleException.quote(set.substring(end))
                    + "; write for example '^1.25', '~1.25.3', '>=1.20 <2', '1.2 - 1.4' or '1.x || 3.x'");
        }
        return comparators;
    }

    private enum Relation {
        BELOW,
        AT_MOST,
        EQUAL,
        AT_LEAST,
        ABOVE
    }

    private record Comparator(Relation relation, Version bound) {
        boolean holds(Version version) {
            int order = version.compareTo(bound);
            return switch (relation) {
                case BELOW -> order < 0;
                case AT_MOST -> order <= 0;
                case EQUAL -> order == 0;
                case AT_LEAST -> order >= 0;
                case ABOVE -> order > 0;
            };
        }

        boolean namesPreReleaseOf(Version version) {
            return bound.isPreRelease() && bound.numbers().equals(version.numbers());
        }
    }

    /** A version of which numbers may be left open; only one with three has a pre-release. */
    private record Partial(List<BigInteger> numbers, String preRelease) {
        static Partial parse(String text) {
            Matcher parts = PARTS.matcher(text);
            List<BigInteger> numbers = new ArrayList<>();
            if (!parts.matches()) {
                throw new IllegalArgumentException(text);
            }
            for (int i = 1; i <= 3; i++) {
                String part = parts.group(i);
                if (part == null || !Character.isDigit(part.charAt(0))) {
                    return new Partial(List.copyOf(numbers), "");
                }
                numbers.add(new BigInteger(part));
            }
            return new Partial(List.copyOf(numbers), parts.group(4) == null ? "" : parts.group(4));
        }

        int given() {
            return numbers.size();
        }

        boolean isZero(int index) {
            return numbers.get(index).signum() == 0;
        }

        Version lowest() {
            return new Version(numbers.isEmpty() ? List.of(BigInteger.ZERO) : numbers, preRelease);
        }

        /** The least version whose numbers up to {@code index} are above these; with its pre-releases below it. */
        Version next(int index, String lowestPreRelease) {
            List<BigInteger> raised = new ArrayList<>(numbers.subList(0, index + 1));
            raised.set(index, raised.get(index).add(BigInteger.ONE));
            return new Version(raised, lowestPreRelease);
        }
    }

    /** A comparator as it is written; stands for one or two. */
    private record Simple(String operator, Partial version) {
        List<Comparator> comparators() {
            return switch (operator) {
                case "^" -> upTo(leftmostThatMayNotChange());
                case "~", "~>" -> upTo(Math.min(1, version.given() - 1));
                case ">=" -> List.of(atLeast());
                case "<" -> List.of(below(version.given() == 3 ? version.lowest() : lowestWithPreReleases()));
                case ">" ->
                    version.given() == 3
                            ? List.of(new Comparator(Relation.ABOVE, version.lowest()))
                            : version.given() == 0
                                    ? List.of(below(lowestWithPreReleases()))
                                    : List.of(new Comparator(Relation.AT_LEAST, version.next(version.given() - 1, "")));
                case "<=" ->
                    version.given() == 3
                            ? List.of(new Comparator(Relation.AT_MOST, version.lowest()))
                            : version.given() == 0
                                    ? List.of(atLeast())
                                    : List.of(below(version.next(version.given() - 1, "0")));
                default ->
                    version.given() == 3
                            ? List.of(new Comparator(Relation.EQUAL, version.lowest()))
                            : upTo(version.given() - 1);
            };
        }

        private int leftmostThatMayNotChange() {
            for (int i = 0; i < version.given(); i++) {
                if (!version.isZero(i)) {
                    return i;
                }
            }
            return version.given() - 1;
        }

        /** From this version to the next that differs in the number at {@code index}; -1: without end. */
        private List<Comparator> upTo(int index) {
            return index < 0 ? List.of(atLeast()) : List.of(atLeast(), below(version.next(index, "0")));
        }

        private Comparator atLeast() {
            return new Comparator(Relation.AT_LEAST, version.lowest());
        }

        private Version lowestWithPreReleases() {
            return new Version(version.lowest().numbers(), "0");
        }

        private static Comparator below(Version bound) {
            return new Comparator(Relation.BELOW, bound);
        }
    }
}
