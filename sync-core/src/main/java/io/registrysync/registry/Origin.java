package io.registrysync.registry;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: the boundary that credentials do not cross. {@code https://h}, {@code https://H:443} and
 * {@code https://h.} are the same origin.
 */
record Origin(String scheme, String host, int port) {
    static Origin of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("not an http(s) address");
        }
        String canonical = host.startsWith("[") ? host : IDN.toASCII(host);
        canonical = canonical.toLowerCase(Locale.ROOT);
        if (canonical.endsWith(".")) {
            canonical = canonical.substring(0, canonical.length() - 1);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, canonical, port);
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /** Whether going from here to {@code next} would give up encryption. */
    boolean isDowngrade(Origin next) {
        return isSecure() && !next.isSecure();
    }

    /** Host, and port where it is not the usual one. */
    String authority() {
        boolean usual = port == (isSecure() ? 443 : 80);
        return host + (usual ? "" : ":" + port);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
