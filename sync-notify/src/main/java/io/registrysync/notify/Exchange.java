package io.registrysync.notify;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt, which another thread can end at any time: Java has no limit for a write or for a whole conversation, but
 * closing a socket ends whatever waits for it.
 */
final class Exchange {
    private final List<Socket> sockets = new ArrayList<>();
    private boolean cut;

    /** Takes a socket over before it is used. */
    synchronized <S extends Socket> S own(S socket) throws IOException {
        sockets.add(socket);
        if (cut) {
            close(socket);
            throw new SocketException("the attempt is over");
        }
        return socket;
    }

    /** Ends it. Never blocks, so sockets below TLS are the ones to own: closing TLS politely may wait. */
    synchronized void cut() {
        cut = true;
        sockets.forEach(Exchange::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is of no use any more, which is what was wanted.
        }
    }
}
