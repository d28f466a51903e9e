package io.registrysync.notify;

import io.registrysync.notify.Channel.Field;
import java.util.List;

/** What the channels consist of. */
final class ChannelFields {
    private static final Field URL = new Field(ChannelCheck.URL, true, true, List.of());
    private static final Field SECRET = new Field(ChannelCheck.SECRET, true, false, List.of());
    private static final Field LANGUAGE = new Field(ChannelCheck.LANGUAGE, false, false, List.of("zh", "en"));
    private static final Field ALLOW_HTTP = new Field(ChannelCheck.ALLOW_HTTP, false, false, List.of("false", "true"));

    private static final List<Field> ROBOT = List.of(URL, LANGUAGE, ALLOW_HTTP);
    private static final List<Field> SIGNED_ROBOT = List.of(URL, SECRET, LANGUAGE, ALLOW_HTTP);
    private static final List<Field> WEBHOOK = List.of(URL, SECRET, ALLOW_HTTP);
    private static final List<Field> EMAIL = List.of(
            required(ChannelCheck.HOST),
            new Field(ChannelCheck.PORT, false, false, List.of()),
            new Field(ChannelCheck.SECURITY, false, false, List.of("starttls", "tls", "none")),
            new Field(ChannelCheck.USERNAME, false, false, List.of()),
            new Field(ChannelCheck.PASSWORD, true, false, List.of()),
            required(ChannelCheck.FROM),
            required(ChannelCheck.TO),
            LANGUAGE);

    private ChannelFields() {}

    static List<Field> of(ChannelType type) {
        return switch (type) {
            case WECOM, SLACK -> ROBOT;
            case DINGTALK, FEISHU -> SIGNED_ROBOT;
            case WEBHOOK -> WEBHOOK;
            case EMAIL -> EMAIL;
        };
    }

    private static Field required(String name) {
        return new Field(name, false, true, List.of());
    }
}
