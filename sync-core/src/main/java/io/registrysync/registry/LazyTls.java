package io.registrysync.registry;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Reads certificates at the first TLS connection, so that a plain one does not pay for them. */
final class LazyTls implements TlsSocketStrategy {
    private final Tls settings;
    private @Nullable TlsSocketStrategy strategy;

    LazyTls(Tls settings) {
        this.settings = settings;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        return strategy().upgrade(socket, target, port, attachment, context);
    }

    private synchronized TlsSocketStrategy strategy() {
        if (strategy == null) {
            strategy = settings.verify()
                    ? new DefaultClientTlsStrategy(
                            settings.context(),
                            HostnameVerificationPolicy.BOTH,
                            HttpsSupport.getDefaultHostnameVerifier())
                    : new DefaultClientTlsStrategy(
                            settings.context(), HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
        }
        return strategy;
    }
}
