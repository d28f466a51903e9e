package io.registrysync.spring.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks at what callers send before any handler does: bodies are JSON and no longer than a call may have, whether the sender
 * says how long they are or not, and no text is one that nothing behind can hold.
 */
final class InputFilter extends OncePerRequestFilter {
    private static final int MIB = 1 << 20;
    private static final int PIECE = 8 << 10;
    private static final int MOST = MIB;
    /** What is exported with many tasks is longer than any other body, and must come back in. */
    private static final int MOST_OF_IMPORT = 16 * MIB;
    /** Of somebody who has not signed in yet, and of whom there may be many. */
    private static final int MOST_OF_STRANGER = 64 << 10;

    private final OwnPaths paths;
    private final String importPath;

    /** Makes one; {@code importPath} is where sync files are imported. */
    InputFilter(OwnPaths paths, String importPath) {
        this.paths = paths;
        this.importPath = importPath;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!paths.isCall(request)) {
            chain.doFilter(request, response);
        } else if (Set.of("GET", "HEAD").contains(request.getMethod())) {
            pass(request, response, chain, Optional.empty());
        } else {
            readAndPass(request, response, chain);
        }
    }

    private void readAndPass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int most = most(request);
        Optional<byte[]> content = request.getContentLengthLong() > most ? Optional.empty() : read(request, most);
        if (content.isEmpty()) {
            refuse(response, most);
        } else if (content.get().length > 0 && !isJson(request)) {
            Answers.refuse(
                    response,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    ProblemCode.CONTENT_TYPE,
                    "the body is not said to be JSON",
                    "send it with Content-Type: application/json");
        } else {
            pass(new BufferedRequest(request, content.get()), response, chain, TextWall.trouble(content.get()));
        }
    }

    private static void pass(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Optional<String> inBody)
            throws ServletException, IOException {
        Optional<String> trouble = inBody.or(() -> inParameters(request));
        if (trouble.isEmpty()) {
            chain.doFilter(request, response);
        } else {
            Answers.refuse(
                    response,
                    HttpStatus.BAD_REQUEST,
                    ProblemCode.TEXT,
                    trouble.get() + ": the text is not one of whole characters, or has the character 0",
                    "send UTF-8");
        }
    }

    private static Optional<String> inParameters(HttpServletRequest request) {
        try {
            return TextWall.trouble(request.getParameterMap());
        } catch (IllegalStateException undecodable) {
            return Optional.of("the query");
        }
    }

    private static boolean isJson(HttpServletRequest request) {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals("application/json");
    }

    private int most(HttpServletRequest request) {
        if (Identity.known().isEmpty()) {
            return MOST_OF_STRANGER;
        }
        return OwnPaths.path(request).value().equals(importPath) ? MOST_OF_IMPORT : MOST;
    }

    private static Optional<byte[]> read(HttpServletRequest request, int most) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        // readNBytes ends with a read of no bytes, in which Tomcat waits for more.
        for (int left = most + 1; left > 0; ) {
            int length = request.getInputStream().read(piece, 0, Math.min(left, piece.length));
            if (length < 0) {
                return Optional.of(content.toByteArray());
            }
            content.write(piece, 0, length);
            left -= length;
        }
        return Optional.empty();
    }

    private static void refuse(HttpServletResponse response, int most) throws IOException {
        // Nobody is going to read the rest.
        response.setHeader(HttpHeaders.CONNECTION, "close");
        Answers.refuse(
                response,
                HttpStatus.CONTENT_TOO_LARGE,
                ProblemCode.BODY_TOO_LARGE,
                "the body is larger than " + (most < MIB ? (most >> 10) + " KiB" : most / MIB + " MiB"),
                most == MOST_OF_IMPORT
                        ? "divide the file"
                        : "send less at once; a sync file that is imported may have 16 MiB");
        response.flushBuffer();
    }
}
