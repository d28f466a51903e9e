package io.registrysync.notify;

import com.fasterxml.jackson.databind.JsonNode;
import io.registrysync.notify.WebServer.Reply;
import io.registrysync.notify.WebServer.Service;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Behave as the services do: HTTP 200 for nearly everything, and the truth in JSON. */
final class RealRobots {
    static final Instant NOW = Instant.parse("2025-11-27T10:30:01.234Z");

    private RealRobots() {}

    static Service weCom(String key) {
        return request -> {
            JsonNode body = Json.read(request.body());
            if (!request.path().equals("/cgi-bin/webhook/send")
                    || !key.equals(parameters(request.query()).get("key"))) {
                return errcode(93000, "invalid webhook url, hint: [1755605200056773468916791], from ip: 127.0.0.1");
            }
            if (!body.path("msgtype").asText().equals("markdown")) {
                return errcode(40008, "invalid message type");
            }
            String content = body.path("markdown").path("content").asText();
            if (content.isEmpty()) {
                return errcode(44004, "empty content");
            }
            if (content.getBytes(StandardCharsets.UTF_8).length > 4096) {
                return errcode(40058, "markdown.content exceed max length 4096");
            }
            return errcode(0, "ok");
        };
    }

    static Service dingTalk(String token, @Nullable String secret, @Nullable String keyword) {
        return request -> {
            Map<String, String> parameters = parameters(request.query());
            JsonNode body = Json.read(request.body());
            JsonNode markdown = body.path("markdown");
            if (!token.equals(parameters.get("access_token"))) {
                return errcode(300005, "token is not exist");
            }
            if (secret != null) {
                String timestamp = parameters.getOrDefault("timestamp", "0");
                if (!isFresh(Instant.ofEpochMilli(Long.parseLong(timestamp)))) {
                    return errcode(310000, "invalid timestamp");
                }
                if (!base64(mac(secret, timestamp + "\n" + secret)).equals(parameters.get("sign"))) {
                    return errcode(310000, "sign not match");
                }
            }
            if (!body.path("msgtype").asText().equals("markdown")
                    || markdown.path("title").asText().isEmpty()
                    || markdown.path("text").asText().isEmpty()) {
                return errcode(40035, "不合法的参数");
            }
            // Stricter than the service, of which it is not known where it looks.
            if (keyword != null
                    && !(markdown.path("title").asText().contains(keyword)
                            && markdown.path("text").asText().contains(keyword))) {
                return errcode(310000, "keywords not in content");
            }
            return request.body().getBytes(StandardCharsets.UTF_8).length > 20_000
                    ? errcode(460101, "message too long")
                    : errcode(0, "ok");
        };
    }

    static Service feishu(String token, @Nullable String secret, @Nullable String keyword) {
        return request -> {
            JsonNode body = Json.read(request.body());
            if (!request.path().equals("/open-apis/bot/v2/hook/" + token)) {
                return code(19001, "param invalid: incoming webhook access token invalid");
            }
            if (request.body().getBytes(StandardCharsets.UTF_8).length > 20 * 1024) {
                return code(9499, "Bad Request");
            }
            if (secret != null) {
                String timestamp = body.path("timestamp").asText("0");
                boolean matches = base64(mac(timestamp + "\n" + secret, ""))
                        .equals(body.path("sign").asText());
                if (!matches || !isFresh(Instant.ofEpochSecond(Long.parseLong(timestamp)))) {
                    return code(19021, "sign match fail or timestamp is not within one hour from current time");
                }
            }
            JsonNode title = body.path("card").path("header").path("title");
            if (!body.path("msg_type").asText().equals("interactive")
                    || !title.path("tag").asText().equals("plain_text")
                    || body.path("card").path("elements").isEmpty()) {
                return new Reply(400, Map.of(), "{\"code\":9499,\"msg\":\"Bad Request\",\"data\":{}}");
            }
            return keyword != null && !title.path("content").asText().contains(keyword)
                    ? code(19024, "Key Words Not Found")
                    : Reply.json(
                            "{\"StatusCode\":0,\"StatusMessage\":\"success\",\"code\":0,\"data\":{},\"msg\":\"success\"}");
        };
    }

    static Service slack(String path) {
        return request -> {
            JsonNode body = Json.read(request.body());
            if (!request.path().equals(path)) {
                return Reply.of(404, "no_service");
            }
            if (body.path("text").asText().isEmpty()) {
                return Reply.of(400, "no_text");
            }
            for (JsonNode block : body.path("blocks")) {
                int limit = block.path("type").asText().equals("header") ? 150 : 3_000;
                String text = block.path("text").path("text").asText();
                boolean known =
                        Set.of("header", "section").contains(block.path("type").asText());
                if (!known || text.isEmpty() || text.length() > limit) {
                    return Reply.of(400, "invalid_blocks");
                }
            }
            return Reply.of(200, "ok");
        };
    }

    /** HMAC-SHA256, without the code under test. */
    static byte[] mac(String key, String data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isFresh(Instant timestamp) {
        return Duration.between(timestamp, NOW).abs().compareTo(Duration.ofHours(1)) <= 0;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Reply errcode(int code, String message) {
        return Reply.json("{\"errcode\":" + code + ",\"errmsg\":\"" + message + "\"}");
    }

    private static Reply code(int code, String message) {
        return Reply.json("{\"code\":" + code + ",\"msg\":\"" + message + "\",\"data\":{}}");
    }

    static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : Objects.requireNonNullElse(query, "").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
