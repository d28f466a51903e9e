package io.registrysync.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The answer to a {@link Request}, its body not yet read. Must be closed; closing early gives up the connection. */
interface Response extends AutoCloseable {
    /** The address that answered, after redirects. */
    URI uri();

    int status();

    /** Values of all headers of this name, in order. */
    List<String> headers(String name);

    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** The {@code Content-Length}, or -1 where it is absent or no number. */
    default long contentLength() {
        return header("Content-Length")
                .filter(value -> value.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    /** The body; empty where there is none. */
    InputStream body();

    /** The whole body, or an exception as soon as it is longer than {@code limit}. */
    default byte[] readBody(int limit) throws IOException {
        long announced = contentLength();
        if (announced > limit) {
            throw new TooLongException(announced, limit);
        }
        byte[] bytes = body().readNBytes(limit);
        if (bytes.length == limit && body().read() >= 0) {
            throw new TooLongException(-1, limit);
        }
        return bytes;
    }

    @Override
    void close();

    /** A body exceeds what is read into memory. */
    final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(long length, int limit) {
            super("answer of " + (length < 0 ? "more than " + limit : Long.toString(length)) + " bytes; at most "
                    + limit + " are read");
        }
    }
}
