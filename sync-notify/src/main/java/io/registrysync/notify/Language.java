package io.registrysync.notify;

import io.registrysync.notify.Message.Detail;
import io.registrysync.notify.Message.Fact;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The languages of messages, and all their words. */
enum Language {
    ZH,
    EN;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private String say(String chinese, String english) {
        return this == ZH ? chinese : english;
    }

    Message message(Notice notice) {
        return notice.summary().map(this::ended).orElseGet(this::test);
    }

    private Message test() {
        String text = say(
                "这是一条测试消息，收到即表示通知渠道配置正确。", "This is a test message: whoever reads it knows that the channel works.");
        return new Message(
                title(say("测试消息", "test message")),
                heading(),
                false,
                List.of(new Fact("", text)),
                "",
                List.of(),
                "",
                List.of(),
                Optional.empty(),
                "",
                omission());
    }

    private Message ended(RunSummary run) {
        boolean bad = run.outcome() != RunSummary.Outcome.SUCCEEDED;
        return new Message(
                title(state(run) + say("：", ": ") + run.task()),
                heading(),
                bad,
                List.of(
                        new Fact(say("任务名称：", "Task: "), run.task()),
                        new Fact(say("执行状态：", "Status: "), state(run)),
                        new Fact(say("执行耗时：", "Duration: "), duration(run.duration()))),
                say("数据统计", "Blobs"),
                statistics(run.blobs(), bad),
                TIME.format(run.ended().atZone(run.zone())),
                details(run),
                run.link(),
                say("查看执行详情", "Show the execution"),
                omission());
    }

    private String heading() {
        return say("镜像同步任务通知", "Image sync task");
    }

    private String omission() {
        return say("（内容过长，已截断）", "(cut here: too long for one message)");
    }

    private static String title(String rest) {
        return Message.KEYWORD + " - " + rest;
    }

    private String state(RunSummary run) {
        return switch (run.outcome()) {
            case SUCCEEDED -> run.recovered() ? say("成功（已恢复）", "succeeded (after a failure)") : say("成功", "succeeded");
            case FAILED -> say("失败", "failed");
            // Counts as a failure, and is told apart in brackets.
            case STOPPED -> say("失败（已停止）", "failed (stopped)");
        };
    }

    /** As a person would say it: 8秒, 1分08秒, 1小时02分08秒. */
    String duration(Duration time) {
        long hours = time.toHours();
        int minutes = time.toMinutesPart();
        int seconds = time.toSecondsPart();
        if (hours > 0) {
            String format = say("%d小时%02d分%02d秒", "%d h %02d min %02d s");
            return String.format(Locale.ROOT, format, hours, minutes, seconds);
        }
        if (minutes > 0) {
            return String.format(Locale.ROOT, say("%d分%02d秒", "%d min %02d s"), minutes, seconds);
        }
        return seconds + say("秒", " s");
    }

    /** A success tells what was skipped, a failure what failed, and each of them of the rest what there is. */
    private List<Fact> statistics(RunSummary.Blobs blobs, boolean bad) {
        List<Fact> numbers = new ArrayList<>();
        numbers.add(new Fact(say("总计：", "Total: "), blobs.total() + say(" 个 blob", "")));
        numbers.add(count(say("成功：", "Copied: "), blobs.uploaded()));
        if (!bad || blobs.present() > 0) {
            numbers.add(count(say("跳过：", "Skipped: "), blobs.present()));
        }
        if (bad || blobs.failed() > 0) {
            numbers.add(count(say("失败：", "Failed: "), blobs.failed()));
        }
        long rest = blobs.total() - blobs.uploaded() - blobs.present() - blobs.failed();
        if (rest > 0) {
            numbers.add(count(say("未完成：", "Not reached: "), rest));
        }
        return List.copyOf(numbers);
    }

    private Fact count(String label, long number) {
        return new Fact(label, number + say(" 个", ""));
    }

    private List<Detail> details(RunSummary run) {
        List<Detail> details = new ArrayList<>();
        if (!run.note().isEmpty()) {
            details.add(new Detail(say("备注", "Note"), List.of(new Fact("", run.note()))));
        }
        if (!run.failures().isEmpty()) {
            List<Fact> images = new ArrayList<>();
            run.failures().forEach(image -> images.add(new Fact(image.image() + say("：", ": "), image.reason())));
            long all = Math.max(run.images().failed(), images.size());
            long rest = all - images.size();
            if (rest > 0) {
                images.add(new Fact("", say("另有 " + rest + " 个", "and " + rest + " more")));
            }
            String heading = say("失败镜像：" + all + " 个", "Failed images: " + all);
            details.add(new Detail(heading, List.copyOf(images)));
        }
        return List.copyOf(details);
    }
}
