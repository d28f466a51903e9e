package io.registrysync.oci;

import java.util.Locale;

/**
 * Where an image runs: {@code os/architecture[/variant]} (image specification, image-index.md, "platform").
 *
 * <p>Always in normal form: lower case, {@code x86_64} is {@code amd64}, {@code aarch64} is {@code arm64}, and the
 * variant {@code v8} of {@code arm64} is left out because it is the only one in use.
 *
 * @param os           for example {@code linux}
 * @param architecture for example {@code amd64}
 * @param variant      for example {@code v7}; empty where there is none
 * @param osVersion    for example {@code 10.0.17763.1}; empty where there is none
 */
public record Platform(String os, String architecture, String variant, String osVersion) {
    private static final int MAX_FOREIGN_TEXT = 64;

    /** Brings the parts to normal form. */
    public Platform {
        os = os.toLowerCase(Locale.ROOT);
        architecture = architecture.toLowerCase(Locale.ROOT);
        variant = variant.toLowerCase(Locale.ROOT);
        architecture = switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386" -> "386";
            case "armhf" -> "arm";
            default -> architecture;
        };
        if (architecture.equals("arm64") && (variant.equals("v8") || variant.equals("8"))) {
            variant = "";
        }
    }

    /** A platform in the words of foreign content: shortened, and free of what could steer a terminal. */
    static Platform described(String os, String architecture, String variant, String osVersion) {
        return new Platform(printable(os), printable(architecture), printable(variant), printable(osVersion));
    }

    private static String printable(String text) {
        String shown = text.length() > MAX_FOREIGN_TEXT ? text.substring(0, MAX_FOREIGN_TEXT) : text;
        return shown.replaceAll("[^!-~]", "?");
    }

    /**
     * Parses {@code [os/]architecture[/variant]}; without an operating system {@code linux} is meant.
     *
     * @throws FormatException where the text has empty or too many parts
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (!part.matches("[a-zA-Z0-9_.-]+")) {
                throw malformed(text);
            }
        }
        return switch (parts.length) {
            case 1 -> new Platform("linux", parts[0], "", "");
            case 2 ->
                parts[1].matches("v[0-9.]+")
                        ? new Platform("linux", parts[0], parts[1], "")
                        : new Platform(parts[0], parts[1], "", "");
            case 3 -> new Platform(parts[0], parts[1], parts[2], "");
            default -> throw malformed(text);
        };
    }

    /**
     * Whether it is one at all: builders mark what does not run, such as attestations, with {@code unknown/unknown}, which
     * is what an index needs where the specification has no word for it.
     */
    public boolean isKnown() {
        return !os.equals("unknown");
    }

    /**
     * Whether an image for {@code other} is one for this platform. The variant counts: {@code arm} means {@code arm/v7}
     * and not {@code arm/v6}, {@code amd64} means {@code amd64/v1} and not {@code amd64/v3}. The version of the operating
     * system counts only where this names one.
     */
    public boolean includes(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && level().equals(other.level())
                && (osVersion.isEmpty() || osVersion.equals(other.osVersion));
    }

    /** The variant, also where it is the one that goes without saying. */
    private String level() {
        if (!variant.isEmpty()) {
            return variant;
        }
        return switch (architecture) {
            case "arm" -> "v7";
            case "amd64" -> "v1";
            default -> "";
        };
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant)
                + (osVersion.isEmpty() ? "" : " " + osVersion);
    }

    private static FormatException malformed(String text) {
        return new FormatException(
                FormatException.quote(text) + " is not a platform ([os/]architecture[/variant], such as linux/arm/v7)");
    }
}
