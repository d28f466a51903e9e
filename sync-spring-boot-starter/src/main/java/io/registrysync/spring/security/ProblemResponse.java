package io.registrysync.spring.security;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Says to programs what went wrong in the form of all our answers, where the container would show a page: what the host
 * shows people is no answer to a program, and may be HTML.
 */
final class ProblemResponse extends HttpServletResponseWrapper {
    ProblemResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendError(int status) throws IOException {
        sendError(status, null);
    }

    /** The message is not for callers: it may repeat what they sent. */
    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        resetBuffer();
        HttpStatus known = Optional.ofNullable(HttpStatus.resolve(status)).orElse(HttpStatus.INTERNAL_SERVER_ERROR);
        String reason = known.getReasonPhrase().toLowerCase(Locale.ROOT);
        Answers.refuse((HttpServletResponse) getResponse(), known, ProblemCode.of(known), reason, "");
    }
}
