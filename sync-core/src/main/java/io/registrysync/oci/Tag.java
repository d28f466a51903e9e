package io.registrysync.oci;

import java.util.regex.Pattern;

/**
 * A name for a manifest within a repository (OCI distribution specification, "Pulling manifests").
 *
 * @param name the text, which satisfies {@code [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}}
 */
public record Tag(String name) implements Comparable<Tag> {
    private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /** Checks the grammar. Throws {@link FormatException} where it is not met. */
    public Tag {
        if (!isValid(name)) {
            throw new FormatException(FormatException.quote(name)
                    + " is not a tag (letters, digits, '_', '.', '-', at most 128, not starting with '.' or '-')");
        }
    }

    /** Whether {@code text} satisfies the grammar. */
    public static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    @Override
    public int compareTo(Tag other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
