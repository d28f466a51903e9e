package io.registrysync.spring.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** What was logged, with all text from outside gone through {@link LogText}: no encoder sees anything else. */
final class CleanEvent implements ILoggingEvent {
    private final ILoggingEvent event;
    private final String message;
    private final @Nullable IThrowableProxy throwable;
    private final Map<String, String> context;
    private final List<KeyValuePair> pairs;

    CleanEvent(ILoggingEvent event) {
        this.event = event;
        this.message = clean(event.getFormattedMessage());
        this.throwable = event.getThrowableProxy() == null ? null : CleanThrowable.of(event.getThrowableProxy());
        this.context = clean(event.getMDCPropertyMap());
        List<KeyValuePair> given = event.getKeyValuePairs();
        this.pairs = given == null
                ? List.of()
                : given.stream()
                        .map(pair -> new KeyValuePair(clean(pair.key), clean(String.valueOf(pair.value))))
                        .toList();
    }

    private static String clean(@Nullable String text) {
        return text == null ? "" : LogText.of(text);
    }

    private static Map<String, String> clean(Map<String, String> values) {
        Map<String, String> clean = new LinkedHashMap<>();
        values.forEach((name, value) -> clean.put(clean(name), clean(value)));
        return clean;
    }

    @Override
    public String getThreadName() {
        return clean(event.getThreadName());
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        return null;
    }

    @Override
    public String getFormattedMessage() {
        return message;
    }

    @Override
    public String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return throwable;
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public @Nullable List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return context;
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return context;
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public Instant getInstant() {
        return event.getInstant();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public List<KeyValuePair> getKeyValuePairs() {
        return pairs;
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
