package io.registrysync.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Certificates;
import io.registrysync.fixture.Sink;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** E-mail to a real server. */
@Timeout(60)
class MailTest {
    private static final String PASSWORD = "pa55w0rd-of-robot";

    private final List<byte[]> mails = new CopyOnWriteArrayList<>();
    private final List<String> recipients = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private SMTPServer server = SMTPServer.port(0).build();

    private void serve(UnaryOperator<SMTPServer.Builder> settings) {
        server = settings.apply(new SMTPServer.Builder()
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .port(freePort())
                        .hostName("mail.test")
                        .messageHandlerFactory(context -> new Box()))
                .build();
        server.start();
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SMTPServer.Builder startTls(SMTPServer.Builder builder) {
        return builder.enableTLS()
                .requireTLS()
                .startTlsSocketFactory(WebServer.serverTls())
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::login));
    }

    private void login(String user, String password, MessageContext context) throws LoginFailedException {
        logins.add(user + "/" + password);
        if (!password.equals(PASSWORD)) {
            throw new LoginFailedException("you said " + password);
        }
    }

    /** Refuses some recipients. */
    private final class Box implements MessageHandler {
        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            if (recipient.startsWith("nobody@")) {
                throw new RejectException(550, "no such mailbox " + recipient);
            }
            if (recipient.startsWith("greylisted@")) {
                throw new RejectException(451, "come back in a while");
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream in) throws IOException {
            mails.add(in.readAllBytes());
            return "queued";
        }

        @Override
        public void done() {}
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Channel channel(Map<String, String> more, Map<String, String> secrets) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(server.getPort()),
                "from", "Registry Sync <sync@example.com>",
                "to", "Ops <ops@example.com>, night@example.com"));
        settings.putAll(more);
        return new Channel(ChannelType.EMAIL, settings, secrets);
    }

    private static Delivery send(Channel channel, RunSummary run) {
        try (Notifier notifier = Notifier.builder().tls(Certificates.trusting()).open()) {
            return notifier.send(channel, run);
        }
    }

    private MimeMessage mail() throws Exception {
        assertThat(mails).hasSize(1);
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mails.get(0)));
    }

    private static String part(MimeMessage mail, int index) throws Exception {
        BodyPart part = ((MimeMultipart) mail.getContent()).getBodyPart(index);
        return ((String) part.getContent()).replace("\r\n", "\n");
    }

    @Test
    void mail_has_text_and_html_and_goes_to_everybody() throws Exception {
        serve(this::startTls);
        RunSummary run = Samples.failure().withLink(URI.create("https://sync.example.com/executions/7?a=1&b=2"));

        Delivery delivery = send(channel(Map.of("username", "robot"), Map.of("password", PASSWORD)), run);

        assertThat(delivery).isEqualTo(new Delivery.Sent());
        assertThat(recipients).containsExactly("ops@example.com", "night@example.com");
        assertThat(logins).containsExactly("robot/" + PASSWORD);
        MimeMessage mail = mail();
        assertThat(mail.getSubject()).isEqualTo("Registry Sync - 失败：同步 Redis 到测试");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getMessageID()).matches("<[0-9a-f-]{36}@registry-sync>");
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(part(mail, 0)).contains("任务名称：同步 Redis 到测试\n", "- 失败：5 个\n", "2025-11-27 18:30:00\n");
        assertThat(part(mail, 1))
                .contains("<td>同步 Redis 到测试</td>", "href=\"https://sync.example.com/executions/7?a=1&amp;b=2\"");
    }

    @Test
    void html_and_headers_are_safe_from_names() throws Exception {
        serve(builder -> builder);
        RunSummary run = Samples.run(
                "<script>alert(1)</script>\r\nBcc: evil@example.com",
                RunSummary.Outcome.FAILED,
                Duration.ofSeconds(1),
                1,
                0,
                0,
                1,
                List.of(new RunSummary.FailedImage("\"><img src=x>", "'")));

        assertThat(send(channel(Map.of("security", "none"), Map.of()), run)).isEqualTo(new Delivery.Sent());

        MimeMessage mail = mail();
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(recipients).containsExactly("ops@example.com", "night@example.com");
        assertThat(mail.getSubject()).isEqualTo("Registry Sync - 失败：<script>alert(1)</script> Bcc: evil@example.com");
        assertThat(part(mail, 1))
                .contains("&lt;script&gt;", "&quot;&gt;&lt;img src=x&gt;", "&#39;")
                .doesNotContain("<script", "<img");
    }

    @Test
    void attempts_for_the_same_run_are_the_same_message() throws Exception {
        serve(builder -> builder);
        Channel channel = channel(Map.of("security", "none"), Map.of());
        send(channel, Samples.success());
        String id = mail().getMessageID();
        mails.clear();
        send(channel, Samples.success());

        assertThat(mail().getMessageID()).isEqualTo(id);
    }

    @Test
    void password_is_not_sent_to_a_server_without_starttls() {
        serve(builder -> builder.authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::login)));

        Delivery delivery = send(channel(Map.of("username", "robot"), Map.of("password", PASSWORD)), Samples.success());

        assertThat(delivery).isInstanceOfSatisfying(Delivery.Refused.class, refused -> {
            assertThat(refused.reason()).contains("STARTTLS");
            assertThat(refused.hint()).contains("offers no encryption");
        });
        assertThat(logins).isEmpty();
        assertThat(mails).isEmpty();
    }

    @Test
    void password_is_not_sent_to_a_server_that_is_not_trusted() {
        serve(this::startTls);
        try (Notifier notifier = Notifier.open()) {
            Delivery delivery = notifier.send(
                    channel(Map.of("username", "robot"), Map.of("password", PASSWORD)), Samples.success());

            assertThat(delivery)
                    .isInstanceOfSatisfying(
                            Delivery.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .contains("the certificate of 127.0.0.1 is not accepted"));
        }
        assertThat(logins).isEmpty();
    }

    @Test
    void password_is_not_sent_to_a_server_of_another_name() {
        serve(this::startTls);
        try (Notifier notifier = Notifier.builder()
                .tls(Certificates.trusting())
                .resolver(host -> InetAddress.getAllByName("127.0.0.1"))
                .open()) {
            Delivery delivery = notifier.send(
                    channel(Map.of("host", "smtp.example.com", "username", "robot"), Map.of("password", PASSWORD)),
                    Samples.success());

            assertThat(delivery)
                    .isInstanceOfSatisfying(
                            Delivery.Refused.class,
                            refused -> assertThat(refused.reason()).contains("the certificate of smtp.example.com"));
        }
        assertThat(logins).isEmpty();
    }

    @Test
    void tls_from_the_first_byte_works_too() {
        serve(builder -> builder.serverSocketFactory(WebServer.serverTls())
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::login)));
        Channel channel = channel(Map.of("security", "tls", "username", "robot"), Map.of("password", PASSWORD));

        assertThat(send(channel, Samples.success())).isEqualTo(new Delivery.Sent());
        assertThat(logins).containsExactly("robot/" + PASSWORD);
        assertThat(mails).hasSize(1);
    }

    @Test
    void wrong_password_is_refused_and_not_repeated() {
        serve(this::startTls);

        Delivery delivery =
                send(channel(Map.of("username", "robot"), Map.of("password", "wr0ng-secret")), Samples.success());

        assertThat(delivery).isInstanceOfSatisfying(Delivery.Refused.class, refused -> {
            assertThat(refused.reason()).contains("535").doesNotContain("wr0ng-secret");
            assertThat(refused.hint()).contains("Check user name and password");
        });
        assertThat(mails).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"nobody@example.com, true, no such mailbox", "greylisted@example.com, false, come back in a while"})
    void refused_recipient_stops_the_mail_for_all(String recipient, boolean forGood, String words) {
        serve(builder -> builder);
        Channel channel = channel(Map.of("security", "none", "to", "ops@example.com, " + recipient), Map.of());

        Delivery delivery = send(channel, Samples.success());

        assertThat(delivery)
                .isInstanceOf(forGood ? Delivery.Refused.class : Delivery.Postponed.class)
                .asString()
                .contains(words);
        assertThat(mails).isEmpty();
    }

    @Test
    void silent_mail_server_is_given_up() {
        try (Sink silent = Sink.startSilent();
                Notifier hasty =
                        Notifier.builder().timeout(Duration.ofMillis(300)).open()) {
            for (String security : List.of("starttls", "tls", "none")) {
                Channel channel = channel(
                        Map.of(
                                "security",
                                security,
                                "port",
                                Integer.toString(silent.uri().getPort())),
                        Map.of());

                assertThat(hasty.send(channel, Samples.success()))
                        .isInstanceOfSatisfying(
                                Delivery.Postponed.class,
                                postponed -> assertThat(postponed.reason()).contains("within 300 ms"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"421 too busy, true", "'', true", "554 go away, false"})
    void greeting_that_is_none_is_understood(String greeting, boolean passing) throws IOException {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> greet(listener, greeting));
            Channel channel = channel(Map.of("port", Integer.toString(listener.getLocalPort())), Map.of());

            assertThat(send(channel, Samples.success()))
                    .isInstanceOf(passing ? Delivery.Postponed.class : Delivery.Refused.class);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void greet(ServerSocket listener, String greeting) {
        try (Socket socket = listener.accept()) {
            if (!greeting.isEmpty()) {
                socket.getOutputStream().write((greeting + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            socket.shutdownOutput();
            // Until the client hangs up, so that what was said is not lost to a reset.
            socket.getInputStream().readAllBytes();
        } catch (IOException gone) {
            // The client has heard enough.
        }
    }

    @Test
    void metadata_address_is_no_mail_server() {
        Channel channel = channel(Map.of("host", "169.254.169.254", "port", "25"), Map.of());

        assertThat(send(channel, Samples.success())).asString().contains("refused to call 169.254.169.254");
    }
}
