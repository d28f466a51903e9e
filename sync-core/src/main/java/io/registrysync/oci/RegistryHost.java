package io.registrysync.oci;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a registry as it stands in a reference: {@code host} or {@code host:port}, with an IPv6 address in
 * brackets. Says nothing of the scheme.
 *
 * <p>Names are compared in lower case. The four names of Docker Hub are one registry, written {@code docker.io}.
 *
 * @param name the canonical text
 */
public record RegistryHost(String name) {
    private static final Set<String> DOCKER_HUB_NAMES =
            Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern GRAMMAR = Pattern.compile(
            "(" + LABEL + "(?:\\." + LABEL + ")*+\\.?|\\[[0-9a-f:.]{2,45}\\])(?::([0-9]{1,5}))?",
            Pattern.CASE_INSENSITIVE);
    /** Of a name in the DNS, with a dot at its end. */
    private static final int MAX_HOST_LENGTH = 254;

    /** Docker Hub. Stands below the constants that its constructor uses. */
    public static final RegistryHost DOCKER_HUB = new RegistryHost("docker.io");

    /** Checks the grammar and makes the name canonical. Throws {@link FormatException} where it is not met. */
    public RegistryHost {
        // Not in lower case yet: that makes plain letters of some others, such as the Kelvin sign.
        if (!isAddress(name)) {
            throw new FormatException(FormatException.quote(name) + " is not the name of a registry (host or host:port)"
                    + (name.contains("://") ? "; leave out the scheme" : ""));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        name = DOCKER_HUB_NAMES.contains(lower) ? "docker.io" : lower;
    }

    /** Whether this is Docker Hub, under any of its names. */
    public boolean isDockerHub() {
        return name.equals("docker.io");
    }

    /** Whether the host is this machine: {@code localhost}, {@code 127.0.0.0/8} or {@code ::1}. */
    public boolean isLoopback() {
        String host = host();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** The name without its port; an IPv6 address keeps its brackets. */
    public String host() {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
    }

    @Override
    public String toString() {
        return name;
    }

    private static boolean isAddress(String name) {
        Matcher matcher = GRAMMAR.matcher(name);
        return matcher.matches()
                && matcher.group(1).length() <= MAX_HOST_LENGTH
                && (matcher.group(2) == null || isPort(matcher.group(2)))
                && isHostOfUrl(matcher.group(1));
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= 65_535;
    }

    /** Refuses numbers that are no IP address, such as {@code 256.1.1.1} and {@code [:::]}: nothing could call them. */
    private static boolean isHostOfUrl(String host) {
        try {
            return new URI("https://" + host).getHost() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
