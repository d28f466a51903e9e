package io.registrysync.real;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.registrysync.fixture.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A token server for docker-registry: signed JSON web tokens for one user, who may do everything, with a life of our
 * choice (distribution, "Token Authentication Implementation").
 */
public final class JwtServer implements AutoCloseable {
    static final String SERVICE = "test-registry";
    static final String ISSUER = "test-issuer";
    /** docker-registry accepts a token that long after its end. */
    private static final long LEEWAY_SECONDS = 60;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path certificateFile;
    private final Certificate certificate;
    private final PrivateKey key;
    private final long lifeSeconds;
    private final AtomicInteger issued = new AtomicInteger();

    private JwtServer(Duration life) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = Certificates.PASSWORD.toCharArray();
        try (InputStream in = Objects.requireNonNull(Certificates.class.getResourceAsStream("server.p12"))) {
            store.load(in, password);
        }
        String alias = store.aliases().nextElement();
        this.certificate = store.getCertificate(alias);
        this.key = (PrivateKey) store.getKey(alias, password);
        this.certificateFile = Files.createTempFile("token", ".crt");
        Files.writeString(
                certificateFile, Certificates.caPem() + DockerRegistry.pem("CERTIFICATE", certificate.getEncoded()));
        this.lifeSeconds = life.toSeconds();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Starts a server whose tokens live that long. */
    public static JwtServer start(Duration life) {
        try {
            return new JwtServer(life);
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** How many tokens were given out. */
    public int issued() {
        return issued.get();
    }

    String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    Path certificate() {
        return certificateFile;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        certificateFile.toFile().deleteOnExit();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String expected = DockerRegistry.USER + ":" + DockerRegistry.PASSWORD;
        String basic = "Basic " + Base64.getEncoder().encodeToString(expected.getBytes(StandardCharsets.UTF_8));
        boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String body = known ? "{\"token\":\"" + token(scopes(exchange)) + "\",\"expires_in\":300}" : "{}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Stream<String> scopes(HttpExchange exchange) {
        return Stream.of(exchange.getRequestURI().getRawQuery().split("&", -1))
                .filter(pair -> pair.startsWith("scope="))
                .map(pair -> URLDecoder.decode(pair.substring("scope=".length()), StandardCharsets.UTF_8));
    }

    private String token(Stream<String> scopes) {
        issued.incrementAndGet();
        long now = InstantSource.system().instant().getEpochSecond();
        String access = scopes.map(scope -> scope.split(":", -1))
                .filter(parts -> parts.length == 3)
                .map(parts -> "{\"type\":\"" + parts[0] + "\",\"name\":\"" + parts[1] + "\",\"actions\":[\""
                        + parts[2].replace(",", "\",\"") + "\"]}")
                .collect(Collectors.joining(","));
        try {
            String chain = Base64.getEncoder().encodeToString(certificate.getEncoded());
            String text = encoded("{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"" + chain + "\"]}")
                    + "."
                    + encoded("{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + DockerRegistry.USER + "\",\"aud\":\"" + SERVICE
                            + "\",\"exp\":" + (now + lifeSeconds - LEEWAY_SECONDS) + ",\"nbf\":" + (now - 30)
                            + ",\"iat\":" + now + ",\"jti\":\"" + UUID.randomUUID() + "\",\"access\":[" + access
                            + "]}");
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
