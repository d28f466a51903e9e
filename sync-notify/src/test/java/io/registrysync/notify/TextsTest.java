package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read. */
class TextsTest {
    private static final int LIMIT = 4096;

    private static String markdown(Language language, RunSummary run) {
        return Markdown.text(language.message(Notice.of(run)), "", "", LIMIT);
    }

    @Test
    void success_reads_as_in_the_manual() {
        assertThat(markdown(Language.ZH, Samples.success())).isEqualTo("""
                ### 镜像同步任务通知

                > 任务名称：同步 Nginx 到生产
                > 执行状态：成功
                > 执行耗时：3分15秒
                >
                > 数据统计
                > - 总计：16 个 blob
                > - 成功：16 个
                > - 跳过：0 个

                2025-11-27 18:30:00""");
    }

    @Test
    void failure_reads_as_in_the_manual() {
        assertThat(markdown(Language.ZH, Samples.failure())).isEqualTo("""
                ### 镜像同步任务通知

                > 任务名称：同步 Redis 到测试
                > 执行状态：失败
                > 执行耗时：1分08秒
                >
                > 数据统计
                > - 总计：20 个 blob
                > - 成功：15 个
                > - 失败：5 个

                2025-11-27 18:30:00""");
    }

    @Test
    void failed_images_note_and_link_stand_below() {
        RunSummary run = Samples.failedWithEverything();

        assertThat(markdown(Language.EN, run)).isEqualTo("""
                ### Image sync task

                > Task: nightly
                > Status: failed
                > Duration: 1 h 02 min 08 s
                >
                > Blobs
                > - Total: 20
                > - Copied: 10
                > - Skipped: 3
                > - Failed: 5
                > - Not reached: 2

                2025-11-27 18:30:00

                Note
                - second try

                Failed images: 3
                - harbor.example.com/prod/redis:7: source: 404
                - and 2 more

                [Show the execution](https://sync.example.com/executions/%287%29)""");
        assertThat(markdown(Language.ZH, run)).contains("""
                > - 总计：20 个 blob
                > - 成功：10 个
                > - 跳过：3 个
                > - 失败：5 个
                > - 未完成：2 个

                2025-11-27 18:30:00

                备注
                - second try

                失败镜像：3 个
                - harbor.example.com/prod/redis:7：source: 404
                - 另有 2 个

                [查看执行详情](""");
    }

    @Test
    void stopped_run_is_shown_as_a_failure_that_is_told_apart() {
        RunSummary run = Samples.run("t", RunSummary.Outcome.STOPPED, Duration.ofSeconds(5), 20, 15, 0, 0, List.of());

        assertThat(markdown(Language.ZH, run))
                .contains("执行状态：失败（已停止）", "失败：0 个", "未完成：5 个")
                .doesNotContain("跳过");
        assertThat(markdown(Language.EN, run)).contains("Status: failed (stopped)");
    }

    @Test
    void recovery_is_told() {
        RunSummary run = Samples.recovered();

        assertThat(markdown(Language.ZH, run)).contains("执行状态：成功（已恢复）");
        assertThat(markdown(Language.EN, run)).contains("Status: succeeded (after a failure)");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0秒, 0 s",
        "8, 8秒, 8 s",
        "59, 59秒, 59 s",
        "60, 1分00秒, 1 min 00 s",
        "68, 1分08秒, 1 min 08 s",
        "195, 3分15秒, 3 min 15 s",
        "3599, 59分59秒, 59 min 59 s",
        "3728, 1小时02分08秒, 1 h 02 min 08 s",
        "360000, 100小时00分00秒, 100 h 00 min 00 s"
    })
    void durations_have_two_digits_below_the_first(long seconds, String chinese, String english) {
        assertThat(Language.ZH.duration(Duration.ofSeconds(seconds))).isEqualTo(chinese);
        assertThat(Language.EN.duration(Duration.ofSeconds(seconds))).isEqualTo(english);
    }

    @Test
    void clock_that_was_set_back_makes_no_negative_duration() {
        RunSummary run = Samples.run("t", RunSummary.Outcome.SUCCEEDED, Duration.ofSeconds(-5), 0, 0, 0, 0, List.of());

        assertThat(run.duration()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_title_carries_the_keyword(Language language) {
        assertThat(language.message(Notice.of(Samples.success())).title()).startsWith("Registry Sync - ");
        assertThat(language.message(Notice.test("t")).title()).startsWith("Registry Sync - ");
    }

    @Test
    void test_says_that_it_is_one() {
        assertThat(Markdown.text(Language.ZH.message(Notice.test("t")), "", "", LIMIT))
                .contains("这是一条测试消息");
        assertThat(Markdown.text(Language.EN.message(Notice.test("t")), "", "", LIMIT))
                .contains("This is a test message");
    }

    @Test
    void name_of_a_task_cannot_become_markdown() {
        RunSummary run = Samples.run(
                "[x](https://evil.example)<@all>**b**\n### heading\u202e`c`![p](u)",
                RunSummary.Outcome.SUCCEEDED,
                Duration.ofSeconds(1),
                1,
                1,
                0,
                0,
                List.of());

        String text = markdown(Language.ZH, run);

        assertThat(text)
                .contains("> 任务名称：［x］(https://evil.example)＜@all＞＊＊b＊＊ ### heading ｀c｀!［p］(u)\n")
                .doesNotContain("[", "<", "*", "`", "\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"镜像/", "a<b>&", "\"\\'", "😀", "[x](y)"})
    void long_message_is_cut_between_lines_and_says_so(String text) {
        String markdown = markdown(Language.ZH, Samples.huge(text));

        assertThat(markdown.getBytes(StandardCharsets.UTF_8).length).isBetween(LIMIT - 2_600, LIMIT);
        assertThat(markdown).contains("\n（内容过长，已截断）\n\n[查看执行详情](https://sync.example.com/executions/111");
        assertThat(markdown).endsWith("111)").doesNotContain("\ufffd");
        assertThat(markdown.lines().filter(line -> line.startsWith("- ")))
                .allSatisfy(line -> assertThat(line).contains("："));
    }

    @Test
    void short_message_is_not_cut_at_its_very_limit() {
        String text = markdown(Language.ZH, Samples.success());
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        Message message = Language.ZH.message(Notice.of(Samples.success()));

        assertThat(Markdown.text(message, "", "", size)).isEqualTo(text);
        assertThat(Markdown.text(message, "", "", size - 1)).endsWith("\n（内容过长，已截断）");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "ftp://example.com/",
                "/executions/1",
                "https://user@example.com/",
                "https:///x",
                "mailto:a@example.com"
            })
    void link_is_an_address_of_the_web(String link) {
        assertThatThrownBy(() -> Samples.success().withLink(URI.create(link)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the link of a run");
    }
}
