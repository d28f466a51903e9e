package io.registrysync.real;

import io.registrysync.fixture.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** A docker-registry server of its own, on a free port of this machine, with its storage in a temporary folder. */
public final class DockerRegistry implements AutoCloseable {
    /** The one user of registries with Basic authentication. */
    public static final String USER = "alice";
    /** That user's password, with characters that break careless clients. */
    public static final String PASSWORD = "p@ss:w0rd/%25+x";
    /** bcrypt of {@link #PASSWORD}, with the least cost. */
    private static final String HTPASSWD = USER + ":$2y$05$dbm.g7nIS7SIzLS0XtuCqey3iD.L0dSWdTWP7417JYHDTrJl3JawW\n";

    private final Process process;
    private final Path folder;
    private final int port;

    private DockerRegistry(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Without authentication, over plain HTTP. */
    public static DockerRegistry plain() {
        return start("", "");
    }

    /** With Basic authentication. */
    public static DockerRegistry basic() {
        return start("", "auth:\n  htpasswd:\n    realm: test\n    path: %FOLDER%/htpasswd\n");
    }

    /** Over TLS, with a certificate of the test authority. */
    public static DockerRegistry tls() {
        return start("  tls:\n    certificate: %FOLDER%/server.crt\n    key: %FOLDER%/server.key\n", "");
    }

    /** With tokens of this server. */
    public static DockerRegistry token(JwtServer tokens) {
        return start(
                "",
                "auth:\n  token:\n    realm: " + tokens.realm() + "\n    service: " + JwtServer.SERVICE
                        + "\n    issuer: " + JwtServer.ISSUER + "\n    rootcertbundle: " + tokens.certificate() + "\n");
    }

    private static DockerRegistry start(String http, String auth) {
        RealParts.require("docker-registry");
        try {
            Path folder = Files.createTempDirectory("docker-registry");
            int port = freePort();
            Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
            writeCertificates(folder);
            String config = """
                    version: 0.1
                    log:
                      level: error
                      accesslog:
                        disabled: true
                    storage:
                      filesystem:
                        rootdirectory: %FOLDER%/storage
                      maintenance:
                        uploadpurging:
                          enabled: false
                    validation:
                      manifests:
                        urls:
                          allow:
                            - ^https?://
                    http:
                      addr: 127.0.0.1:%PORT%
                    """ + http + auth;
            Path file = folder.resolve("config.yml");
            Files.writeString(
                    file, config.replace("%FOLDER%", folder.toString()).replace("%PORT%", Integer.toString(port)));
            Process process = new ProcessBuilder("docker-registry", "serve", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            DockerRegistry registry = new DockerRegistry(process, folder, port);
            registry.awaitListening();
            return registry;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The name in references. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** How many uploads the registry keeps bytes of that were neither completed nor cancelled. */
    public long openUploads() {
        Path storage = folder.resolve("storage");
        if (!Files.isDirectory(storage)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(storage)) {
            return files.filter(file -> file.toString().contains("/_uploads/") && file.endsWith("data"))
                    .count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < limit && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        Assertions.fail("docker-registry did not start: " + Files.readString(folder.resolve("log")));
    }

    /** The fixture's server certificate, in the form that docker-registry reads. */
    private static void writeCertificates(Path folder) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = Certificates.PASSWORD.toCharArray();
        try (InputStream in = Objects.requireNonNull(Certificates.class.getResourceAsStream("server.p12"))) {
            store.load(in, password);
        }
        String alias = store.aliases().nextElement();
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : List.of(store.getCertificateChain(alias))) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(folder.resolve("server.crt"), chain);
        Files.writeString(
                folder.resolve("server.key"),
                pem("PRIVATE KEY", store.getKey(alias, password).getEncoded()));
    }

    static String pem(String label, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
