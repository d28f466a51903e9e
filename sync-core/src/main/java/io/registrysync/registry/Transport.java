package io.registrysync.registry;

import java.io.IOException;

/**
 * Sends one request and returns the head of its answer: no redirects, no retries, no credentials of its own, no
 * decompression, no cookies. The seam behind which the HTTP library hides.
 */
interface Transport extends AutoCloseable {
    /**
     * Blocks until the head of the answer is there. A stall, in either direction and also while the body is read later,
     * ends with an {@link IOException} after the transport's limits; a thrown {@code cancellation} cuts the connection
     * at once.
     */
    Response send(Request request, Cancellation cancellation) throws IOException;

    @Override
    void close();
}
