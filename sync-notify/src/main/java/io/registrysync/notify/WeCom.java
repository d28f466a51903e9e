package io.registrysync.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** 企业微信群机器人, <a href="https://developer.work.weixin.qq.com/document/path/91770">developer.work.weixin.qq.com 91770</a>. */
final class WeCom implements Robot {
    private static final int MAX_CONTENT = 4096;
    /** A robot may send 20 messages a minute. */
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Verdict VERDICT = new Verdict(
            "WeCom",
            List.of("errcode"),
            List.of("errmsg"),
            Map.of(-1, Duration.ZERO, 45009, MINUTE, 45033, MINUTE),
            Map.of(
                    93000,
                    "The key in the URL is wrong, or the robot was removed from its group. Copy the webhook URL again.",
                    93017,
                    "The robot is not in the group any more. Add one and copy its webhook URL."));

    @Override
    public Post post(Channel channel, Notice notice, Instant now) {
        Message message = channel.language().message(notice);
        ObjectNode body = Json.object().put("msgtype", "markdown");
        body.putObject("markdown").put("content", Markdown.text(message, "", "", MAX_CONTENT));
        return new Post(channel.url(), Map.of(), Json.text(body));
    }

    @Override
    public Delivery judge(Answer answer, Secrets secrets) {
        return VERDICT.of(answer, secrets);
    }
}
