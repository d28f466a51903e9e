package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.registrysync.notify.WebServer.Reply;
import io.registrysync.notify.WebServer.Service;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service against a server that checks what the real one checks. */
@Timeout(60)
class RobotsTest {
    private static final Notifier NOTIFIER = notifier(RealRobots.NOW);
    private static final String WECOM = "/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4";
    private static final String DINGTALK = "/robot/send?access_token=b955token";
    private static final String FEISHU = "/open-apis/bot/v2/hook/0af1-token";
    private static final String SLACK = "/services/T0000/B0000/slack-canary";
    private static final String SECRET = "SECf094e0d33f";

    private WebServer server = WebServer.start(request -> Reply.of(500, ""));

    private static Notifier notifier(Instant now) {
        return Notifier.builder().clock(Clock.fixed(now, ZoneOffset.UTC)).open();
    }

    private String serve(Service service, String path) {
        server.close();
        server = WebServer.start(service);
        return server.at(path);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private JsonNode body() {
        return Json.read(server.only().body());
    }

    private static void assertRefused(Delivery delivery, String reason, String hint) {
        assertThat(delivery).isInstanceOfSatisfying(Delivery.Refused.class, refused -> {
            assertThat(refused.reason()).contains(reason);
            assertThat(refused.hint()).contains(hint);
        });
    }

    private static void assertPostponed(Delivery delivery, String reason, Optional<Duration> pause) {
        assertThat(delivery).isInstanceOfSatisfying(Delivery.Postponed.class, postponed -> {
            assertThat(postponed.reason()).contains(reason);
            assertThat(postponed.pause()).isEqualTo(pause);
        });
    }

    @Test
    void wecom_takes_the_message_of_the_manual() {
        Channel channel = Samples.channel(ChannelType.WECOM, serve(RealRobots.weCom("693a91f6-7xxx-4bc4"), WECOM));

        assertThat(NOTIFIER.send(channel, Samples.success())).isEqualTo(new Delivery.Sent());
        assertThat(server.only().method()).isEqualTo("POST");
        assertThat(server.only().header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(body().path("markdown").path("content").asText())
                .startsWith("### 镜像同步任务通知\n\n> 任务名称：同步 Nginx 到生产\n> 执行状态：成功\n")
                .endsWith("\n\n2025-11-27 18:30:00");
    }

    @Test
    void wecom_says_when_the_key_is_wrong() {
        Channel channel = Samples.channel(ChannelType.WECOM, serve(RealRobots.weCom("another"), WECOM));

        assertRefused(
                NOTIFIER.send(channel, Samples.success()),
                "WeCom answered 93000: invalid webhook url",
                "Copy the webhook URL again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"镜像", "<\"&>", "😀"})
    void every_robot_takes_what_is_far_too_long(String text) {
        RunSummary huge = Samples.huge(text);
        assertTakes(ChannelType.WECOM, RealRobots.weCom("693a91f6-7xxx-4bc4"), WECOM, huge);
        assertTakes(ChannelType.DINGTALK, RealRobots.dingTalk("b955token", null, "Registry Sync"), DINGTALK, huge);
        assertTakes(ChannelType.FEISHU, RealRobots.feishu("0af1-token", null, "Registry Sync"), FEISHU, huge);
        assertTakes(ChannelType.SLACK, RealRobots.slack(SLACK), SLACK, huge);
    }

    private void assertTakes(ChannelType type, Service service, String path, RunSummary run) {
        Channel channel = Samples.channel(type, serve(service, path));

        assertThat(NOTIFIER.send(channel, run)).as(type.id()).isEqualTo(new Delivery.Sent());
        assertThat(server.only().body()).contains("已截断");
    }

    @Test
    void dingtalk_signs_with_milliseconds_in_the_query() {
        String url = serve(RealRobots.dingTalk("b955token", SECRET, null), DINGTALK);

        assertThat(NOTIFIER.send(Samples.channel(ChannelType.DINGTALK, url, SECRET), Samples.failure()))
                .isEqualTo(new Delivery.Sent());
        assertThat(RealRobots.parameters(server.only().query()))
                .containsEntry("timestamp", "1764239401234")
                .containsKey("sign");
        assertThat(body().path("markdown").path("title").asText()).isEqualTo("Registry Sync - 失败：同步 Redis 到测试");
        // As in the manual, but for the two spaces that end a line and the keyword below.
        assertThat(body().path("markdown").path("text").asText().replace("  \n", "\n"))
                .isEqualTo(Markdown.text(Language.ZH.message(Notice.of(Samples.failure())), "", "", 9_000)
                        + "  \n\nRegistry Sync".replace("  \n", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"wrong, 0, sign not match", "SECf094e0d33f, 7200, invalid timestamp"})
    void dingtalk_says_what_to_do_about_a_signature(String secret, long late, String words) {
        String url = serve(RealRobots.dingTalk("b955token", SECRET, null), DINGTALK);
        try (Notifier behind = notifier(RealRobots.NOW.minusSeconds(late))) {
            assertRefused(
                    behind.send(Samples.channel(ChannelType.DINGTALK, url, secret), Samples.failure()),
                    "DingTalk answered 310000: " + words,
                    "check the clock");
        }
    }

    @Test
    void dingtalk_is_content_with_the_keyword_of_the_manual() {
        String url = serve(RealRobots.dingTalk("b955token", null, "Registry Sync"), DINGTALK);
        Channel english = new Channel(ChannelType.DINGTALK, Map.of("language", "en"), Map.of("url", url));

        assertThat(NOTIFIER.send(Samples.channel(ChannelType.DINGTALK, url), Samples.failure()))
                .isEqualTo(new Delivery.Sent());
        assertThat(NOTIFIER.send(english, Samples.failure())).isEqualTo(new Delivery.Sent());
        assertThat(NOTIFIER.test(english)).isEqualTo(new Delivery.Sent());
    }

    @Test
    void dingtalk_says_which_keyword_it_must_be() {
        String url = serve(RealRobots.dingTalk("b955token", null, "告警"), DINGTALK);

        assertRefused(
                NOTIFIER.send(Samples.channel(ChannelType.DINGTALK, url), Samples.failure()),
                "keywords not in content",
                "\"Registry Sync\"");
    }

    @Test
    void feishu_signs_with_seconds_in_the_body() {
        String url = serve(RealRobots.feishu("0af1-token", SECRET, "Registry Sync"), FEISHU);
        Channel channel = Samples.channel(ChannelType.FEISHU, url, SECRET);

        assertThat(NOTIFIER.send(channel, Samples.failure().withLink(URI.create("https://sync.example.com/7"))))
                .isEqualTo(new Delivery.Sent());
        assertThat(body().path("timestamp").asText()).isEqualTo("1764239401");
        JsonNode card = body().path("card");
        assertThat(card.path("header").path("template").asText()).isEqualTo("red");
        assertThat(card.path("elements").path(0).path("text").path("tag").asText())
                .isEqualTo("plain_text");
        assertThat(card.path("elements").path(0).path("text").path("content").asText())
                .contains("任务名称：同步 Redis 到测试\n执行状态：失败\n执行耗时：1分08秒\n\n数据统计\n- 总计：20 个 blob\n");
        assertThat(card.path("elements")
                        .path(1)
                        .path("actions")
                        .path(0)
                        .path("url")
                        .asText())
                .isEqualTo("https://sync.example.com/7");
    }

    @Test
    void feishu_says_what_is_wrong() {
        String url = serve(RealRobots.feishu("0af1-token", SECRET, null), FEISHU);

        assertRefused(
                NOTIFIER.send(Samples.channel(ChannelType.FEISHU, url, "wrong"), Samples.success()),
                "Feishu answered 19021: sign match fail",
                "签名校验");
        assertRefused(
                NOTIFIER.send(
                        Samples.channel(ChannelType.FEISHU, server.at("/open-apis/bot/v2/hook/x")), Samples.success()),
                "19001",
                "Copy the webhook URL again");
    }

    @Test
    void slack_takes_blocks_and_names_cannot_become_links_or_mentions() {
        String url = serve(RealRobots.slack(SLACK), SLACK);
        RunSummary run = Samples.run(
                "<!channel> <https://evil.example|here> & co",
                RunSummary.Outcome.FAILED,
                Duration.ofSeconds(1),
                1,
                0,
                0,
                1,
                List.of(new RunSummary.FailedImage("a<b", "c>d")));

        assertThat(NOTIFIER.send(Samples.channel(ChannelType.SLACK, url), run)).isEqualTo(new Delivery.Sent());
        assertThat(body().path("text").asText())
                .isEqualTo("Registry Sync - 失败：&lt;!channel&gt; &lt;https://evil.example|here&gt; &amp; co");
        assertThat(server.only().body()).doesNotContain("<", "c>d").contains("a&lt;b");
        assertThat(body().path("blocks").path(0).path("text").path("text").asText())
                .contains("Registry Sync");
        assertThat(body().path("blocks").path(1).path("text").path("verbatim").asBoolean())
                .isTrue();
    }

    @Test
    void slack_says_what_is_wrong() {
        String url = serve(RealRobots.slack("/services/other"), SLACK);

        assertRefused(
                NOTIFIER.send(Samples.channel(ChannelType.SLACK, url), Samples.success()),
                "Slack answered HTTP 404: no_service",
                "Create the webhook anew");
    }

    @ParameterizedTest
    @CsvSource({
        "WECOM, '{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}', 60",
        "WECOM, '{\"errcode\":-1,\"errmsg\":\"system busy\"}', 0",
        "DINGTALK, '{\"errcode\":130101,\"errmsg\":\"send too fast, exceed 20 times per minute\"}', 600",
        "FEISHU, '{\"code\":11232,\"msg\":\"frequency limited psm\"}', 60",
    })
    void what_is_only_for_now_is_postponed(ChannelType type, String answer, long pause) {
        String url = serve(request -> Reply.json(answer), "/x?key=abcd");

        assertPostponed(
                NOTIFIER.send(Samples.channel(type, url), Samples.success()),
                "answered " + (answer.contains("-1") ? "-1" : ""),
                pause == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(pause)));
    }

    @ParameterizedTest
    @CsvSource({
        "WECOM, <html>sign in</html>",
        "DINGTALK, ''",
        "FEISHU, '{\"errcode\":0}'",
        "WECOM, '{\"errcode\":\"0\"}'",
        "WECOM, '[]'",
        "SLACK, '{\"ok\":false,\"error\":\"invalid_auth\"}'",
        "SLACK, '<html>ok</html>'"
    })
    void answer_of_something_else_is_no_success(ChannelType type, String answer) {
        String url = serve(request -> Reply.of(200, answer), "/x");

        assertRefused(
                NOTIFIER.send(Samples.channel(type, url), Samples.success()),
                "the answer is not one of",
                "Check the URL");
    }

    @Test
    void webhook_is_signed_over_timestamp_and_body() {
        String url = serve(request -> Reply.of(204, ""), "/hooks/mine?tenant=7");
        Channel channel = Samples.channel(ChannelType.WEBHOOK, url, SECRET);

        assertThat(NOTIFIER.send(channel, Samples.failure())).isEqualTo(new Delivery.Sent());
        WebServer.Request request = server.only();
        assertThat(request.header("X-Registry-Sync-Event-Id")).isEqualTo("run-1");
        assertThat(request.header("X-Registry-Sync-Timestamp")).isEqualTo("1764239401");
        assertThat(request.header("X-Registry-Sync-Signature"))
                .isEqualTo(
                        "sha256=" + HexFormat.of().formatHex(RealRobots.mac(SECRET, "1764239401." + request.body())));
        assertThat(body().path("event").asText()).isEqualTo("run.ended");
        assertThat(body().path("outcome").asText()).isEqualTo("failed");
        assertThat(body().path("blobs").path("failed").asInt()).isEqualTo(5);
    }

    @Test
    void webhook_without_a_secret_has_no_signature_and_a_test_is_an_event_of_its_own() {
        String url = serve(request -> Reply.of(200, "whatever"), "");

        assertThat(NOTIFIER.test(Samples.channel(ChannelType.WEBHOOK, url))).isEqualTo(new Delivery.Sent());
        assertThat(server.only().path()).isEqualTo("/");
        assertThat(server.only().header("X-Registry-Sync-Signature")).isEmpty();
        assertThat(body().path("event").asText()).isEqualTo("test");
        assertThat(body().path("id").asText())
                .startsWith("test-")
                .isEqualTo(server.only().header(Webhook.EVENT_ID));
    }

    @Test
    void attempts_for_the_same_run_carry_the_same_id() {
        String url = serve(request -> Reply.of(503, ""), "/");
        Channel channel = Samples.channel(ChannelType.WEBHOOK, url);
        NOTIFIER.send(channel, Samples.success());
        NOTIFIER.send(channel, Samples.success());

        assertThat(server.requests())
                .extracting(request -> request.header(Webhook.EVENT_ID))
                .containsExactly("run-1", "run-1");
    }

    @Test
    void id_from_outside_cannot_break_a_header() {
        String url = serve(request -> Reply.of(200, ""), "/");
        RunSummary s = Samples.success();
        RunSummary run = new RunSummary(
                "run 1\r\nX-Evil: 1 ü",
                s.task(),
                s.outcome(),
                false,
                s.started(),
                s.ended(),
                s.zone(),
                s.images(),
                s.blobs(),
                0,
                s.failures(),
                s.link(),
                "");

        assertThat(NOTIFIER.send(Samples.channel(ChannelType.WEBHOOK, url), run))
                .isEqualTo(new Delivery.Sent());
        assertThat(server.only().header(Webhook.EVENT_ID)).isEqualTo("run_1_X-Evil:_1__");
        assertThat(server.only().header("X-Evil")).isEmpty();
    }

    @Test
    void every_byte_of_a_body_is_utf8() {
        String url = serve(request -> Reply.of(200, ""), "/");
        NOTIFIER.send(Samples.channel(ChannelType.WEBHOOK, url), Samples.huge("镜像😀"));

        assertThat(server.only().body())
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .contains("镜像😀")
                .doesNotContain("\ufffd");
        assertThat(server.only().body().getBytes(StandardCharsets.UTF_8).length).isLessThan(64 * 1024);
    }
}
