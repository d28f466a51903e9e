package io.registrysync.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends posts, each over a connection of its own. Follows no redirect, repeats nothing, and writes nothing to any log:
 * addresses hold keys.
 */
final class Posts {
    private static final int MAX_ANSWER = 64 * 1024;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .build();
    /** The parser does not take the limits of the connection. */
    private static final DefaultBHttpClientConnectionFactory CONNECTIONS = DefaultBHttpClientConnectionFactory.builder()
            .http1Config(LIMITS)
            .responseParserFactory(new DefaultHttpResponseParserFactory(LIMITS))
            .build();

    private final Dialer dialer;
    private final Clock clock;

    Posts(Dialer dialer, Clock clock) {
        this.dialer = dialer;
        this.clock = clock;
    }

    Answer send(Post post, Exchange exchange) throws IOException, HttpException {
        URI uri = post.uri();
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        Socket plain = dialer.open(uri.getHost(), port, exchange);
        DefaultBHttpClientConnection connection = secure
                ? CONNECTIONS.createConnection(dialer.secure(plain, uri.getHost(), port), plain)
                : CONNECTIONS.createConnection(plain);
        try {
            return answer(new HttpRequestExecutor().execute(request(post), connection, HttpCoreContext.create()));
        } finally {
            connection.close(CloseMode.IMMEDIATE);
        }
    }

    private static BasicClassicHttpRequest request(Post post) {
        URI uri = post.uri();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        BasicClassicHttpRequest request =
                new BasicClassicHttpRequest("POST", uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        byte[] body = post.body().getBytes(StandardCharsets.UTF_8);
        request.setHeader(HttpHeaders.HOST, uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost());
        request.setHeader(HttpHeaders.USER_AGENT, "registry-sync");
        request.setHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8");
        request.setHeader(HttpHeaders.CONTENT_LENGTH, body.length);
        request.setHeader(HttpHeaders.CONNECTION, "close");
        post.headers().forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return request;
    }

    private Answer answer(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            InputStream in = entity.getContent();
            body = in.readNBytes(MAX_ANSWER);
        }
        return new Answer(
                response.getCode(),
                new String(body, StandardCharsets.UTF_8),
                pause(value(response, HttpHeaders.RETRY_AFTER)),
                origin(value(response, HttpHeaders.LOCATION)));
    }

    private static @Nullable String value(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** Seconds or a date (RFC 9110, section 10.2.3). What is nonsense or longer than a day asks for nothing. */
    private Optional<Duration> pause(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        String value = retryAfter.strip();
        try {
            Duration pause = value.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(clock.instant(), date(value));
            boolean usable = !pause.isNegative() && pause.compareTo(LONGEST_PAUSE) <= 0;
            return usable ? Optional.of(pause) : Optional.empty();
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    private static Instant date(String value) {
        return Instant.from(
                DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).parse(value));
    }

    /** Path and query of a redirect may repeat the key: they are left out. */
    private static Optional<String> origin(@Nullable String location) {
        if (location == null) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(location);
            String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
            return uri.getHost() == null
                    ? Optional.of("another path of the same host")
                    : Optional.of(uri.getScheme() + "://" + uri.getHost() + port);
        } catch (IllegalArgumentException nonsense) {
            return Optional.empty();
        }
    }
}
