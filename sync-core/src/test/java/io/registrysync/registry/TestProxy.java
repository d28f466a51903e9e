package io.registrysync.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A forward proxy: HTTP with CONNECT and absolute addresses and one user, or SOCKS 5 without. */
final class TestProxy implements AutoCloseable {
    private static final String REFUSAL = String.join(
            "\r\n",
            "HTTP/1.1 407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=p",
            "Content-Length: 0",
            "Connection: close",
            "",
            "");

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String authorization;
    private final boolean socks;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private TestProxy(String authorization, boolean socks) throws IOException {
        this.authorization = authorization;
        this.socks = socks;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    static TestProxy http(String authorization) throws IOException {
        return new TestProxy(authorization, false);
    }

    static TestProxy socks() throws IOException {
        return new TestProxy("", true);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The first line of every request, or {@code SOCKS host:port}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (socks) {
                serveSocks(client);
            } else {
                serveHttp(client);
            }
        } catch (IOException gone) {
            // One side has closed its connection.
        }
    }

    private void serveHttp(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        String head = head(in);
        String line = head.substring(0, head.indexOf("\r\n"));
        requests.add(line);
        if (!head.contains("Proxy-Authorization: " + authorization + "\r\n")) {
            write(client, REFUSAL);
            return;
        }
        String[] parts = line.split(" ", 3);
        if (parts[0].equals("CONNECT")) {
            URI target = URI.create("https://" + parts[1]);
            try (Socket server = connect(target.getHost(), target.getPort())) {
                write(client, "HTTP/1.1 200 OK\r\n\r\n");
                tunnel(client, server);
            }
        } else {
            URI target = URI.create(parts[1]);
            String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            // What is meant for the proxy ends here, and so does the connection, so that no further head has to be
            // read.
            String rest = head.substring(line.length())
                    .replace("Proxy-Authorization: " + authorization + "\r\n", "")
                    .replace("Connection: keep-alive", "Connection: close");
            try (Socket server = connect(target.getHost(), target.getPort())) {
                write(
                        server,
                        parts[0] + " " + path + " HTTP/1.1" + rest.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
                tunnel(client, server);
            }
        }
    }

    private void serveSocks(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        in.skipNBytes(1);
        in.skipNBytes(in.read());
        client.getOutputStream().write(new byte[] {5, 0});
        byte[] request = in.readNBytes(4);
        byte[] address = in.readNBytes(request[3] == 1 ? 4 : 16);
        int port = in.read() << 8 | in.read();
        InetAddress host = InetAddress.getByAddress(address);
        requests.add("SOCKS " + host.getHostAddress() + ":" + port);
        try (Socket server = new Socket(host, port)) {
            client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            tunnel(client, server);
        }
    }

    private static Socket connect(String host, int port) throws IOException {
        return new Socket(InetAddress.getByName(host), port);
    }

    private void tunnel(Socket client, Socket server) throws IOException {
        threads.execute(() -> pump(client, server));
        pump(server, client);
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // The other direction will find out.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("ended early");
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
