package io.registrysync.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.registrysync.fixture.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP server on this machine that remembers what it was asked. */
final class WebServer implements AutoCloseable {
    /** A request. */
    record Request(String method, String path, @Nullable String query, Headers headers, String body) {
        String header(String name) {
            return Objects.requireNonNullElse(headers.getFirst(name), "");
        }
    }

    /** An answer. */
    record Reply(int status, Map<String, String> headers, String body) {
        static Reply json(String body) {
            return new Reply(200, Map.of("Content-Type", "application/json"), body);
        }

        static Reply of(int status, String body) {
            return new Reply(status, Map.of(), body);
        }
    }

    /** What is answered. */
    @FunctionalInterface
    interface Service {
        Reply answer(Request request);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final String origin;

    private WebServer(HttpServer server, String scheme, Service service) {
        this.server = server;
        this.origin = scheme + "://127.0.0.1:" + server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, service);
            }
        });
        server.start();
    }

    static WebServer start(Service service) {
        try {
            return new WebServer(HttpServer.create(loopback(), 0), "http", service);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a certificate of the test authority, for {@code localhost} and {@code 127.0.0.1}. */
    static WebServer startTls(Service service) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(serverTls()));
            return new WebServer(server, "https", service);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SSLContext serverTls() {
        try (InputStream in = Objects.requireNonNull(Certificates.class.getResourceAsStream("server.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, Certificates.PASSWORD.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, Certificates.PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void answer(HttpExchange exchange, Service service) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        Reply reply = service.answer(request);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    String at(String path) {
        return origin + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    Request only() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request, not " + requests.size());
        }
        return requests.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
