package io.registrysync.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The single values of the file: how they are read and, the other way round, written. */
final class Scalars {
    private Scalars() {}

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(Words.quote(text) + " is not true or false");
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    static int count(String text, int least, int most) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    Words.quote(text) + " is not a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** A number above 0. */
    static double rate(String text) {
        double rate = text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") ? Double.parseDouble(text) : 0;
        if (rate <= 0) {
            throw new IllegalArgumentException(Words.quote(text) + " is not a number above 0");
        }
        return rate;
    }

    /** The constant that is written in lower case. */
    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Scalars::word).toList();
        if (!words.contains(text)) {
            throw new IllegalArgumentException(Words.quote(text) + " is none of " + String.join(", ", words)
                    + Words.nearest(text, words)
                            .map(meant -> "; did you mean \"" + meant + "\"?")
                            .orElse(""));
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
