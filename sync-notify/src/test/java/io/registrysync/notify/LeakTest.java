package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.registrysync.fixture.Sink;
import io.registrysync.notify.WebServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Secrets are in no outcome, exception, text or log, whatever goes wrong. */
@Timeout(60)
class LeakTest {
    private static final List<String> SECRETS =
            List.of("k3y-of-url", "path-of-url", "s3cret-of-sign", "pa55word", "cGE1NXdvcmQ=");

    private static Channel channel(ChannelType type, String origin) {
        if (type == ChannelType.EMAIL) {
            String port = origin.substring(origin.lastIndexOf(':') + 1);
            String host = origin.replaceAll("https?://|:[0-9]+$", "");
            return new Channel(
                    type,
                    Map.of(
                            "host",
                            host,
                            "port",
                            port,
                            "username",
                            "robot",
                            "from",
                            "a@example.com",
                            "to",
                            "b@example.com"),
                    Map.of("password", "pa55word"));
        }
        String url = origin + "/hooks/path-of-url?key=k3y-of-url&x=k3y%2Dof%2Durl";
        boolean signed = type.fields().stream().anyMatch(field -> field.name().equals("secret"));
        return new Channel(
                type,
                Map.of("allowHttp", "true"),
                signed ? Map.of("url", url, "secret", "s3cret-of-sign") : Map.of("url", url));
    }

    /** Sends to one place after another where it goes wrong, and keeps all that was said. */
    private static String everythingSaid(ChannelType type) throws IOException {
        StringBuilder said = new StringBuilder();
        List<String> own = switch (type) {
            case EMAIL -> List.of("pa55word", "cGE1NXdvcmQ=");
            case WECOM, SLACK -> List.of("k3y-of-url", "path-of-url");
            case DINGTALK, FEISHU, WEBHOOK -> List.of("k3y-of-url", "path-of-url", "s3cret-of-sign");
        };
        Reply echo = Reply.of(400, String.join(" ", own));
        Reply echoInJson = Reply.json("{\"errcode\":7,\"code\":7,\"errmsg\":\"" + String.join(" ", own)
                + "\",\"msg\":\"bad https://127.0.0.1/hooks/path-of-url?key=k3y-of-url\"}");
        Reply redirect = new Reply(307, Map.of("Location", "https://evil.example/path-of-url?key=k3y-of-url"), "");
        List<String> origins = new ArrayList<>();
        try (WebServer refusing = WebServer.start(request -> echo);
                WebServer answering = WebServer.start(request -> echoInJson);
                WebServer redirecting = WebServer.start(request -> redirect);
                WebServer broken = WebServer.start(request -> Reply.of(503, String.join("/", own)));
                WebServer untrusted = WebServer.startTls(request -> echo);
                Sink silent = Sink.startSilent();
                Notifier notifier = Notifier.builder()
                        .timeout(Duration.ofMillis(500))
                        .resolver(LeakTest::resolve)
                        .open()) {
            origins.addAll(List.of(
                    refusing.at(""),
                    answering.at(""),
                    redirecting.at(""),
                    broken.at(""),
                    untrusted.at(""),
                    untrusted.at("").replace("https:", "http:"),
                    refusing.at("").replace("http:", "https:"),
                    silent.uri().toString(),
                    "http://169.254.169.254:80",
                    "https://unknown.example:443",
                    "http://127.0.0.1:" + closedPort()));
            for (String origin : origins) {
                Channel channel = channel(type, origin);
                said.append(channel)
                        .append(notifier.send(channel, Samples.success()))
                        .append(notifier.test(channel));
            }
        }
        return said.toString();
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.equals("unknown.example")) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(host);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @ParameterizedTest
    @EnumSource(ChannelType.class)
    void no_secret_is_in_anything_that_is_said_or_logged(ChannelType type) throws IOException {
        StringWriter logged = new StringWriter();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Handler handler = new Recorder(logged);
        PrintStream error = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        String said;
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            said = everythingSaid(type);
        } finally {
            System.setErr(error);
            root.setLevel(before);
            root.removeHandler(handler);
        }

        assertThat(said).contains("Refused", "Postponed").doesNotContain(SECRETS);
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(SECRETS);
        assertThat(logged.toString()).doesNotContain(SECRETS);
    }

    /** Keeps what libraries log, but for the servers of this test, which log what they were asked. */
    private static final class Recorder extends Handler {
        private final PrintWriter out;

        Recorder(StringWriter out) {
            this.out = new PrintWriter(out, true);
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            if (!String.valueOf(entry.getLoggerName()).contains("httpserver")) {
                out.println(entry.getLoggerName() + " " + entry.getMessage() + " "
                        + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters()));
                if (entry.getThrown() != null) {
                    entry.getThrown().printStackTrace(out);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void no_secret_is_in_the_problems_of_a_channel() {
        for (String url : List.of(
                "http://a.example/path-of-url?key=k3y-of-url",
                "k3y-of-url",
                "https://u:k3y-of-url@h/",
                "https://h/ k3y-of-url")) {
            assertThat(catchThrowable(() -> Samples.channel(ChannelType.WEBHOOK, url)))
                    .isInstanceOf(InvalidChannelException.class)
                    .hasNoCause()
                    .asString()
                    .doesNotContain(SECRETS);
        }
    }

    @Test
    void requests_print_no_address() {
        Channel channel = channel(ChannelType.DINGTALK, "https://oapi.example.com");

        assertThat(new DingTalk().post(channel, Notice.test("t"), RealRobots.NOW))
                .hasToString("Post[oapi.example.com]");
    }
}
