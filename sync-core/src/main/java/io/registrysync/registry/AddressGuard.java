package io.registrysync.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which addresses a name may lead to, so that a registry cannot send its client to places that only the client
 * can reach (server-side request forgery).
 *
 * <p>Names that the user configured may be private. A name that a registry chose (a redirect, a token realm, an upload
 * location) may be private only where the registry itself is: a registry in a company's network may store its blobs
 * there, one on the internet may not point into it. Link-local addresses, and others where clouds keep their metadata,
 * are never called. The check is made on the resolved address, and that very address is used.
 */
final class AddressGuard {
    private final Resolver resolver;
    private final String registryHost;
    private final Set<String> configuredHosts;

    AddressGuard(Resolver resolver, String registryHost, Set<String> configuredHosts) {
        this.resolver = resolver;
        this.registryHost = registryHost;
        this.configuredHosts = configuredHosts;
    }

    /** The addresses of {@code host}; an exception where one of them is not allowed. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(unbracketed(host));
        boolean configured = isConfigured(host);
        for (InetAddress address : addresses) {
            Reach reach = Reach.of(address);
            if (reach == Reach.FORBIDDEN || (!configured && reach.compareTo(registryReach()) > 0)) {
                throw new UnknownHostException("refused to call " + host + ", which is a "
                        + reach.name().toLowerCase(Locale.ROOT) + " address that the registry pointed to");
            }
        }
        return addresses;
    }

    private boolean isConfigured(String host) {
        return host.equalsIgnoreCase(registryHost) || configuredHosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private Reach registryReach() throws UnknownHostException {
        Reach widest = Reach.PUBLIC;
        for (InetAddress address : resolver.resolve(unbracketed(registryHost))) {
            Reach reach = Reach.of(address);
            widest = reach.compareTo(widest) > 0 ? reach : widest;
        }
        return widest;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Knows public addresses only, whoever names them. */
    static Resolver publicOnly(Resolver resolver) {
        return host -> {
            InetAddress[] addresses = resolver.resolve(host);
            for (InetAddress address : addresses) {
                if (Reach.of(address) != Reach.PUBLIC) {
                    throw new UnknownHostException(
                            "refused to call " + host + ", which is no public address; only those are allowed here");
                }
            }
            return addresses;
        };
    }

    /** Looks a name up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }
}
