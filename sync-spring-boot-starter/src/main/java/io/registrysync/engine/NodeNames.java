package io.registrysync.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Makes up names for nodes. */
final class NodeNames {
    private NodeNames() {}

    /** The host, the process, and something that no process before had: an old name must not seem to live. */
    static String unique() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            host = "node";
        }
        return host + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 6);
    }
}
