package io.registrysync.spring.server;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.springframework.boot.logging.logback.StructuredLogEncoder;

/**
 * The one way of a message into a log, whatever its format: it writes what {@link CleanEvent} leaves. Logback makes it from
 * {@code logback.xml}.
 */
public final class LogEncoder extends EncoderBase<ILoggingEvent> {
    /** Of what is for the person in front of the console, word for word, and for no file. */
    static final String CONSOLE_ONLY = "CONSOLE_ONLY";

    private String pattern = "%m%n";
    private String format = "";
    private boolean console;
    private @Nullable Encoder<ILoggingEvent> encoder;

    /** For Logback. */
    public LogEncoder() {}

    /** How plain text looks. */
    public void setPattern(String newPattern) {
        this.pattern = newPattern;
    }

    /** {@code plain}, {@code json}, or one of Spring Boot's: {@code ecs}, {@code logstash}, {@code gelf}. */
    public void setFormat(String newFormat) {
        this.format = newFormat.strip();
    }

    /** Whether it writes to the console. */
    public void setConsole(boolean isConsole) {
        this.console = isConsole;
    }

    @Override
    public void start() {
        Encoder<ILoggingEvent> chosen;
        if (format.isEmpty() || format.equals("plain")) {
            PatternLayoutEncoder plain = new PatternLayoutEncoder();
            plain.setPattern(pattern);
            plain.setCharset(StandardCharsets.UTF_8);
            chosen = plain;
        } else {
            StructuredLogEncoder structured = new StructuredLogEncoder();
            structured.setFormat(format.equals("json") ? "logstash" : format);
            structured.setCharset(StandardCharsets.UTF_8);
            chosen = structured;
        }
        chosen.setContext(getContext());
        chosen.start();
        encoder = chosen;
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Encoder<ILoggingEvent> started = Objects.requireNonNull(encoder, "not started");
        if (isForTheConsole(event)) {
            return console ? started.encode(event) : new byte[0];
        }
        return started.encode(new CleanEvent(event));
    }

    private static boolean isForTheConsole(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        return markers != null && markers.stream().anyMatch(marker -> marker.contains(CONSOLE_ONLY));
    }

    @Override
    public byte @Nullable [] headerBytes() {
        return null;
    }

    @Override
    public byte @Nullable [] footerBytes() {
        return null;
    }
}
