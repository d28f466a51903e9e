package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.notify.Channel.Field;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/notifications.md says what the code does. */
class DocumentationTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "notifications.md"));
    }

    private static String found(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page());
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void json_of_the_webhook_is_the_one_that_is_sent() throws IOException {
        RunSummary run = Samples.run(
                        "同步 Redis 到测试",
                        RunSummary.Outcome.FAILED,
                        Duration.ofSeconds(68),
                        20,
                        15,
                        0,
                        5,
                        List.of(new RunSummary.FailedImage(
                                "harbor.example.com/prod/redis:7", "source: pull blob: not found")))
                .withLink(URI.create("https://sync.example.com/executions/7"));
        Post post = new Webhook()
                .post(Samples.channel(ChannelType.WEBHOOK, "https://a.example/"), Notice.of(run), RealRobots.NOW);

        assertThat(Json.read(found("```json\n(.*?)```"))).isEqualTo(Json.read(post.body()));
    }

    @Test
    void signature_to_try_a_receiver_with_is_right() throws IOException {
        String secret = found("with the secret `(.*?)`");
        Instant timestamp = Instant.ofEpochSecond(Long.parseLong(found("the timestamp `([0-9]+)`")));
        Post post = new Webhook()
                .post(
                        Samples.channel(ChannelType.WEBHOOK, "https://a.example/", secret),
                        Notice.test("test-1"),
                        timestamp);

        assertThat(post.body()).isEqualTo(found("the body\n`(.*?)`"));
        assertThat(post.headers()).containsEntry(Webhook.SIGNATURE, found("the signature is\n`(.*?)`"));
    }

    @ParameterizedTest
    @EnumSource(ChannelType.class)
    void fields_of_a_channel_are_all_named(ChannelType type) throws IOException {
        String row = found("\\| `" + type.id() + "` \\|(.*?)\\|\n");
        List<String> columns = Arrays.asList(row.split("\\|", -1));

        assertThat(columns.get(0).replaceAll("\\(optional\\)|[` ]", "")).isEqualTo(names(type, true));
        assertThat(columns.get(1).replaceAll("[` ]", "")).isEqualTo(names(type, false));
    }

    private static String names(ChannelType type, boolean secret) {
        return type.fields().stream()
                .filter(field -> field.secret() == secret)
                .map(Field::name)
                .collect(Collectors.joining(","));
    }
}
