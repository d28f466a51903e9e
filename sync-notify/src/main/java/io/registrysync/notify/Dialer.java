package io.registrysync.notify;

import io.registrysync.registry.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Opens connections to addresses that were checked. A name is resolved once and the connection goes to the very address
 * that was looked at, so that a name server cannot answer something else the second time.
 */
final class Dialer {
    private final Resolver resolver;
    private final boolean allowPrivate;
    private final SSLContext tls;
    private final Duration connectLimit;

    Dialer(Resolver resolver, boolean allowPrivate, SSLContext tls, Duration connectLimit) {
        this.resolver = resolver;
        this.allowPrivate = allowPrivate;
        this.tls = tls;
        this.connectLimit = connectLimit;
    }

    /** Looks a name up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** A place that is not called. */
    static final class RefusedAddressException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedAddressException(String message) {
            super(message);
        }
    }

    /** A connection to the first address of {@code host} that accepts one. */
    Socket open(String host, int port, Exchange exchange) throws IOException {
        InetAddress[] addresses = allowed(host);
        IOException failure = new UnknownHostException(host);
        for (InetAddress address : addresses) {
            Socket socket = exchange.own(new Socket());
            try {
                socket.setTcpNoDelay(true);
                // With the name that was meant, for who checks certificates: never one of a reverse lookup.
                InetAddress named = InetAddress.getByAddress(unbracketed(host), address.getAddress());
                socket.connect(new InetSocketAddress(named, port), Math.toIntExact(connectLimit.toMillis()));
                return socket;
            } catch (IOException next) {
                failure = next;
            }
        }
        throw failure;
    }

    /** TLS over a connection, with a certificate that is trusted and is of {@code host}. */
    SSLSocket secure(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    SSLContext tls() {
        return tls;
    }

    private InetAddress[] allowed(String host) throws IOException {
        InetAddress[] addresses = resolver.resolve(unbracketed(host));
        for (InetAddress address : addresses) {
            Reach reach = Reach.of(address);
            if (reach == Reach.FORBIDDEN || (reach != Reach.PUBLIC && !allowPrivate)) {
                throw new RefusedAddressException("refused to call " + host + ", which is a "
                        + reach.name().toLowerCase(Locale.ROOT) + " address");
            }
        }
        return addresses;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
