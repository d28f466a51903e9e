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
 * @param mayFinish   whether it gets a last moment when it is called off, instead of being cut at once
 */
record Request(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable RequestBody body,
        Duration answerLimit,
        boolean mayFinish) {}
