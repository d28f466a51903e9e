package io.registrysync.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser that has signed in. */
final class LoadClient {
    private static final Pattern EXECUTION = Pattern.compile("\"execution\":(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient streams =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> cookies = new TreeMap<>();
    private final String address;

    LoadClient(String address) {
        this.address = address;
    }

    /** As the first administrator, who has to change the password. */
    void signIn() throws IOException, InterruptedException {
        send("GET", "/api/v1/auth/me", "");
        String password = LoadedServer.PASSWORD;
        post("/api/v1/auth/login", "{\"username\": \"admin\", \"password\": \"" + password + "\"}");
        post(
                "/api/v1/auth/password",
                "{\"currentPassword\": \"" + password + "\", \"newPassword\": \"second-password\"}");
        post("/api/v1/auth/login", "{\"username\": \"admin\", \"password\": \"second-password\"}");
    }

    /** Runs a task; tells its execution. */
    long run(long task) throws IOException, InterruptedException {
        Matcher execution = EXECUTION.matcher(post("/api/v1/tasks/" + task + "/run", ""));
        if (!execution.find()) {
            throw new IOException("the task does not run");
        }
        return Long.parseLong(execution.group(1));
    }

    void stop(long execution) throws IOException, InterruptedException {
        post("/api/v1/executions/" + execution + "/stop", "");
    }

    /** The status of an answer that was read to its end. */
    CompletableFuture<Integer> get(String path) {
        return http.sendAsync(
                        request(path).timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(HttpResponse::statusCode);
    }

    /** Watches an execution; returns when the stream is there. */
    Watch watch(long execution) {
        Watch watch = new Watch();
        CompletableFuture<HttpResponse<Void>> answer = streams.sendAsync(
                request("/api/v1/executions/" + execution + "/events").build(),
                HttpResponse.BodyHandlers.fromLineSubscriber(watch));
        CompletableFuture<?> unused = answer.exceptionally(failed -> {
            watch.onError(failed);
            return null;
        });
        watch.begun().join();
        return watch;
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("POST", path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        cookies.entrySet().stream()
                .filter(cookie ->
                        cookie.getKey().contains("XSRF") || cookie.getKey().contains("csrf"))
                .forEach(cookie -> request.header("X-XSRF-TOKEN", cookie.getValue()));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String line : answer.headers().allValues("Set-Cookie")) {
            String[] pair = line.substring(0, line.indexOf(';')).split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }
}
