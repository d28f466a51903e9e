package io.registrysync.cli;

import java.util.Map;

/**
 * What libraries log goes to standard error: warnings, and more of our own on request.
 *
 * <p>The HTTP client can log headers and bodies, with passwords in them; it is never allowed to.
 */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    /** Sets the levels. Counts for loggers that are made afterwards. */
    static void configure(int verbosity) {
        Map.of(
                        "defaultLogLevel", "warn",
                        "log.io.registrysync", verbosity == 0 ? "warn" : verbosity == 1 ? "info" : "debug",
                        "log.org.apache.hc", "warn",
                        "log.org.apache.hc.client5.http.headers", "off",
                        "log.org.apache.hc.client5.http.wire", "off",
                        "showThreadName", "false",
                        "showShortLogName", "true",
                        "levelInBrackets", "true")
                .forEach((name, value) -> System.setProperty(PREFIX + name, value));
    }
}
