package io.registrysync.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.registrysync.notify.Delivery.Failure;
import io.registrysync.registry.ForeignText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Incoming webhooks of Slack, <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">docs.slack.dev</a>. */
final class Slack implements Robot {
    /** A section may have 3,000 characters. */
    private static final int MAX_SECTION = 2_900;

    private static final int MAX_TEXT = 300;

    @Override
    public Post post(Channel channel, Notice notice, Instant now) {
        Message message = channel.language().message(notice);
        ObjectNode body = Json.object();
        // What notifications on a phone show.
        body.put("text", escape(ForeignText.clean(message.title(), MAX_TEXT)));
        body.put("unfurl_links", false);
        ArrayNode blocks = body.putArray("blocks");
        blocks.addObject()
                .put("type", "header")
                .putObject("text")
                .put("type", "plain_text")
                .put("text", Message.KEYWORD + " - " + message.heading());
        List<String> lines = new ArrayList<>(message.body("", Slack::escape));
        section(blocks, PlainText.fitted(lines, "\n", message.omission(), "", MAX_SECTION));
        List<String> details = message.detailLines(Slack::escape);
        if (!details.isEmpty()) {
            section(blocks, PlainText.fitted(details, "\n", message.omission(), "", MAX_SECTION));
        }
        message.link()
                .ifPresent(link ->
                        section(blocks, "<" + escape(link.toASCIIString()) + "|" + escape(message.linkText()) + ">"));
        return new Post(channel.url(), Map.of(), Json.text(body));
    }

    private static void section(ArrayNode blocks, String text) {
        blocks.addObject()
                .put("type", "section")
                .putObject("text")
                .put("type", "mrkdwn")
                // No links and mentions but those that are written as such, which escaped text cannot be.
                .put("verbatim", true)
                .put("text", text);
    }

    /** The three characters that Slack's documentation names. */
    static String escape(String foreign) {
        return foreign.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public Delivery judge(Answer answer, Secrets secrets) {
        if (!answer.isSuccess()) {
            return Verdict.byStatus("Slack", answer, secrets);
        }
        // Others that take the same messages answer in JSON.
        JsonNode json = Json.read(answer.body());
        if (answer.body().strip().equals("ok")
                || json.path("ok").asBoolean()
                || json.path("success").asBoolean()) {
            return new Delivery.Sent();
        }
        return new Delivery.Refused(
                Failure.of(answer),
                "the answer is not one of Slack: " + secrets.mask(answer.body()),
                "Check the URL: something else answers there, perhaps a proxy or a sign-in page.");
    }
}
