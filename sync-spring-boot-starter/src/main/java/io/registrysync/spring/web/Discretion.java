package io.registrysync.spring.web;

import io.registrysync.registry.RegistryException;
import io.registrysync.spring.security.Identity;
import io.registrysync.store.User.Role;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What people who do not set addresses up hear of what happens there: of what kind it is, and no word of who answered.
 * Otherwise the network around this server could be read from its complaints. Administrators hear everything.
 */
final class Discretion {
    private static final String DNS = "the name is not known (DNS)";
    private static final String REFUSED = "the connection was refused";
    private static final String TLS = "TLS failed";
    private static final String TIMEOUT = "no answer in time";
    private static final String OTHER = "it did not work";
    private static final Pattern STATUS = Pattern.compile("\\bHTTP ([0-9]{3})\\b");
    /** How the notifier says it, in words of its own. */
    private static final Map<String, List<String>> WORDS = Map.of(
            DNS, List.of("unknown host"),
            REFUSED, List.of("refused the connection"),
            TLS, List.of("certificate", "tls"),
            TIMEOUT, List.of("in time", "did not take the message within"));

    private Discretion() {}

    /** Whether the one who asks may not choose addresses. */
    static boolean isDue() {
        return !Identity.current().is(Role.ADMIN);
    }

    /** The kind of a failure. */
    static String of(RegistryException failure) {
        if (failure.status() > 0) {
            return "HTTP " + failure.status();
        }
        if (isCausedBy(failure, UnknownHostException.class)) {
            return DNS;
        }
        if (isCausedBy(failure, SSLException.class)) {
            return TLS;
        }
        boolean isSilent = Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause.getClass().getSimpleName().contains("Timeout"));
        if (isSilent) {
            return TIMEOUT;
        }
        return isCausedBy(failure, ConnectException.class) ? REFUSED : OTHER;
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(type::isInstance);
    }

    /** The kind of a failure of a receiver of messages. */
    static String ofReceiver(String reason) {
        Matcher status = STATUS.matcher(reason);
        if (status.find()) {
            return "HTTP " + status.group(1);
        }
        String words = reason.toLowerCase(Locale.ROOT);
        return Stream.of(DNS, REFUSED, TLS, TIMEOUT)
                .filter(kind -> WORDS.getOrDefault(kind, List.of()).stream().anyMatch(words::contains))
                .findFirst()
                .orElse(OTHER);
    }
}
