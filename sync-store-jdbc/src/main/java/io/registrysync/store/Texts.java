package io.registrysync.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Texts as columns hold them. */
final class Texts {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_FOLDED = 400;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private Texts() {}

    /** Holds a name to the rules of sync files: for people, in any language. */
    static void requireName(String name) {
        requireName("name", name);
    }

    /** The same for what is called otherwise. */
    static void requireName(String what, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || !name.equals(name.strip())) {
            throw new IllegalArgumentException(
                    "a " + what + " has 1 to " + LONGEST_NAME + " characters, no space at either end");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a " + what + " is one line without control characters");
        }
    }

    /** Holds a text to one line of so many characters; there need be none. */
    static void requireLine(String what, String text, int most) {
        if (!fit(text, most).equals(text)) {
            throw new IllegalArgumentException(
                    what + " is one line of at most " + most + " characters, without control characters");
        }
    }

    /** A user name as it is compared: neither case nor the width of letters tells two of them apart. */
    static String folded(String username) {
        String form = Normalizer.normalize(username.strip(), Normalizer.Form.NFKC);
        return fit(form.toLowerCase(Locale.ROOT), LONGEST_FOLDED);
    }

    /** What of a text from outside fits into a column: neither too long nor with characters that a database refuses. */
    static String fit(String text, int most) {
        String clean = CONTROL.matcher(text).replaceAll("\uFFFD");
        if (clean.length() <= most) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(most - 1)) ? most - 1 : most;
        return clean.substring(0, end);
    }

    /** What {@code LIKE … ESCAPE '!'} finds wherever the text is contained. */
    static String contained(String text) {
        return "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }

    static String json(Map<String, String> texts) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(texts));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static SortedMap<String, String> parse(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException damaged) {
            // Without the cause, whose message repeats the text.
            throw StoreException.of(StoreException.Kind.CONFIGURATION, "what is stored of a channel is damaged");
        }
    }
}
