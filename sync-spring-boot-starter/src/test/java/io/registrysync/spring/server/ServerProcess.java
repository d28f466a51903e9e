package io.registrysync.spring.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server in a process of its own, without security, on a free port of this machine. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path console;

    private ServerProcess(Process process, Path console) {
        this.process = process;
        this.console = console;
    }

    /** Starts {@code main} with properties such as {@code --a=b}; what it prints goes to a file. */
    static ServerProcess start(Class<?> main, Path folder, Map<String, String> environment, String... properties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dregistrysync.log.check=1 millisecond",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--registry-sync.security.enabled=false",
                "--registry-sync.data=" + folder.resolve("data")));
        command.addAll(List.of(properties));
        try {
            Path console = Files.createTempFile(folder, "console", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(console.toFile());
            builder.environment().putAll(environment);
            return new ServerProcess(builder.start(), console);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What it has printed. */
    String console() {
        try {
            return Files.readString(console, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    HttpRequest.Builder request(String path) {
        Matcher port = PORT.matcher(console());
        if (!port.find()) {
            throw new AssertionError("it does not serve: " + console());
        }
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path));
    }

    boolean isServing() {
        if (!process.isAlive()) {
            throw new AssertionError("it has ended: " + console());
        }
        return PORT.matcher(console()).find();
    }

    String post(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end, and tells its exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end: " + console());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
