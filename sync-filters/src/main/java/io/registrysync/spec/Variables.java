package io.registrysync.spec;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills variables of the environment into texts: {@code ${NAME}} and {@code ${NAME:-default}}, the default standing for
 * a variable that is missing or empty. {@code $$} is a dollar sign; so is one that nothing of this follows.
 */
final class Variables {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:(\\$)|\\{(" + NAME + ")(?::-([^}]*))?\\}|(\\{))");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(" + NAME + ")\\}");

    private final Map<String, String> environment;
    private final boolean hasPasswords;
    private final boolean areRead;

    Variables(Map<String, String> environment) {
        this(environment, true);
    }

    /** Where {@code hasPasswords} is false, whoever reads the file has the passwords elsewhere. */
    Variables(Map<String, String> environment, boolean hasPasswords) {
        this(environment, hasPasswords, true);
    }

    private Variables(Map<String, String> environment, boolean hasPasswords, boolean areRead) {
        this.environment = Map.copyOf(environment);
        this.hasPasswords = hasPasswords;
        this.areRead = areRead;
    }

    /** There are none: every dollar sign is one. */
    static Variables none() {
        return new Variables(Map.of(), false, false);
    }

    /** Whether something else may come out of a text than what is written there. */
    boolean mayBeIn(String text) {
        return areRead && text.contains("${");
    }

    /**
     * The text with its variables filled in.
     *
     * @throws IllegalArgumentException where a variable is missing, or its name is none
     */
    String fill(String text) {
        if (!areRead) {
            return text;
        }
        Matcher matcher = DOLLAR.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(replacement(matcher)));
        }
        return matcher.appendTail(filled).toString();
    }

    private String replacement(Matcher matcher) {
        if (matcher.group(1) != null) {
            return "$";
        }
        if (matcher.group(4) != null) {
            throw new IllegalArgumentException(
                    "${ begins a variable, written ${NAME} or ${NAME:-default}; write $${ for these characters");
        }
        String fallback = matcher.group(3);
        return fallback == null ? require(matcher.group(2)) : orElse(matcher.group(2), fallback);
    }

    private String orElse(String name, String fallback) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? fallback : value;
    }

    /**
     * The variable that a text consists of.
     *
     * @throws IllegalArgumentException where the variable is missing, or the text anything else; the message does not
     *     repeat the text, which may be a secret
     */
    String requireSecret(String reference) {
        String value = require(nameIn(reference));
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the environment variable " + nameIn(reference) + " is empty");
        }
        return value;
    }

    /** Checks a password's reference, and that its variable is there, where it has to be; throws like {@link #requireSecret}. */
    void checkSecret(String reference) {
        if (hasPasswords) {
            requireSecret(reference);
        } else {
            nameIn(reference);
        }
    }

    /** The name in {@code ${NAME}}; throws like {@link #requireSecret}. */
    static String nameIn(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a password has no place in this file, which is copied and kept in"
                    + " version control; write ${NAME} for a variable of the environment, or passwordFile");
        }
        return matcher.group(1);
    }

    /** Writes text so that {@link #fill} gives it back. */
    static String escape(String text) {
        return text.contains("$$") || text.contains("${") ? text.replace("$", "$$") : text;
    }

    private String require(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
