package io.registrysync.registry;

import io.registrysync.oci.RegistryHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Finds out whether a port of this machine speaks TLS, so that a local registry needs no switch. Never used for another
 * host: there, falling back to plain HTTP would let whoever is on the way decide.
 */
final class TlsProbe {
    private static final int LIMIT_MILLIS = 2_000;
    /**
     * The beginning of a TLS record with a broken handshake in it, and two line ends. A TLS server answers with an alert
     * or closes; an HTTP server takes it for a bad request and says so.
     */
    private static final byte[] QUESTION = {0x16, 3, 1, 0, 4, 1, 0, 0, 0, '\r', '\n', '\r', '\n'};

    private TlsProbe() {}

    static boolean speaksTls(RegistryHost host) {
        String address = host.host().replace("[", "").replace("]", "");
        String port = host.name().substring(host.host().length()).replace(":", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port.isEmpty() ? 443 : Integer.parseInt(port)), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(QUESTION);
            int first = socket.getInputStream().read();
            return first == 0x15 || first == 0x16;
        } catch (IOException silent) {
            // Without an answer the first request will tell what is wrong.
            return false;
        }
    }
}
