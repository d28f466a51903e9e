package io.registrysync.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Foreign words in messages. */
final class Words {
    private static final int SHOWN = 60;
    /** A file can hold thousands of names; a message cannot. */
    private static final int MOST_KNOWN = 40;

    private Words() {}

    /** Quotes foreign text for a message. */
    static String quote(String text) {
        return '"' + shown(text) + '"';
    }

    /** Foreign text for a message: cut, and without characters that would act on a terminal. */
    static String shown(String text) {
        StringBuilder quoted = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> {
            if (isHarmless(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > SHOWN ? "…" : "")
                .toString();
    }

    /** The known word that was probably meant. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .limit(MOST_KNOWN)
                .filter(candidate -> distance(word, candidate) <= Math.max(1, Math.min(2, candidate.length() / 3)))
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code ; did you mean "x"?}, or what is known, as the end of a message. */
    static String remedy(String word, Collection<String> known) {
        return nearest(word, known)
                .map(meant -> "; did you mean \"" + meant + "\"?")
                .orElseGet(() -> known.isEmpty() ? "" : "; known: " + list(known));
    }

    private static String list(Collection<String> known) {
        String first = known.stream().limit(MOST_KNOWN).map(Words::shown).collect(Collectors.joining(", "));
        return known.size() > MOST_KNOWN ? first + ", …" : first;
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Letters to change, add, leave out or swap with their neighbour; letter case counts nothing. */
    private static int distance(String word, String other) {
        if (Math.abs(word.length() - other.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[word.length() + 1][other.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, word, other, i, j);
            }
        }
        return cost[word.length()][other.length()];
    }

    private static int cheapest(int[][] cost, String word, String other, int i, int j) {
        int change = cost[i - 1][j - 1] + (same(word, i - 1, other, j - 1) ? 0 : 1);
        int best = Math.min(change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && same(word, i - 1, other, j - 2) && same(word, i - 2, other, j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static boolean same(String word, int i, String other, int j) {
        return Character.toLowerCase(word.charAt(i)) == Character.toLowerCase(other.charAt(j));
    }
}
