package io.registrysync.spring.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;

/** The server, saying much, and what it should not say. */
final class Chatter {
    static final String CANARY = "c4nary7Secret";

    private Chatter() {}

    public static void main(String[] arguments) {
        var server = ServerApplication.start(arguments);
        Logger log = LoggerFactory.getLogger("io.registrysync.chatter");
        MDC.put("where", "https://x.example/?sig=" + CANARY);
        log.info("fetched https://x.example/a?X-Amz-Signature={}", CANARY);
        log.atInfo().addKeyValue("header", "Authorization: " + CANARY).log("with a pair");
        log.warn(
                "failed\n2026 ERROR forged line",
                new IllegalStateException(
                        "password=" + CANARY, new IllegalArgumentException("Set-Cookie: s=" + CANARY)));
        log.debug("told at level debug");
        String filler = "much to say ".repeat(20);
        for (int line = 0; line < 2_000; line++) {
            log.info("line {} {}", line, filler);
        }
        System.exit(SpringApplication.exit(server));
    }
}
