package io.registrysync.notify;

import io.registrysync.registry.ForeignText;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** A message as e-mail: plain text and the same in HTML. */
final class MailText extends MimeMessage {
    private static final String CHARSET = StandardCharsets.UTF_8.name();
    private static final int MAX_SUBJECT = 150;

    private final String id;

    MailText(Session session, Channel channel, Notice notice, Instant now) throws MessagingException {
        super(session);
        this.id = notice.id();
        Message message = channel.language().message(notice);
        setFrom(new InternetAddress(channel.setting(ChannelCheck.FROM).orElseThrow(), true));
        setRecipients(
                RecipientType.TO,
                InternetAddress.parse(channel.setting(ChannelCheck.TO).orElseThrow(), true));
        setSubject(ForeignText.clean(message.title(), MAX_SUBJECT), CHARSET);
        setSentDate(Date.from(now));
        // Keeps out-of-office replies away (RFC 3834).
        setHeader("Auto-Submitted", "auto-generated");
        setContent(new MimeMultipart("alternative", part(plain(message), "plain"), part(html(message), "html")));
        saveChanges();
    }

    /** The same for every attempt, so that a repetition can be told; and nothing of this machine. */
    @Override
    protected void updateMessageID() throws MessagingException {
        UUID name = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        setHeader("Message-ID", "<" + name + "@registry-sync>");
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, CHARSET, subtype);
        return part;
    }

    private static String plain(Message message) {
        List<String> lines = new ArrayList<>();
        lines.add(message.heading());
        lines.add("");
        lines.addAll(message.body("", text -> text));
        lines.addAll(message.detailLines(text -> text));
        message.link().ifPresent(link -> lines.addAll(List.of("", message.linkText(), link.toASCIIString())));
        lines.addAll(List.of("", "-- ", Message.KEYWORD));
        return String.join("\n", lines) + "\n";
    }

    private static String html(Message message) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n");
        html.append("<h3>").append(escape(message.heading())).append("</h3>\n<table>\n");
        message.facts().forEach(fact -> row(html, fact));
        html.append("</table>\n");
        if (!message.list().isEmpty()) {
            html.append("<p>").append(escape(message.listHeading())).append("</p>\n<table>\n");
            message.list().forEach(fact -> row(html, fact));
            html.append("</table>\n");
        }
        html.append("<p>").append(escape(message.time())).append("</p>\n");
        for (Message.Detail detail : message.details()) {
            html.append("<p>").append(escape(detail.heading())).append("</p>\n<ul>\n");
            detail.items()
                    .forEach(item -> html.append("<li>")
                            .append(escape(item.label() + item.value()))
                            .append("</li>\n"));
            html.append("</ul>\n");
        }
        message.link()
                .ifPresent(link -> html.append("<p><a href=\"")
                        .append(escape(link.toASCIIString()))
                        .append("\">")
                        .append(escape(message.linkText()))
                        .append("</a></p>\n"));
        return html.append("<p>")
                .append(Message.KEYWORD)
                .append("</p>\n</body></html>\n")
                .toString();
    }

    private static void row(StringBuilder html, Message.Fact fact) {
        html.append("<tr><td>")
                .append(escape(fact.label()))
                .append("</td><td>")
                .append(escape(fact.value()))
                .append("</td></tr>\n");
    }

    private static String escape(String foreign) {
        return foreign.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
