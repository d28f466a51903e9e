package io.registrysync.spring.web;

import io.registrysync.notify.Channel;
import io.registrysync.notify.ChannelType;
import java.util.List;

/** What people read when they set up a channel: how a service is made ready, and what the fields are called. */
final class ChannelTexts {
    private ChannelTexts() {}

    /** The same in both languages. */
    record Text(String zh, String en) {}

    /** A field with its words; {@code help} may be empty. */
    record FieldView(String name, boolean secret, boolean required, List<String> choices, Text label, Text help) {}

    /** A type with its words; {@code help} says step by step how the service is made ready. */
    record TypeView(String id, Text label, Text help, List<FieldView> fields) {}

    static TypeView of(ChannelType type) {
        return new TypeView(
                type.id(),
                label(type),
                help(type),
                type.fields().stream().map(field -> view(type, field)).toList());
    }

    private static Text label(ChannelType type) {
        return switch (type) {
            case WECOM -> new Text("企业微信群机器人", "WeCom group robot");
            case DINGTALK -> new Text("钉钉群机器人", "DingTalk group robot");
            case FEISHU -> new Text("飞书群机器人", "Feishu (Lark) bot");
            case SLACK -> new Text("Slack", "Slack");
            case WEBHOOK -> new Text("自定义 Webhook", "Webhook of your own");
            case EMAIL -> new Text("电子邮件", "E-mail");
        };
    }

    private static Text help(ChannelType type) {
        return switch (type) {
            case WECOM ->
                new Text(
                        steps(
                                "1. 打开企业微信群聊",
                                "2. 点击右上角「...」→「群设置」→「群机器人」→「添加机器人」",
                                "3. 设置机器人名称，例如 Registry Sync",
                                "4. 复制 Webhook URL，填入下方并测试发送"),
                        steps(
                                "1. Open the group in WeCom",
                                "2. Group settings (群设置) → Group robots (群机器人) → Add (添加机器人)",
                                "3. Name it, for example Registry Sync",
                                "4. Copy the webhook URL, enter it below and send a test"));
            case DINGTALK ->
                new Text(
                        steps(
                                "1. 打开钉钉群聊 →「群设置」→「智能群助手」→「添加机器人」→「自定义」",
                                "2. 安全设置推荐「加签」：复制以 SEC 开头的密钥，填入 Secret",
                                "3. 或选择「自定义关键词」，填写：Registry Sync",
                                "4. 复制 Webhook URL，填入下方并测试发送"),
                        steps(
                                "1. Open the group in DingTalk → Group assistant (智能群助手) → Add robot → Custom (自定义)",
                                "2. As security choose the signature (加签, recommended) and copy the secret (SEC…)",
                                "3. Or choose a custom keyword (自定义关键词) and enter exactly: Registry Sync",
                                "4. Copy the webhook URL, enter it below and send a test"));
            case FEISHU ->
                new Text(
                        steps(
                                "1. 打开飞书群聊 →「设置」→「群机器人」→「添加机器人」→「自定义机器人」",
                                "2. 选择「签名校验」并复制密钥，或选择「自定义关键词」：Registry Sync",
                                "3. 复制 Webhook 地址，填入下方并测试发送"),
                        steps(
                                "1. Open the group → Settings → Bots → Add bot → Custom bot",
                                "2. Choose the signature and copy the secret, or the keyword Registry Sync",
                                "3. Copy the webhook address, enter it below and send a test"));
            case SLACK ->
                new Text(
                        steps("1. 创建启用「Incoming Webhooks」的 Slack 应用", "2. 添加到频道并复制 Webhook URL", "3. 填入下方并测试发送"),
                        steps(
                                "1. Create an app with Incoming Webhooks",
                                "2. Add one to a channel and copy its URL",
                                "3. Enter it below and send a test"));
            case WEBHOOK ->
                new Text(
                        "运行结束时以 JSON 发送 POST 请求；设置 Secret 后附带 HMAC-SHA256 签名",
                        "A POST with JSON when a run ends; with a secret it carries a signature (HMAC-SHA256)");
            case EMAIL ->
                new Text(
                        "填写 SMTP 服务器；推荐 STARTTLS（端口 587）或 TLS（端口 465）。多个收件人用逗号分隔",
                        "Enter the SMTP server; STARTTLS (port 587) or TLS (port 465) is recommended. Separate recipients by commas");
        };
    }

    private static String steps(String... lines) {
        return String.join("\n", lines);
    }

    private static FieldView view(ChannelType type, Channel.Field field) {
        return new FieldView(
                field.name(),
                field.secret(),
                field.required(),
                field.choices(),
                fieldLabel(field.name()),
                fieldHelp(type, field.name()));
    }

    private static Text fieldLabel(String field) {
        return switch (field) {
            case "url" -> new Text("Webhook URL", "Webhook URL");
            case "secret" -> new Text("Secret（加签密钥）", "Secret");
            case "language" -> new Text("消息语言", "Language of messages");
            case "allowHttp" -> new Text("允许 HTTP", "Allow plain HTTP");
            case "host" -> new Text("SMTP 服务器", "SMTP server");
            case "port" -> new Text("端口", "Port");
            case "security" -> new Text("加密方式", "Encryption");
            case "username" -> new Text("用户名", "User name");
            case "password" -> new Text("密码", "Password");
            case "from" -> new Text("发件人", "From");
            case "to" -> new Text("收件人", "To");
            default -> new Text(field, field);
        };
    }

    private static Text fieldHelp(ChannelType type, String field) {
        if (type == ChannelType.DINGTALK && field.equals("secret")) {
            return new Text("选择「加签」时填写；使用关键词时留空", "With the signature (加签); empty with a keyword");
        }
        return switch (field) {
            case "url" -> new Text("地址中包含密钥，保存后不再显示", "It holds a key and is not shown again");
            case "allowHttp" -> new Text("仅在内网可信时启用：路径上的任何人都能读取密钥", "Only where everybody on the way may read the key");
            case "to" -> new Text("多个地址用逗号分隔", "Several addresses are separated by commas");
            case "password" -> new Text("不会通过未加密的连接发送", "Never sent without encryption");
            default -> new Text("", "");
        };
    }
}
