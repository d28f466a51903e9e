package io.registrysync.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.registry.ForeignText;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** 钉钉自定义机器人, <a href="https://open.dingtalk.com/document/robots/custom-robot-access">open.dingtalk.com</a>. */
final class DingTalk implements Robot {
    /** A request may have 20,000 bytes, and JSON can double a text. */
    private static final int MAX_TEXT = 9_000;

    private static final int MAX_TITLE = 100;
    /** Who sends more than 20 messages a minute is shut out for ten. */
    private static final Duration SHUT_OUT = Duration.ofMinutes(10);

    private static final String NO_ROBOT =
            "The access_token in the URL is wrong, or the robot was removed. Copy the webhook URL again.";
    private static final Verdict VERDICT = new Verdict(
            "DingTalk",
            List.of("errcode"),
            List.of("errmsg"),
            Map.of(-1, Duration.ZERO, 130101, SHUT_OUT, 410100, SHUT_OUT),
            Map.of(
                    310000,
                    "The robot's security settings drop the message. With 加签: enter its secret, and check the clock of"
                            + " this machine. With a keyword: it must be \"" + Message.KEYWORD
                            + "\". With an IP list: add this machine's address.",
                    300001,
                    NO_ROBOT,
                    300005,
                    NO_ROBOT,
                    400101,
                    NO_ROBOT,
                    400102,
                    "The robot is disabled. Enable it in its group.",
                    400106,
                    NO_ROBOT,
                    400013,
                    "The group was dissolved. Use a robot of another one."));

    @Override
    public Post post(Channel channel, Notice notice, Instant now) {
        Message message = channel.language().message(notice);
        ObjectNode body = Json.object().put("msgtype", "markdown");
        body.putObject("markdown")
                .put("title", Markdown.escape(ForeignText.clean(message.title(), MAX_TITLE)))
                // Two spaces: DingTalk joins lines otherwise. The keyword is in the text too, for only one of both
                // counts.
                .put("text", Markdown.text(message, "  ", Message.KEYWORD, MAX_TEXT));
        return new Post(signed(channel, now), Map.of(), Json.text(body));
    }

    private static URI signed(Channel channel, Instant now) {
        return channel.secret(ChannelCheck.SECRET)
                .map(secret -> {
                    String timestamp = Long.toString(now.toEpochMilli());
                    byte[] signature = Hmac.sha256(secret, timestamp + "\n" + secret);
                    String sign =
                            URLEncoder.encode(Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8);
                    String separator = channel.url().getRawQuery() == null ? "?" : "&";
                    return URI.create(channel.url() + separator + "timestamp=" + timestamp + "&sign=" + sign);
                })
                .orElseGet(channel::url);
    }

    @Override
    public Delivery judge(Answer answer, Secrets secrets) {
        return VERDICT.of(answer, secrets);
    }
}
