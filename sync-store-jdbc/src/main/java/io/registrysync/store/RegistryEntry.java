package io.registrysync.store;

import io.registrysync.spec.RegistrySpec;
import java.util.Locale;
import java.util.Optional;

/**
 * What people say of a registry, without its password.
 *
 * @param name              unique
 * @param type              the vendor, for forms and hints: {@code dockerhub}, {@code harbor}, {@code acr} …
 * @param url               {@code host[:port]}, with {@code http://} in front where plain HTTP is meant
 * @param description       for people; may be empty
 * @param username          absent for what anybody may do
 * @param insecure          whether any certificate is taken
 * @param ca                PEM text of the authorities to trust beside those of the machine
 * @param tokenServer       host of a token server that may see the credentials
 * @param proxy             {@code http://host:port} or {@code socks5://host:port}
 * @param concurrency       blobs at a time, for each node
 * @param requestsPerSecond most requests in a second, for each node
 * @param maxUnits          how many repositories are worked on at once that are read from or written to this registry,
 *     over all nodes
 * @param enabled           whether tasks may use it
 */
public record RegistryEntry(
        String name,
        String type,
        String url,
        String description,
        Optional<String> username,
        boolean insecure,
        Optional<String> ca,
        Optional<String> tokenServer,
        Optional<String> proxy,
        Optional<Integer> concurrency,
        Optional<Double> requestsPerSecond,
        Optional<Integer> maxUnits,
        boolean enabled) {
    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException where one is wrong
     */
    public RegistryEntry {
        Texts.requireName(name);
        require(type.matches("[a-z0-9-]{1,30}"), "a type is a word of lower-case letters");
        requireLength("url", Optional.of(url), 500);
        requireLength("username", username, 300);
        requireLength("tokenServer", tokenServer, 300);
        requireLength("proxy", proxy, 300);
        maxUnits.ifPresent(most -> require(most >= 1, "maxUnits must be 1 or more"));
        // What a sync file says of a registry is held to the same rules.
        spec(url, description, username, insecure, tokenServer, proxy, concurrency, requestsPerSecond, variable(name));
    }

    /** A registry at an address, for what anybody may do. */
    public static RegistryEntry at(String name, String url) {
        return new RegistryEntry(
                name,
                "generic",
                url,
                "",
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    /** Whether its password would be shown to nobody else than that of {@code other}. */
    public boolean isReachedAs(RegistryEntry other) {
        return url.equals(other.url)
                && tokenServer.equals(other.tokenServer)
                && proxy.equals(other.proxy)
                && insecure == other.insecure
                && username.equals(other.username);
    }

    /** As a sync file describes it; a password is the variable that will hold it, a certificate is left out. */
    public RegistrySpec toSpec() {
        return toSpec(variable());
    }

    RegistrySpec toSpec(String variable) {
        return spec(url, description, username, insecure, tokenServer, proxy, concurrency, requestsPerSecond, variable);
    }

    /** The same as a sync file describes it. What a file cannot say stays, and so does the certificate. */
    RegistryEntry described(RegistrySpec spec) {
        return new RegistryEntry(
                name,
                type,
                spec.url(),
                spec.description(),
                spec.username(),
                spec.insecure(),
                ca,
                spec.tokenServer(),
                spec.proxy(),
                spec.concurrency(),
                spec.requestsPerSecond(),
                maxUnits,
                enabled);
    }

    private static RegistrySpec spec(
            String url,
            String description,
            Optional<String> username,
            boolean insecure,
            Optional<String> tokenServer,
            Optional<String> proxy,
            Optional<Integer> concurrency,
            Optional<Double> requestsPerSecond,
            String variable) {
        return new RegistrySpec(
                url,
                description,
                username,
                username.map(user -> "${" + variable + "}"),
                Optional.empty(),
                insecure,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                tokenServer,
                proxy,
                concurrency,
                requestsPerSecond);
    }

    /** The variable that holds its password, for those who write a file for the command line. */
    String variable() {
        return variable(name);
    }

    private static String variable(String name) {
        String word =
                name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("^_+|_+$", "");
        if (word.isEmpty()) {
            return "REGISTRY_PASSWORD";
        }
        return (Character.isDigit(word.charAt(0)) ? "REGISTRY_" + word : word) + "_PASSWORD";
    }

    private static void requireLength(String what, Optional<String> text, int most) {
        require(text.orElse("").length() <= most, what + " has more than " + most + " characters");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }
}
