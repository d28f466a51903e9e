package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel consists of. */
class ChannelTest {
    private static final Map<String, String> MAIL =
            Map.of("host", "smtp.example.com", "from", "sync@example.com", "to", "ops@example.com");

    private static Map<String, String> problems(
            ChannelType type, Map<String, String> settings, Map<String, String> secrets) {
        return catchThrowableOfType(InvalidChannelException.class, () -> new Channel(type, settings, secrets))
                .problems();
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> changed = new HashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    @ParameterizedTest
    @EnumSource(ChannelType.class)
    void what_is_required_is_named_when_it_is_missing(ChannelType type) {
        assertThat(problems(type, Map.of(), Map.of()))
                .hasSizeGreaterThanOrEqualTo(1)
                .allSatisfy((name, problem) -> assertThat(problem).isEqualTo("is missing"))
                .containsOnlyKeys(type.fields().stream()
                        .filter(Channel.Field::required)
                        .map(Channel.Field::name)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(ChannelType.class)
    void type_is_found_by_its_id(ChannelType type) {
        assertThat(ChannelType.byId(type.id())).contains(type);
        assertThat(ChannelType.byId(type.name())).isEmpty();
    }

    @Test
    void addresses_of_robots_and_passwords_are_secrets() {
        for (ChannelType type : ChannelType.values()) {
            assertThat(type.fields())
                    .filteredOn(field -> Set.of("url", "secret", "password").contains(field.name()))
                    .isNotEmpty()
                    .allMatch(Channel.Field::secret);
        }
    }

    @Test
    void channel_is_read_back_from_its_parts() {
        Channel channel = new Channel(
                ChannelType.DINGTALK,
                Map.of("language", " en ", "allowHttp", ""),
                Map.of("url", " https://oapi.dingtalk.com/robot/send?access_token=t0ken ", "secret", "SEC1"));

        assertThat(channel.settings()).containsExactly(Map.entry("language", "en"));
        assertThat(channel.secrets())
                .containsExactly(
                        Map.entry("url", "https://oapi.dingtalk.com/robot/send?access_token=t0ken"),
                        Map.entry("secret", "SEC1"));
        assertThat(new Channel(channel.type(), channel.settings(), channel.secrets()))
                .isEqualTo(channel);
    }

    @Test
    void all_problems_are_told_at_once() {
        assertThatThrownBy(() -> new Channel(
                        ChannelType.WECOM,
                        Map.of("language", "fr", "colour", "red", "url", "https://a.example/?key=s3cr3t"),
                        Map.of("allowHttp", "true")))
                .isInstanceOf(InvalidChannelException.class)
                .hasMessage(
                        "channel of type wecom: url is a secret and must be given as one; language must be one of: zh,"
                                + " en; allowHttp is not a secret; colour is not a field of this type: url, language, allowHttp");
    }

    @ParameterizedTest
    @CsvSource({
        "qyapi.example.com/x?key=s3cr3t, must begin with https://",
        "ftp://qyapi.example.com/x?key=s3cr3t, must begin with https://",
        "https:///x?key=s3cr3t, has no valid host or port",
        "https://host:99999/x?key=s3cr3t, has no valid host or port",
        "https://主机/x?key=s3cr3t, has no valid host or port",
        "https://good.example@evil.example/x?key=s3cr3t, must not contain a user name",
        "https://host/x?key=s3cr3t#f, must not contain a fragment",
        "https://host/x?key=s3cr3t|, is not a URL",
        "http://qyapi.example.com/x?key=s3cr3t, 'must begin with https://, or everybody'",
        "http://localhost.evil.example/x?key=s3cr3t, 'must begin with https://, or everybody'",
        "http://127.0.0.1.evil.example/x?key=s3cr3t, 'must begin with https://, or everybody'"
    })
    void url_that_cannot_be_used_is_explained_and_not_repeated(String url, String problem) {
        Map<String, String> problems = problems(ChannelType.WECOM, Map.of(), Map.of("url", url));

        assertThat(problems.get("url")).startsWith(problem).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/x",
                "http://127.0.0.1/x",
                "http://[::1]:80/x",
                "HTTPS://host/x",
                "https://[2001:db8::1]/x"
            })
    void plain_http_stays_on_this_machine(String url) {
        assertThatCode(() -> Samples.channel(ChannelType.WEBHOOK, url)).doesNotThrowAnyException();
    }

    @Test
    void plain_http_can_be_allowed() {
        Map<String, String> secrets = Map.of("url", "http://relay.corp/wecom");

        assertThatCode(() -> new Channel(ChannelType.WECOM, Map.of("allowHttp", "true"), secrets))
                .doesNotThrowAnyException();
        assertThat(problems(ChannelType.WECOM, Map.of("allowHttp", "false"), secrets))
                .containsOnlyKeys("url");
    }

    @ParameterizedTest
    @CsvSource({
        "host, smtp.example.com:587",
        "host, smtp example",
        "host, -x",
        "port, 0",
        "port, 65536",
        "port, smtp",
        "security, ssl",
        "from, nobody",
        "from, 'a@example.com, b@example.com'",
        "from, @example.com",
        "to, 'a@example.com, b'",
        "to, 'list: a@example.com;'",
        "to, a b@example.com",
        "username, robot"
    })
    void field_of_a_mailbox_that_cannot_be_used_is_explained(String name, String value) {
        assertThat(problems(ChannelType.EMAIL, with(MAIL, name, value), Map.of()))
                .hasSize(1)
                .containsKey(name.equals("username") ? "password" : name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "host", "username"})
    void line_break_gets_into_no_header(String name) {
        assertThat(problems(
                        ChannelType.EMAIL,
                        with(MAIL, name, "a@example.com\r\nBcc: b@example.com"),
                        Map.of("password", "p")))
                .containsEntry(name, "contains a line break or another control character");
    }

    @Test
    void password_is_never_for_plain_connections() {
        assertThat(problems(
                        ChannelType.EMAIL,
                        with(with(MAIL, "username", "robot"), "security", "none"),
                        Map.of("password", "s3cr3t")))
                .containsEntry("security", "must be starttls or tls: a password is never sent without encryption");
    }

    @Test
    void several_recipients_with_names_are_fine() {
        assertThatCode(() -> new Channel(
                        ChannelType.EMAIL,
                        with(MAIL, "to", "Ops <ops@example.com>, \"Night, Shift\" <night@example.com>"),
                        Map.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void secret_stays_while_the_place_is_the_same() {
        Channel stored = new Channel(ChannelType.EMAIL, with(MAIL, "username", "robot"), Map.of("password", "s3cr3t"));
        Map<String, String> settings = with(with(MAIL, "username", "robot"), "to", "others@example.com");

        assertThat(stored.changed(settings, Map.of()).secrets()).containsEntry("password", "s3cr3t");
        assertThat(stored.changed(settings, Map.of("password", "new")).secrets())
                .containsEntry("password", "new");
        assertThat(stored.changed(MAIL, Map.of("password", "")).secrets()).isEmpty();
    }

    @Test
    void secret_does_not_go_along_to_another_place() {
        Channel mail = new Channel(ChannelType.EMAIL, with(MAIL, "username", "robot"), Map.of("password", "s3cr3t"));
        Channel robot = Samples.channel(ChannelType.DINGTALK, "https://a.example/?access_token=1", "SEC1");

        assertThatThrownBy(() -> mail.changed(with(with(MAIL, "username", "robot"), "host", "evil.example"), Map.of()))
                .isInstanceOf(InvalidChannelException.class)
                .hasMessageContaining("password is missing");
        assertThat(robot.changed(Map.of("language", "en"), Map.of()).secrets()).containsKeys("url", "secret");
        assertThat(robot.changed(Map.of(), Map.of("url", "https://evil.example/"))
                        .secrets())
                .containsOnlyKeys("url");
    }

    @Test
    void to_string_shows_no_secret() {
        Channel channel = Samples.channel(ChannelType.DINGTALK, "https://a.example/?access_token=t0ken", "SEC1");

        assertThat(channel).hasToString("Channel[dingtalk, {}, secrets [url, secret]]");
    }
}
