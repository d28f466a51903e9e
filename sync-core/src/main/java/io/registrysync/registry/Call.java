package io.registrysync.registry;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is asked of a registry, which may take several requests: redirects, a new token, retries.
 *
 * @param operation for messages, for example {@code push manifest}
 * @param name      for messages, for example {@code registry.example.com/prod/web:1.25.3}
 * @param authorized whether the call carries the registry's authorization
 * @param scopes    what a token must permit (distribution, "Token Scope Documentation")
 * @param expected  which statuses are answers; every other one is a failure
 * @param confirm   asked after an unknown outcome, before the request is repeated: has it been done already?
 */
record Call(
        String operation,
        String name,
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable RequestBody body,
        Duration answerLimit,
        boolean authorized,
        List<String> scopes,
        HostGate.Lane lane,
        IntPredicate expected,
        BooleanSupplier confirm,
        Caller caller) {

    /** Who waits for the answer: can call it off, and hears what goes on meanwhile. */
    record Caller(Cancellation cancellation, Consumer<Notice> notices) {}

    /** A call without body that expects 200. */
    static Call of(String operation, String name, String method, URI uri, Duration answerLimit, Caller caller) {
        return new Call(
                operation,
                name,
                method,
                uri,
                Map.of(),
                null,
                answerLimit,
                false,
                List.of(),
                HostGate.Lane.REQUEST,
                status -> status == 200,
                () -> false,
                caller);
    }

    Call header(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(
                operation,
                name,
                method,
                uri,
                more,
                body,
                answerLimit,
                authorized,
                scopes,
                lane,
                expected,
                confirm,
                caller);
    }

    Call body(RequestBody newBody) {
        return new Call(
                operation,
                name,
                method,
                uri,
                headers,
                newBody,
                answerLimit,
                authorized,
                scopes,
                lane,
                expected,
                confirm,
                caller);
    }

    Call answerWithin(Duration limit) {
        return new Call(
                operation,
                name,
                method,
                uri,
                headers,
                body,
                limit,
                authorized,
                scopes,
                lane,
                expected,
                confirm,
                caller);
    }

    /** Carries authorization that permits these. */
    Call scopes(List<String> newScopes) {
        return new Call(
                operation,
                name,
                method,
                uri,
                headers,
                body,
                answerLimit,
                true,
                newScopes,
                lane,
                expected,
                confirm,
                caller);
    }

    Call lane(HostGate.Lane newLane) {
        return new Call(
                operation,
                name,
                method,
                uri,
                headers,
                body,
                answerLimit,
                authorized,
                scopes,
                newLane,
                expected,
                confirm,
                caller);
    }

    Call expecting(IntPredicate statuses) {
        return new Call(
                operation,
                name,
                method,
                uri,
                headers,
                body,
                answerLimit,
                authorized,
                scopes,
                lane,
                statuses,
                confirm,
                caller);
    }

    Call confirmedBy(BooleanSupplier question) {
        return new Call(
                operation,
                name,
                method,
                uri,
                headers,
                body,
                answerLimit,
                authorized,
                scopes,
                lane,
                expected,
                question,
                caller);
    }

    boolean isRepeatable() {
        return body == null || body.isRepeatable();
    }
}
