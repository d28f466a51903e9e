package io.registrysync.notify;

import io.registrysync.notify.Delivery.Failure;
import io.registrysync.notify.Delivery.Kind;
import io.registrysync.registry.ForeignText;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/**
 * What a broken exchange means. Says so in words of our own: what libraries write may hold the address, and so the key.
 */
final class Broken {
    private Broken() {}

    static Delivery explain(Exception failure, String host) {
        if (failure instanceof Dialer.RefusedAddressException refused) {
            return new Delivery.Refused(
                    Failure.of(Kind.FORBIDDEN_ADDRESS),
                    String.valueOf(refused.getMessage()),
                    "Messages are never sent to link-local, multicast and metadata addresses, and to private ones only where"
                            + " the administrator allows it.");
        }
        if (failure instanceof UnknownHostException) {
            return later(
                    Kind.UNKNOWN_HOST, "unknown host " + host, "Check the name, and the name server of this machine.");
        }
        if (failure instanceof SSLException) {
            return tls(failure, host);
        }
        if (failure instanceof SocketTimeoutException) {
            return later(Kind.TIMEOUT, host + " did not accept a connection in time", "Check port and firewall.");
        }
        if (failure instanceof ConnectException) {
            return later(
                    Kind.UNREACHABLE,
                    host + " refused the connection",
                    "Check the port, and whether the service runs.");
        }
        if (failure instanceof HttpException || failure instanceof MessageConstraintException) {
            return new Delivery.Refused(
                    Failure.of(Kind.BROKEN), host + " does not speak HTTP there", "Check the port.");
        }
        return later(
                Kind.BROKEN,
                "the connection to " + host + " broke (" + failure.getClass().getSimpleName() + ")",
                "Try again.");
    }

    private static Delivery tls(Exception failure, String host) {
        if (causedByCertificate(failure)) {
            return new Delivery.Refused(
                    Failure.of(Kind.TLS),
                    "the certificate of " + host + " is not accepted: " + innermost(failure),
                    "The certificate must be of this name, valid today, and from an authority that this Java trusts. Add a"
                            + " company's authority to its trust store.");
        }
        if (String.valueOf(failure.getMessage()).contains("unrecognized SSL message")) {
            return new Delivery.Refused(
                    Failure.of(Kind.TLS),
                    host + " does not speak TLS there",
                    "Check the port, or use the one that speaks TLS.");
        }
        return later(
                Kind.TLS, "TLS with " + host + " failed (" + failure.getClass().getSimpleName() + ")", "Try again.");
    }

    private static boolean causedByCertificate(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** What Java says of a certificate names hosts and dates only. */
    private static String innermost(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            last = cause;
        }
        return ForeignText.clean(String.valueOf(last.getMessage()), 200);
    }

    private static Delivery later(Kind kind, String reason, String hint) {
        return new Delivery.Postponed(Failure.of(kind), reason, hint, Optional.empty());
    }
}
