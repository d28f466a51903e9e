package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Certificates;
import io.registrysync.fixture.Sink;
import io.registrysync.notify.Delivery.Failure;
import io.registrysync.notify.Delivery.Kind;
import io.registrysync.notify.WebServer.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the same for every service: addresses, limits, redirects, TLS. */
@Timeout(60)
class NotifierTest {
    private static Notifier.Builder builder() {
        return Notifier.builder().clock(Clock.fixed(RealRobots.NOW, ZoneOffset.UTC));
    }

    private static Delivery send(Notifier.Builder settings, String url) {
        return send(settings, ChannelType.WEBHOOK, url);
    }

    private static Delivery send(Notifier.Builder settings, ChannelType type, String url) {
        try (Notifier notifier = settings.open()) {
            return notifier.send(new Channel(type, Map.of("allowHttp", "true"), Map.of("url", url)), Samples.success());
        }
    }

    private static void assertRefused(Delivery delivery, String... words) {
        assertThat(delivery)
                .isInstanceOfSatisfying(
                        Delivery.Refused.class,
                        refused -> assertThat(refused.reason() + " " + refused.hint())
                                .contains(words));
    }

    private static Failure failure(Delivery delivery) {
        return delivery instanceof Delivery.Refused refused
                ? refused.failure()
                : ((Delivery.Postponed) delivery).failure();
    }

    private static void assertPostponed(Delivery delivery, Optional<Duration> pause, String... words) {
        assertThat(delivery).isInstanceOfSatisfying(Delivery.Postponed.class, postponed -> {
            assertThat(postponed.reason()).contains(words);
            assertThat(postponed.pause()).isEqualTo(pause);
        });
    }

    @Test
    void silent_server_is_given_up() {
        try (Sink silent = Sink.startSilent()) {
            Notifier.Builder hasty = builder().timeout(Duration.ofMillis(300));

            assertPostponed(
                    send(hasty, silent.uri("/x").toString()),
                    Optional.empty(),
                    "did not take the message within 300 ms");
            assertPostponed(
                    send(hasty, silent.uri("/x").toString().replace("http:", "https:")),
                    Optional.empty(),
                    "within 300 ms");
        }
    }

    @Test
    void lookup_of_a_name_that_never_ends_is_given_up() {
        CountDownLatch end = new CountDownLatch(1);
        Notifier.Builder hasty = builder().timeout(Duration.ofMillis(300)).resolver(host -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        });

        assertPostponed(send(hasty, "https://robot.example.com/x"), Optional.empty(), "robot.example.com did not take");
        end.countDown();
    }

    @Test
    void closing_ends_what_is_under_way() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (WebServer server = WebServer.start(request -> {
            arrived.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.of(200, "");
        })) {
            Notifier notifier = builder().timeout(Duration.ofMinutes(10)).open();
            Channel channel = Samples.channel(ChannelType.WEBHOOK, server.at("/x"));
            Future<Delivery> delivery = caller.submit(() -> notifier.send(channel, Samples.success()));
            arrived.await();
            notifier.close();

            assertThat(delivery.get()).isInstanceOf(Delivery.Postponed.class);
            assertThatThrownBy(() -> notifier.test(channel)).isInstanceOf(IllegalStateException.class);
            end.countDown();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void interrupted_thread_stays_interrupted() {
        try (Sink silent = Sink.startSilent();
                Notifier notifier = builder().open()) {
            Thread.currentThread().interrupt();
            Delivery delivery = notifier.test(
                    Samples.channel(ChannelType.WEBHOOK, silent.uri("/x").toString()));

            assertThat(Thread.interrupted()).isTrue();
            assertPostponed(delivery, Optional.empty(), "interrupted");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_is_refused_with_the_place_and_not_followed(int status) {
        try (WebServer other = WebServer.start(request -> Reply.of(200, ""));
                WebServer server = WebServer.start(
                        request -> new Reply(status, Map.of("Location", other.at("/stolen?key=k3y-of-robot")), ""))) {
            Delivery delivery = send(builder(), server.at("/x?key=k3y-of-robot"));

            assertRefused(delivery, "HTTP " + status, "a redirect to " + other.at(""), "not followed");
            assertThat(delivery.toString()).doesNotContain("k3y-of-robot");
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, 30, 30",
        "429, , -1",
        "429, soon, -1",
        "429, 99999999, -1",
        "429, 'Thu, 27 Nov 2025 10:31:01 GMT', 59",
        "429, 'Thu, 27 Nov 2025 09:00:00 GMT', -1",
        "503, 120, 120",
        "500, , -1",
        "502, , -1",
        "408, , -1"
    })
    void what_passes_is_postponed_for_as_long_as_is_asked(int status, String retryAfter, long seconds) {
        Map<String, String> headers = retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter);
        try (WebServer server = WebServer.start(request -> new Reply(status, headers, "slow down"))) {
            Delivery delivery = send(builder(), server.at("/x"));

            assertThat(delivery).isInstanceOfSatisfying(Delivery.Postponed.class, postponed -> {
                assertThat(postponed.reason()).isEqualTo("the webhook answered HTTP " + status + ": slow down");
                assertThat(postponed.pause().map(Duration::toSeconds))
                        .isEqualTo(seconds < 0 ? Optional.empty() : Optional.of(seconds));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, Check the URL",
        "401, Check URL and secret",
        "403, Check URL and secret",
        "404, Create the webhook anew",
        "410, Create the webhook anew",
        "413, too large"
    })
    void what_does_not_pass_is_refused_with_the_words_of_the_service(int status, String hint) {
        try (WebServer server = WebServer.start(request -> Reply.of(status, "no\r\nway\u202e"))) {
            assertRefused(send(builder(), server.at("/x")), "answered HTTP " + status + ": no way", hint);
        }
    }

    @Test
    void robots_are_judged_by_the_status_too() {
        try (WebServer server =
                WebServer.start(request -> new Reply(502, Map.of("Retry-After", "7"), "<html>Bad Gateway</html>"))) {
            for (ChannelType type :
                    List.of(ChannelType.WECOM, ChannelType.DINGTALK, ChannelType.FEISHU, ChannelType.SLACK)) {
                assertThat(send(builder(), type, server.at("/x")))
                        .isInstanceOfSatisfying(Delivery.Postponed.class, postponed -> {
                            assertThat(postponed.reason()).endsWith("answered HTTP 502");
                            assertThat(postponed.pause()).contains(Duration.ofSeconds(7));
                        });
            }
        }
    }

    @Test
    void endless_answer_is_read_no_further_than_needed() throws IOException {
        try (Endless server = new Endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")) {
            assertThat(send(builder(), ChannelType.WEBHOOK, server.url())).isEqualTo(new Delivery.Sent());
            assertRefused(send(builder(), ChannelType.WECOM, server.url()), "the answer is not one of WeCom");
        }
    }

    @Test
    void endless_head_is_read_no_further_than_needed() throws IOException {
        try (Endless server = new Endless("HTTP/1.1 200 OK\r\nX: ")) {
            assertRefused(send(builder(), server.url()), "does not speak HTTP");
        }
    }

    /** Never stops to send chunks of "1". */
    private static final class Endless implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Endless(String head) throws IOException {
            threads.execute(() -> {
                while (!listener.isClosed()) {
                    accept(head);
                }
            });
        }

        private void accept(String head) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> write(socket, head));
            } catch (IOException closed) {
                // The end of the test.
            }
        }

        private static void write(Socket socket, String head) {
            byte[] chunk = ("400\r\n" + "1".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            try (socket;
                    OutputStream out = socket.getOutputStream()) {
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write(chunk);
                }
            } catch (IOException closed) {
                // The client has read enough.
            }
        }

        String url() {
            return "http://127.0.0.1:" + listener.getLocalPort() + "/x";
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.shutdownNow();
        }
    }

    @Test
    void something_else_than_tls_is_explained() throws IOException {
        try (Endless plain = new Endless("220 mail.example.com\r\n")) {
            assertRefused(send(builder(), plain.url().replace("http:", "https:")), "does not speak TLS", "the port");
        }
    }

    @Test
    void something_else_than_http_is_explained() throws IOException {
        try (Endless mail = new Endless("220 mail.example.com\r\n")) {
            assertRefused(send(builder(), mail.url()), "does not speak HTTP", "the port");
        }
    }

    @Test
    void closed_port_is_explained() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertPostponed(
                send(builder(), "http://127.0.0.1:" + port + "/x?key=abcdefgh"),
                Optional.empty(),
                "127.0.0.1 refused the connection");
    }

    @Test
    void unknown_host_is_explained() {
        Notifier.Builder settings = builder().resolver(host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        });

        assertPostponed(
                send(settings, "https://no.such.host.invalid/x?key=abc"),
                Optional.empty(),
                "unknown host no.such.host.invalid");
    }

    @Test
    void each_failure_has_its_kind() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        Notifier.Builder nameless = builder().resolver(host -> {
            throw new UnknownHostException(host);
        });
        try (Sink silent = Sink.startSilent();
                WebServer secure = WebServer.startTls(request -> Reply.of(200, ""));
                WebServer speaking = WebServer.start(request -> Reply.of(403, "no TLS in time"));
                Endless mail = new Endless("220 mail.example.com\r\n")) {
            Notifier.Builder hasty = builder().timeout(Duration.ofMillis(300));
            Map<Delivery, Kind> kinds = Map.of(
                    send(nameless, "https://no.such.host.invalid/x"), Kind.UNKNOWN_HOST,
                    send(builder(), "http://127.0.0.1:" + closed + "/x"), Kind.UNREACHABLE,
                    send(builder(), secure.at("/x")), Kind.TLS,
                    send(hasty, silent.uri("/x").toString()), Kind.TIMEOUT,
                    send(builder(), speaking.at("/x")), Kind.ANSWER,
                    send(builder(), "http://169.254.169.254/x"), Kind.FORBIDDEN_ADDRESS,
                    send(builder(), mail.url()), Kind.BROKEN);

            assertThat(kinds)
                    .allSatisfy((delivery, kind) ->
                            assertThat(failure(delivery)).isEqualTo(new Failure(kind, kind == Kind.ANSWER ? 403 : 0)));
        }
    }

    @Test
    void authority_that_is_not_trusted_is_refused_before_anything_is_said() {
        try (WebServer server = WebServer.startTls(request -> Reply.of(200, ""))) {
            assertRefused(
                    send(builder(), server.at("/x")), "the certificate of 127.0.0.1 is not accepted", "trust store");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void authority_that_is_trusted_is_enough() {
        try (WebServer server = WebServer.startTls(request -> Reply.of(200, ""))) {
            assertThat(send(builder().tls(Certificates.trusting()), server.at("/x")))
                    .isEqualTo(new Delivery.Sent());
        }
    }

    @Test
    void certificate_of_another_name_is_refused() {
        Notifier.Builder settings = builder().tls(Certificates.trusting()).resolver(host -> addresses("127.0.0.1"));
        try (WebServer server = WebServer.startTls(request -> Reply.of(200, ""))) {
            assertRefused(
                    send(settings, "https://robot.example.com:" + server.port() + "/x"),
                    "the certificate of robot.example.com is not accepted");
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[::ffff:169.254.169.254]/",
                "http://[fd00:ec2::254]/",
                "http://100.100.100.200/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://224.0.0.1/",
                "http://[fe80::1]/",
                "http://2852039166/"
            })
    void metadata_and_link_local_addresses_are_never_called(String url) {
        assertRefused(send(builder(), url), "refused to call");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "127.0.0.1"})
    void private_addresses_are_called_only_where_that_is_allowed(String address) {
        Notifier.Builder settings = builder().allowPrivateAddresses(false).resolver(host -> addresses(address));

        assertRefused(send(settings, "https://robot.example.com/x"), "refused to call robot.example.com");
    }

    @Test
    void address_that_was_checked_is_the_one_that_is_called() {
        List<String> asked = new ArrayList<>();
        try (WebServer server = WebServer.start(request -> Reply.of(200, ""))) {
            Notifier.Builder settings = builder().resolver(host -> {
                asked.add(host);
                return addresses(asked.size() == 1 ? "127.0.0.1" : "169.254.169.254");
            });

            assertThat(send(settings, "http://rebind.example.com:" + server.port() + "/x"))
                    .isEqualTo(new Delivery.Sent());
            assertThat(asked).containsExactly("rebind.example.com");
            assertThat(server.only().header("Host")).isEqualTo("rebind.example.com:" + server.port());
        }
    }

    @Test
    void one_forbidden_address_among_good_ones_is_enough() {
        Notifier.Builder settings = builder().resolver(host -> addresses("127.0.0.1", "169.254.169.254"));

        assertRefused(send(settings, "https://robot.example.com/x"), "refused to call");
    }

    @Test
    void second_address_is_tried_where_the_first_does_not_answer() throws IOException {
        try (WebServer server = WebServer.start(request -> Reply.of(200, ""))) {
            Notifier.Builder settings = builder().resolver(host -> addresses("127.0.0.99", "127.0.0.1"));

            assertThat(send(settings, "http://robot.example.com:" + server.port() + "/x"))
                    .isEqualTo(new Delivery.Sent());
        }
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.addAll(List.of(InetAddress.getAllByName(literal)));
        }
        return addresses.toArray(InetAddress[]::new);
    }
}
