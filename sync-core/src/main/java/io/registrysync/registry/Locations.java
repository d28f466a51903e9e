package io.registrysync.registry;

import java.net.URI;

/** Resolves addresses that a registry gives: {@code Location}, {@code Link}, a token realm. */
final class Locations {
    private static final int MAX_LENGTH = 16 * 1024;

    private Locations() {}

    /**
     * Resolves {@code given} against {@code base}; its query stays as it is.
     *
     * <p>Encryption is never given up. One case is mended instead of refused: a registry behind a proxy that ends TLS
     * and does not tell it so writes {@code http} for its own host; there {@code https} is what was meant.
     *
     * @throws RegistryException where the address is malformed, or leads from https to http
     */
    static URI resolve(String operation, String name, URI base, String given) {
        URI resolved;
        Origin target;
        try {
            if (given.isEmpty() || given.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("empty or too long");
            }
            // For a query alone, URI.resolve drops the last part of the path (RFC 3986, section 5.2.2, keeps it).
            String text = given.startsWith("?") ? base.getRawPath() + given : given;
            resolved = base.resolve(URI.create(text));
            if (resolved.getRawUserInfo() != null || resolved.getRawFragment() != null) {
                throw new IllegalArgumentException("with user or fragment");
            }
            target = Origin.of(resolved);
        } catch (IllegalArgumentException malformed) {
            throw RegistryException.invalid(
                    operation,
                    name,
                    "the registry gave an address that is none: " + ForeignText.clean(withoutSecrets(given), 100));
        }
        Origin origin = Origin.of(base);
        if (!origin.isDowngrade(target)) {
            return resolved;
        }
        if (target.host().equals(origin.host()) && (resolved.getPort() < 0 || resolved.getPort() == origin.port())) {
            return URI.create("https" + resolved.toString().substring("http".length()));
        }
        throw RegistryException.invalid(operation, name, "the registry leads from https to http (" + target + ")");
    }

    /** Without what may stand for a password: the user and the query. */
    private static String withoutSecrets(String given) {
        int query = given.indexOf('?');
        String address = query < 0 ? given : given.substring(0, query) + "?…";
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
