package io.registrysync.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.registrysync.oci.Digest;
import io.registrysync.registry.DockerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * Does once what users will do, against a make-believe registry in this process. The launcher lets the JVM write down
 * which classes that takes and keeps them ready in an archive, which halves the time to start.
 */
final class Rehearsal {
    private static final byte[] LAYER = new byte[256 * 1024];
    private static final byte[] CONFIG =
            "{\"os\":\"linux\",\"architecture\":\"amd64\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] IMAGE = ("{\"schemaVersion\":2,"
                    + "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                    + "\"config\":" + descriptor("application/vnd.oci.image.config.v1+json", CONFIG) + ","
                    + "\"layers\":[" + descriptor("application/vnd.oci.image.layer.v1.tar+gzip", LAYER) + "]}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] INDEX = ("{\"schemaVersion\":2,"
                    + "\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                    + "\"manifests\":[" + descriptor("application/vnd.oci.image.manifest.v1+json", IMAGE) + "]}")
            .getBytes(StandardCharsets.UTF_8);

    private Rehearsal() {}

    /** Runs it. Arguments are ignored. */
    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/v2/", Rehearsal::answer);
        server.start();
        String host = "127.0.0.1:" + server.getAddress().getPort();
        List<List<String>> lines = List.of(
                List.of("--version"),
                List.of("help", "copy"),
                List.of("copy", host + "/source:1", host + "/target:1", "--color", "always"),
                List.of("copy", host + "/source:1", host + "/other:2", "--output", "json"),
                List.of("copy", host + "/source:1", host + "/missing:1", "--dry-run"),
                List.of("copy", host + "/source", host + "/more", "--include", "1", "--newest", "1"),
                List.of("copy", "--repository", "source", host, host + "/project", "--dry-run"),
                List.of("diff", host + "/source", host + "/missing"),
                List.of("tags", host + "/source", "--exclude", "2", "--output", "json"),
                List.of("inspect", host + "/source:1"),
                List.of("ls", host + "/source"),
                List.of("ping", host),
                List.of("ping", host, "--insecure", "--retries", "0", "--timeout", "1s"));
        for (List<String> line : lines) {
            for (boolean seen : List.of(true, false)) {
                new RegistrySync(shell(seen)).run(line);
            }
        }
        SSLContext.getDefault();
        System.exit(0);
    }

    private static Shell shell(boolean seen) {
        Screen screen = new Screen(OutputStream.nullOutputStream(), StandardCharsets.UTF_8);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Shell(
                InputStream.nullInputStream(),
                nowhere,
                seen ? new PrintStream(screen, true, StandardCharsets.UTF_8) : nowhere,
                Map.of(),
                Optional.of(screen).filter(shown -> seen),
                seen,
                true,
                () -> DockerConfig.at(Path.of("/nonexistent/config.json")),
                Optional.empty(),
                new Interrupts());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    exchange.getResponseHeaders().set("Location", path + "1");
                    exchange.sendResponseHeaders(202, -1);
                }
                case "PUT" -> exchange.sendResponseHeaders(201, -1);
                default -> content(exchange, path);
            }
        }
    }

    private static void content(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/v2/")) {
            send(exchange, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("/tags/list")) {
            send(exchange, "application/json", "{\"tags\":[\"1\"]}".getBytes(StandardCharsets.UTF_8));
        } else if (!path.startsWith("/v2/source/")) {
            exchange.sendResponseHeaders(404, -1);
        } else if (path.endsWith(Digest.sha256(LAYER).toString())) {
            send(exchange, "application/octet-stream", LAYER);
        } else if (path.endsWith(Digest.sha256(CONFIG).toString())) {
            send(exchange, "application/octet-stream", CONFIG);
        } else if (path.endsWith(Digest.sha256(IMAGE).toString())) {
            send(exchange, "application/vnd.oci.image.manifest.v1+json", IMAGE);
        } else {
            send(exchange, "application/vnd.oci.image.index.v1+json", INDEX);
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.sha256(body).toString());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + Digest.sha256(content) + "\",\"size\":"
                + content.length + "}";
    }
}
