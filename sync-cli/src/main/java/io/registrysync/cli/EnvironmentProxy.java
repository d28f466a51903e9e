package io.registrysync.cli;

import io.registrysync.oci.RegistryHost;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy that the environment asks for: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code ALL_PROXY} with the
 * exceptions of {@code NO_PROXY}, each also in lower case, which goes first. This machine is never reached through one.
 */
final class EnvironmentProxy {
    private final Map<String, String> environment;

    private EnvironmentProxy(Map<String, String> environment) {
        this.environment = environment;
    }

    static EnvironmentProxy of(Map<String, String> environment) {
        return new EnvironmentProxy(environment);
    }

    /**
     * The proxy for a registry.
     *
     * @throws UsageException where the variable's value is no proxy; it is not repeated, as it may hold a password
     */
    Optional<URI> forRegistry(RegistryHost registry, boolean plainHttp) {
        if (registry.isLoopback() || isException(registry)) {
            return Optional.empty();
        }
        for (String variable : List.of(plainHttp ? "HTTP_PROXY" : "HTTPS_PROXY", "ALL_PROXY")) {
            Optional<String> value = variable(variable);
            if (value.isPresent()) {
                try {
                    return Optional.of(parse(value.get()));
                } catch (IllegalArgumentException malformed) {
                    throw new UsageException(
                            "the environment variable " + variable + " is not the address of a proxy",
                            "Write http://HOST:PORT or socks5://HOST:PORT.");
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Parses {@code [scheme://][user:password@]host[:port]}. The scheme is {@code http} unless given, the port that of
     * the scheme.
     *
     * @throws IllegalArgumentException where it is none
     */
    static URI parse(String text) {
        URI address;
        try {
            address = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException malformed) {
            // The original message repeats the text, and with it a password.
            throw new IllegalArgumentException("a proxy is http://HOST:PORT or socks5://HOST:PORT");
        }
        String scheme = address.getScheme().toLowerCase(Locale.ROOT).replaceFirst("^socks5h$", "socks5");
        if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("socks5"))) {
            throw new IllegalArgumentException("a proxy is http://HOST:PORT or socks5://HOST:PORT");
        }
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("http") ? 80 : 1080;
        String user = address.getRawUserInfo() == null ? "" : address.getRawUserInfo() + "@";
        return URI.create(scheme + "://" + user + address.getHost() + ":" + port);
    }

    private boolean isException(RegistryHost registry) {
        return variable("NO_PROXY").stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> matches(entry, registry));
    }

    /** A host with its subdomains, a host with a port, an address, a range of addresses, or everything. */
    private static boolean matches(String entry, RegistryHost registry) {
        String host = registry.host().replaceAll("[\\[\\]]", "");
        if (entry.equals("*") || entry.equals(registry.name()) || entry.equals(host)) {
            return true;
        }
        if (entry.indexOf('/') > 0) {
            return isAddress(host) && isWithin(host, entry);
        }
        String domain = entry.replaceFirst("^\\*?\\.", "");
        return host.endsWith("." + domain) || registry.name().endsWith("." + domain);
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static boolean isWithin(String address, String range) {
        int slash = range.indexOf('/');
        String base = range.substring(0, slash);
        String length = range.substring(slash + 1);
        if (!isAddress(base) || !length.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] one = bytes(address);
        byte[] other = bytes(base);
        int bits = Integer.parseInt(length);
        if (one.length == 0 || one.length != other.length || bits > one.length * 8) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** No name is looked up: only what {@link #isAddress} admits comes here. */
    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException malformed) {
            return new byte[0];
        }
    }

    private Optional<String> variable(String name) {
        return Stream.of(name.toLowerCase(Locale.ROOT), name)
                .map(environment::get)
                .flatMap(Stream::ofNullable)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
