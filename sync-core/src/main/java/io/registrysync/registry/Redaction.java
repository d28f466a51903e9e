package io.registrysync.registry;

import java.net.URI;
import java.util.Set;

/** Addresses for logs and messages: signed URLs carry credentials in their query. */
final class Redaction {
    /** Query parameters of the distribution specification that hold no secret; every other value is masked. */
    private static final Set<String> SHOWN =
            Set.of("n", "last", "digest", "mount", "from", "scope", "service", "artifactType");

    private static final int MAX_LENGTH = 2_000;

    private Redaction() {}

    static String address(URI uri) {
        StringBuilder text = new StringBuilder();
        text.append(uri.getScheme()).append("://").append(uri.getHost());
        if (uri.getPort() >= 0) {
            text.append(':').append(uri.getPort());
        }
        text.append(uri.getRawPath());
        if (uri.getRawQuery() != null) {
            char separator = '?';
            for (String pair : uri.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                text.append(separator).append(SHOWN.contains(name) ? pair : name + "=…");
                separator = '&';
            }
        }
        // An address may hold characters of any language, also those that turn the direction of a line.
        return ForeignText.clean(text.toString(), MAX_LENGTH);
    }
}
