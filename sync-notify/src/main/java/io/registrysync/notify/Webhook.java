package io.registrysync.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A webhook of the user's own, as docs/notifications.md describes it to who writes the receiver. */
final class Webhook implements Robot {
    static final String EVENT_ID = "X-Registry-Sync-Event-Id";
    static final String TIMESTAMP = "X-Registry-Sync-Timestamp";
    static final String SIGNATURE = "X-Registry-Sync-Signature";

    @Override
    public Post post(Channel channel, Notice notice, Instant now) {
        String body = Json.text(notice.summary().map(Webhook::ended).orElseGet(() -> event("test", notice.id())));
        String timestamp = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EVENT_ID, headerValue(notice.id()));
        headers.put(TIMESTAMP, timestamp);
        channel.secret(ChannelCheck.SECRET)
                .ifPresent(secret -> headers.put(
                        SIGNATURE, "sha256=" + HexFormat.of().formatHex(Hmac.sha256(secret, timestamp + "." + body))));
        return new Post(channel.url(), headers, body);
    }

    private static ObjectNode event(String event, String id) {
        return Json.object().put("version", 1).put("event", event).put("id", id);
    }

    private static ObjectNode ended(RunSummary run) {
        ObjectNode body = event("run.ended", run.id());
        body.put("task", run.task());
        body.put("outcome", run.outcome().name().toLowerCase(Locale.ROOT));
        body.put("recovered", run.recovered());
        body.put("started", run.started().toString());
        body.put("ended", run.ended().toString());
        body.put("durationSeconds", run.duration().toSeconds());
        body.put("zone", run.zone().getId());
        RunSummary.Images images = run.images();
        body.putObject("images")
                .put("total", images.total())
                .put("copied", images.copied())
                .put("unchanged", images.unchanged())
                .put("skipped", images.skipped())
                .put("failed", images.failed());
        RunSummary.Blobs blobs = run.blobs();
        body.putObject("blobs")
                .put("total", blobs.total())
                .put("uploaded", blobs.uploaded())
                .put("present", blobs.present())
                .put("failed", blobs.failed());
        body.put("bytes", run.bytes());
        ArrayNode failures = body.putArray("failures");
        run.failures()
                .forEach(failed ->
                        failures.addObject().put("image", failed.image()).put("reason", failed.reason()));
        run.link().ifPresent(link -> body.put("link", link.toString()));
        body.put("note", run.note());
        return body;
    }

    /** A header of HTTP holds visible ASCII only. */
    private static String headerValue(String id) {
        return id.replaceAll("[^!-~]", "_");
    }

    @Override
    public Delivery judge(Answer answer, Secrets secrets) {
        return answer.isSuccess() ? new Delivery.Sent() : Verdict.byStatus("the webhook", answer, secrets);
    }
}
