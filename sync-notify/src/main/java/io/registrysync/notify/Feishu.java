package io.registrysync.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.registry.ForeignText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * 飞书自定义机器人 and Lark custom bot,
 * <a href="https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot">open.feishu.cn</a>. A card of plain text: in
 * it nothing has to be escaped.
 */
final class Feishu implements Robot {
    /** A request may have 20 KB, and JSON can double a text. */
    private static final int MAX_TEXT = 9_000;

    private static final int MAX_TITLE = 200;

    private static final Verdict VERDICT = new Verdict(
            "Feishu",
            List.of("code", "StatusCode"),
            List.of("msg", "StatusMessage"),
            // 100 messages a minute and 5 a second.
            Map.of(11232, Duration.ofMinutes(1)),
            Map.of(
                    19001,
                    "The token at the end of the URL is wrong, or the bot was removed. Copy the webhook URL again.",
                    19021,
                    "The signature is wrong: enter the secret that the bot shows under 签名校验, and check the clock of this"
                            + " machine.",
                    19022,
                    "The bot accepts only listed addresses (IP 白名单). Add this machine's.",
                    19024,
                    "The bot accepts only messages with a keyword. Make it \"" + Message.KEYWORD + "\"."));

    @Override
    public Post post(Channel channel, Notice notice, Instant now) {
        Message message = channel.language().message(notice);
        ObjectNode body = Json.object();
        channel.secret(ChannelCheck.SECRET).ifPresent(secret -> {
            // Unlike DingTalk: seconds, and the text to sign is the key of a signature of nothing.
            String timestamp = Long.toString(now.getEpochSecond());
            byte[] signature = Hmac.sha256(timestamp + "\n" + secret, "");
            body.put("timestamp", timestamp);
            body.put("sign", Base64.getEncoder().encodeToString(signature));
        });
        body.put("msg_type", "interactive");
        ObjectNode card = body.putObject("card");
        card.putObject("config").put("wide_screen_mode", true);
        ObjectNode header = card.putObject("header").put("template", message.bad() ? "red" : "green");
        plainText(header.putObject("title"), ForeignText.clean(message.title(), MAX_TITLE));
        ArrayNode elements = card.putArray("elements");
        plainText(elements.addObject().put("tag", "div").putObject("text"), text(message));
        message.link().ifPresent(link -> {
            ObjectNode button = elements.addObject()
                    .put("tag", "action")
                    .putArray("actions")
                    .addObject();
            button.put("tag", "button").put("type", "default").put("url", link.toASCIIString());
            plainText(button.putObject("text"), message.linkText());
        });
        return new Post(channel.url(), Map.of(), Json.text(body));
    }

    private static String text(Message message) {
        List<String> lines = new ArrayList<>();
        lines.add(message.heading());
        lines.add("");
        lines.addAll(message.body("", text -> text));
        lines.addAll(message.detailLines(text -> text));
        return PlainText.fitted(lines, "\n", message.omission(), "", MAX_TEXT);
    }

    private static void plainText(ObjectNode node, String content) {
        node.put("tag", "plain_text").put("content", content);
    }

    @Override
    public Delivery judge(Answer answer, Secrets secrets) {
        return VERDICT.of(answer, secrets);
    }
}
