package io.registrysync.engine;

import java.util.Locale;

/** What the log of an execution says, in the languages that it is written in. Gaps are filled as by {@link String#format}. */
enum Phrase {
    STARTED("开始执行任务: %s", "running %s"),
    LOOKING("查找需要同步的内容，节点 %s", "looking for what is to be copied, on node %s"),
    FOUND("找到 %s 个仓库", "found %s repositories"),
    SOURCE("源仓库: %s", "source: %s"),
    TARGET("目标仓库: %s", "target: %s"),
    PROJECT("已创建项目: %s", "created the project %s"),
    IMAGE("[%s/%s] 同步 tag: %s", "[%s/%s] copying %s"),
    PLATFORMS("检测到多架构镜像，包含 %s 个平台", "the image is for %s platforms"),
    PLATFORM("同步平台 %s 的 manifest", "copying the manifest for %s"),
    PLATFORM_DONE("平台 %s manifest 同步完成", "the manifest for %s is there"),
    BLOB_SENT("  复制 blob: %s (%s) - 成功", "  blob %s (%s) copied"),
    BLOB_PRESENT("  复制 blob: %s (%s) - 已存在，跳过", "  blob %s (%s) was there"),
    BLOB_FAILED("  复制 blob: %s (%s) - 失败: %s", "  blob %s (%s) failed: %s"),
    COPIED("tag %s 同步完成", "copied %s"),
    UNCHANGED("tag %s 没有变化", "unchanged %s"),
    SKIPPED("tag %s 跳过: %s", "skipped %s: %s"),
    CANCELLED("tag %s 已停止", "stopped %s"),
    FAILED("tag %s 同步失败: %s", "failed %s: %s"),
    HINT("建议: %s", "hint: %s"),
    DELETED("已删除 %s", "deleted %s"),
    NOT_DELETED("未能删除 %s: %s", "not deleted %s: %s"),
    NOTICE("%s: %s", "%s: %s"),
    UNEXPECTED("%s: 意外错误: %s", "%s: unexpected: %s"),
    IMAGES("镜像: 复制 %s 个，未变化 %s 个，跳过 %s 个，失败 %s 个", "images: %s copied, %s unchanged, %s skipped, %s failed"),
    SUCCEEDED("全部完成！共同步 %s 个 blob，跳过 %s 个，失败 %s 个", "succeeded: %s blobs copied, %s were there, %s failed"),
    ENDED_FAILED("执行失败！共同步 %s 个 blob，跳过 %s 个，失败 %s 个", "failed: %s blobs copied, %s were there, %s failed"),
    STOPPED(
            "已停止（%4$s）！共同步 %1$s 个 blob，跳过 %2$s 个，失败 %3$s 个",
            "stopped by %4$s: %1$s blobs copied, %2$s were there, %3$s failed"),
    LONG("日志过长，此后只记录警告和错误", "the log is long; from here on it has warnings and errors only"),
    LOST("数据库不可用期间丢失了 %s 行日志", "%s lines were lost while the database was away");

    private final String chinese;
    private final String english;

    Phrase(String chinese, String english) {
        this.chinese = chinese;
        this.english = english;
    }

    /** The words in Chinese, or in English for every other language. */
    String in(Locale language, Object... gaps) {
        String words = language.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
        return String.format(Locale.ROOT, words, gaps);
    }
}
