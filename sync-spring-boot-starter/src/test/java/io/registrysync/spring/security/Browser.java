package io.registrysync.spring.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A browser with cookies that a test can look into and change. */
final class Browser {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CSRF = "registry_sync_csrf";

    private final String address;
    final Map<String, String> cookies = new TreeMap<>();
    final Map<String, String> headers = new HashMap<>();

    Browser(String address) {
        this.address = address;
    }

    /** The same, for a program that has a token. */
    static Browser withToken(String address, String token) {
        Browser program = new Browser(address);
        program.headers.put("Authorization", "Bearer " + token);
        return program;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    /** As our pages do: with the token that the cookie holds. */
    HttpResponse<String> send(String method, String path, String body) {
        Map<String, String> extra = Optional.ofNullable(cookies.get(CSRF))
                .map(token -> Map.of("X-XSRF-TOKEN", token))
                .orElse(Map.of());
        return send(method, path, body, extra);
    }

    /** As a page of somebody else does. */
    HttpResponse<String> sendForged(String method, String path, String body) {
        return send(method, path, body, Map.of());
    }

    HttpResponse<String> signIn(String username, String password, boolean remember) {
        get("/api/v1/auth/me");
        return send("POST", "/api/v1/auth/login", String.format(Locale.ROOT, """
                {"username": "%s", "password": "%s", "rememberMe": %s}""", username, password, remember));
    }

    private HttpResponse<String> send(String method, String path, String body, Map<String, String> extra) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        extra.forEach(request::header);
        if (!cookies.isEmpty()) {
            StringBuilder line = new StringBuilder();
            cookies.forEach((name, value) -> line.append(line.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            request.header("Cookie", line.toString());
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), Browser::read);
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** All of it; nothing of what has no end. */
    private static HttpResponse.BodySubscriber<String> read(HttpResponse.ResponseInfo answer) {
        boolean isEndless =
                answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return isEndless
                ? HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.ofInputStream(), Browser::hungUp)
                : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    private static String hungUp(InputStream endless) {
        try (endless) {
            return "";
        } catch (IOException ended) {
            return "";
        }
    }

    private void keep(String line) {
        String pair = line.substring(0, line.indexOf(';'));
        int equals = pair.indexOf('=');
        String value = pair.substring(equals + 1);
        if (value.isEmpty()) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), value);
        }
    }
}
