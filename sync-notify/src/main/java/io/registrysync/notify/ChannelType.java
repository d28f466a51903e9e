package io.registrysync.notify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The services that can be told. */
public enum ChannelType {
    /** 企业微信群机器人, the group robot of WeCom. */
    WECOM("wecom"),
    /** 钉钉自定义机器人, the custom robot of DingTalk. */
    DINGTALK("dingtalk"),
    /** 飞书自定义机器人, the custom bot of Feishu and Lark. */
    FEISHU("feishu"),
    /** An incoming webhook of Slack, or of what understands the same. */
    SLACK("slack"),
    /** A webhook of your own: JSON with a signature. */
    WEBHOOK("webhook"),
    /** E-mail over SMTP. */
    EMAIL("email");

    private final String id;

    ChannelType(String id) {
        this.id = id;
    }

    /** The name in files, databases and addresses; it stays. */
    public String id() {
        return id;
    }

    /** What a channel of this type consists of, in the order in which to ask for it. */
    public List<Channel.Field> fields() {
        return ChannelFields.of(this);
    }

    /** The type with this id. */
    public static Optional<ChannelType> byId(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }
}
