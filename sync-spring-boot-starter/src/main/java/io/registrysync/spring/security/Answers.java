package io.registrysync.spring.security;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/** Refusals in front of the handlers, in the form that {@code Problems} gives all others. */
final class Answers {
    private Answers() {}

    /** Refuses. The texts are ours: nothing of the request is repeated. */
    static void refuse(HttpServletResponse response, HttpStatus status, ProblemCode code, String detail, String hint)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .write("{\"type\":\"about:blank\",\"title\":\"" + status.getReasonPhrase() + "\",\"status\":"
                        + status.value() + ",\"detail\":\"" + detail + "\",\"code\":\"" + code + "\",\"hint\":\"" + hint
                        + "\"}");
    }
}
