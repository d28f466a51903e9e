package io.registrysync.registry;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as it goes over the wire.
 *
 * @param headers     without {@code Host} and {@code Content-Length}, which the transport sets
 * @param body        {@code null} for none; then the transport sends {@code Content-Length: 0} where the method expects one
 * @param answerLimit how long the head of the answer may take once the request is out
 */
record Request(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable RequestBody body,
        Duration answerLimit) {}
