package io.registrysync.spring.web;

import io.registrysync.notify.Delivery;
import io.registrysync.registry.RegistryException;
import io.registrysync.spring.security.Identity;
import io.registrysync.store.User.Role;
import java.net.ConnectException;
import java.net.UnknownHostException;
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
    static String of(Delivery.Failure failure) {
        return switch (failure.kind()) {
            case UNKNOWN_HOST -> DNS;
            case UNREACHABLE -> REFUSED;
            case TLS -> TLS;
            case TIMEOUT -> TIMEOUT;
            case ANSWER ->
                failure.status() >= 300 ? "HTTP " + failure.status() : "the service did not take the message";
            case FORBIDDEN_ADDRESS, BROKEN -> OTHER;
        };
    }
}
