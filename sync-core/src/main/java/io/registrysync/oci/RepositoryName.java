package io.registrysync.oci;

import java.util.regex.Pattern;

/**
 * The path of a repository within its registry (OCI distribution specification, "Pulling manifests").
 *
 * @param path the text, for example {@code library/nginx}
 */
public record RepositoryName(String path) implements Comparable<RepositoryName> {
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
    private static final Pattern GRAMMAR = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*+");
    private static final int MAX_LENGTH = 1024;

    /** Checks the grammar. Throws {@link FormatException} where it is not met. */
    public RepositoryName {
        if (!isValid(path)) {
            throw new FormatException(FormatException.quote(path) + " is not a repository name " + reason(path));
        }
    }

    /** Whether {@code text} satisfies the grammar. */
    public static boolean isValid(String text) {
        return text.length() <= MAX_LENGTH && GRAMMAR.matcher(text).matches();
    }

    @Override
    public int compareTo(RepositoryName other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }

    private static String reason(String path) {
        if (path.length() > MAX_LENGTH) {
            return "(longer than " + MAX_LENGTH + " characters)";
        }
        if (path.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
            return "(upper-case letters are not allowed)";
        }
        return "(lower-case letters and digits, separated by '.', '_', '__', '-' or '/')";
    }
}
