package io.registrysync.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The packaged server in a process of its own, on loopback. */
final class LoadedServer implements AutoCloseable {
    static final String PASSWORD = "first-password";

    private final Process process;
    private final String address;

    private LoadedServer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    static LoadedServer start(Path folder, String keys) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        System.getenv("REGISTRY_SYNC_LAUNCHER"),
                        "server",
                        "--port",
                        Integer.toString(port),
                        "--address",
                        "127.0.0.1",
                        "--data",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile());
        builder.environment().put("REGISTRY_SYNC_KEYS", keys);
        builder.environment().put("REGISTRY_SYNC_ADMIN_PASSWORD", PASSWORD);
        LoadedServer server = new LoadedServer(builder.start(), "http://127.0.0.1:" + port);
        server.awaitHealth(folder.resolve("console.txt"));
        return server;
    }

    private void awaitHealth(Path console) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health =
                HttpRequest.newBuilder(URI.create(address + "/health")).build();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (process.isAlive() && System.nanoTime() < limit) {
            try {
                if (client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It does not listen.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        process.destroy();
        throw new IOException("the server does not serve:\n" + Files.readString(console, StandardCharsets.UTF_8));
    }

    String address() {
        return address;
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** 0 where the system does not tell. */
    long residentMebibytes() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
