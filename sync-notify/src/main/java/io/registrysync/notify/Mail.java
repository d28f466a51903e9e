package io.registrysync.notify;

import io.registrysync.notify.Delivery.Failure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Sends e-mail by SMTP (RFC 5321, 3207 and 4954). A password is sent only where TLS was spoken before. */
final class Mail {
    private static final Map<String, Integer> PORTS = Map.of("starttls", 587, "tls", 465, "none", 25);
    private static final Pattern REPLY = Pattern.compile("(?:^|response: )([45][0-9]{2})\\b");
    private static final Pattern HUNG_UP = Pattern.compile("\\[EOF]|response: -1");
    private static final Failure REFUSAL = Failure.of(Delivery.Kind.ANSWER);

    private final Dialer dialer;

    Mail(Dialer dialer) {
        this.dialer = dialer;
    }

    Delivery deliver(Channel channel, Notice notice, Instant now, Exchange exchange) throws IOException {
        String host = channel.setting(ChannelCheck.HOST).orElseThrow();
        String security = channel.choice(ChannelCheck.SECURITY);
        int port = channel.setting(ChannelCheck.PORT).map(Integer::valueOf).orElseGet(() -> PORTS.get(security));
        Socket plain = dialer.open(host, port, exchange);
        Socket socket = security.equals("tls") ? dialer.secure(plain, host, port) : plain;
        try {
            return deliver(channel, notice, now, host, port, socket);
        } catch (MessagingException failure) {
            return judge(failure, Secrets.of(channel));
        } finally {
            exchange.cut();
        }
    }

    private Delivery deliver(Channel channel, Notice notice, Instant now, String host, int port, Socket socket)
            throws MessagingException {
        Session session = Session.getInstance(properties(channel, socket));
        String user = channel.setting(ChannelCheck.USERNAME).orElse(null);
        String password = channel.secret(ChannelCheck.PASSWORD).orElse(null);
        SMTPTransport transport = new SMTPTransport(session, new URLName("smtp", host, port, null, user, password));
        transport.connect(socket);
        MailText mail = new MailText(session, channel, notice, now);
        transport.sendMessage(mail, mail.getAllRecipients());
        try {
            transport.close();
        } catch (MessagingException late) {
            // The server took the message; how it says goodbye does not matter.
        }
        return new Delivery.Sent();
    }

    private Properties properties(Channel channel, Socket socket) {
        boolean startTls = channel.choice(ChannelCheck.SECURITY).equals("starttls");
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.ssl.socketFactory", dialer.tls().getSocketFactory());
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        boolean login = channel.secret(ChannelCheck.PASSWORD).isPresent();
        properties.setProperty("mail.smtp.auth", Boolean.toString(login));
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.setProperty("mail.smtp.localhost", literal(socket.getLocalAddress()));
        properties.setProperty("mail.smtp.quitwait", "false");
        return properties;
    }

    /** How a host without a name says who it is (RFC 5321, section 4.1.3): asking for a name could take long. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
    }

    /** Rethrows what broke the connection. */
    private static Delivery judge(MessagingException failure, Secrets secrets) throws IOException {
        List<Exception> chain = chain(failure);
        for (Exception cause : chain) {
            if (cause instanceof IOException broken) {
                throw broken;
            }
        }
        // The innermost is the server's refusal: of an address, not "Invalid Addresses".
        String words = String.valueOf(chain.get(chain.size() - 1).getMessage());
        String reason = "the mail server refused: " + secrets.mask(words);
        int code = chain.stream()
                .mapToInt(Mail::code)
                .filter(number -> number > 0)
                .findFirst()
                .orElse(500);
        return code < 500
                ? new Delivery.Postponed(REFUSAL, reason, "The server asks to try again later.", Optional.empty())
                : new Delivery.Refused(REFUSAL, reason, hint(failure));
    }

    private static List<Exception> chain(MessagingException failure) {
        List<Exception> chain = new ArrayList<>();
        Exception cause = failure;
        while (cause != null) {
            chain.add(cause);
            cause = cause instanceof MessagingException mail ? mail.getNextException() : null;
        }
        return chain;
    }

    private static int code(Exception failure) {
        if (failure instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (failure instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        if (failure instanceof SMTPSendFailedException send) {
            return send.getReturnCode();
        }
        String message = String.valueOf(failure.getMessage());
        Matcher reply = REPLY.matcher(message);
        // A server that hangs up without a word is as busy as one that says so.
        return reply.find()
                ? Integer.parseInt(reply.group(1))
                : HUNG_UP.matcher(message).find() ? 421 : 0;
    }

    private static String hint(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return "Check user name and password; many providers want a password that is made for one application.";
        }
        return String.valueOf(failure.getMessage()).contains("STARTTLS")
                ? "The server offers no encryption on this port. Use the port that does, most often 587, or security tls."
                : "Check sender and recipients, and whether the server lets this user send from that address.";
    }
}
