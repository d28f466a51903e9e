package io.registrysync.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A registry that costs as little as a server can, so that what is measured is the client: it serves one image from
 * memory, takes every upload and keeps nothing.
 */
final class MemoryRegistry implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final String EMPTY = "Content-Length: 0\r\n\r\n";

    private final ServerSocket listener;
    private final Map<String, byte[]> blobs;
    private final byte[] manifest;
    private final String digest;

    MemoryRegistry(Map<String, byte[]> blobs, byte[] manifest, String digest) throws IOException {
        this.blobs = blobs;
        this.manifest = manifest;
        this.digest = digest;
        this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String host() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "memory-registry");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        byte[] buffer = new byte[BUFFER];
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            OutputStream out = socket.getOutputStream();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] request = line.split(" ", 3);
                boolean chunked = false;
                long length = 0;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    String name = colon < 0 ? "" : header.substring(0, colon);
                    if (name.equalsIgnoreCase("Content-Length")) {
                        length = Long.parseLong(header.substring(colon + 1).strip());
                    } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
                        chunked = true;
                    }
                }
                if (chunked) {
                    discardChunks(in, buffer);
                } else {
                    discard(in, length, buffer);
                }
                answer(request[0], request.length > 1 ? request[1] : "", out);
            }
        } catch (IOException gone) {
            // The client has closed the connection.
        }
    }

    private void answer(String method, String path, OutputStream out) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        switch (method) {
            case "HEAD", "GET" -> {
                if (path.contains("/manifests/")) {
                    // Under the name that the target is asked for there is nothing yet.
                    boolean known = !path.contains("/target/");
                    head(
                            out,
                            known ? "200 OK" : "404 Not Found",
                            known
                                    ? "Content-Type: application/vnd.oci.image.manifest.v1+json\r\nDocker-Content-Digest: "
                                            + digest + "\r\nContent-Length: " + manifest.length + "\r\n\r\n"
                                    : EMPTY);
                    if (known && method.equals("GET")) {
                        out.write(manifest);
                    }
                } else {
                    byte[] blob = blobs.getOrDefault(name, new byte[0]);
                    head(out, "200 OK", "Content-Length: " + blob.length + "\r\n\r\n");
                    out.write(blob);
                }
            }
            case "POST" -> head(out, "202 Accepted", "Location: /v2/target/blobs/uploads/1\r\n" + EMPTY);
            case "PATCH" -> head(out, "202 Accepted", "Location: /v2/target/blobs/uploads/1\r\n" + EMPTY);
            case "PUT" -> head(out, "201 Created", "Docker-Content-Digest: " + digest + "\r\n" + EMPTY);
            default -> head(out, "204 No Content", "\r\n");
        }
    }

    private static void head(OutputStream out, String status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + headers).getBytes(StandardCharsets.US_ASCII));
    }

    private static void discardChunks(InputStream in, byte[] buffer) throws IOException {
        while (true) {
            long size = Long.parseLong(line(in).strip(), 16);
            discard(in, size, buffer);
            line(in);
            if (size == 0) {
                return;
            }
        }
    }

    private static void discard(InputStream in, long length, byte[] buffer) throws IOException {
        long left = length;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException("ended early");
            }
            left -= count;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
