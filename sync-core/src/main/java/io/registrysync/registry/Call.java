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
 * One thing that is asked of a registry, which may take several requests: redirects, a new token, retries. Immutable;
 * the methods that take something return a changed copy.
 */
final class Call {
    /** Who waits for the answer: can call it off, and hears what goes on meanwhile. */
    record Caller(Cancellation cancellation, Consumer<Notice> notices) {}

    private final String operation;
    private final String name;
    private final String method;
    private final URI uri;
    private final Caller caller;
    private Duration answerLimit;
    private Map<String, String> headers = Map.of();
    private @Nullable RequestBody body;
    private boolean authorized;
    private List<String> scopes = List.of();
    private HostGate.Lane lane = HostGate.Lane.REQUEST;
    private IntPredicate expected = status -> status == 200;
    private BooleanSupplier confirm = () -> false;
    private boolean once;
    private boolean mayFinish;

    private Call(String operation, String name, String method, URI uri, Duration answerLimit, Caller caller) {
        this.operation = operation;
        this.name = name;
        this.method = method;
        this.uri = uri;
        this.answerLimit = answerLimit;
        this.caller = caller;
    }

    /**
     * A call without body and authorization that expects 200.
     *
     * @param operation   for messages, for example {@code push manifest}
     * @param name        for messages, for example {@code registry.example.com/prod/web:1.25.3}
     * @param answerLimit how long the head of an answer may take once the request is out
     */
    static Call of(String operation, String name, String method, URI uri, Duration answerLimit, Caller caller) {
        return new Call(operation, name, method, uri, answerLimit, caller);
    }

    /** The same, asked at another address. */
    Call at(URI address) {
        return copyOf(this, address);
    }

    Call header(String header, String value) {
        Call copy = copyOf(this, uri);
        copy.headers = new LinkedHashMap<>(headers);
        copy.headers.put(header, value);
        return copy;
    }

    Call body(RequestBody newBody) {
        Call copy = copyOf(this, uri);
        copy.body = newBody;
        return copy;
    }

    Call answerWithin(Duration limit) {
        Call copy = copyOf(this, uri);
        copy.answerLimit = limit;
        return copy;
    }

    /** Carries authorization that permits these (distribution, "Token Scope Documentation"). */
    Call scopes(List<String> newScopes) {
        Call copy = copyOf(this, uri);
        copy.authorized = true;
        copy.scopes = newScopes;
        return copy;
    }

    Call lane(HostGate.Lane newLane) {
        Call copy = copyOf(this, uri);
        copy.lane = newLane;
        return copy;
    }

    /** These statuses are answers; every other one is a failure. */
    Call expecting(IntPredicate statuses) {
        Call copy = copyOf(this, uri);
        copy.expected = statuses;
        return copy;
    }

    /** Asked after an unknown outcome, before the request is repeated: has it been done already? */
    Call confirmedBy(BooleanSupplier question) {
        Call copy = copyOf(this, uri);
        copy.confirm = question;
        return copy;
    }

    /** Without another try. */
    Call onlyOnce() {
        Call copy = copyOf(this, uri);
        copy.once = true;
        return copy;
    }

    /** When called off, it gets a last moment instead of being cut at once. */
    Call mayFinish(boolean granted) {
        Call copy = copyOf(this, uri);
        copy.mayFinish = granted;
        return copy;
    }

    private static Call copyOf(Call call, URI address) {
        Call copy = new Call(call.operation, call.name, call.method, address, call.answerLimit, call.caller);
        copy.headers = call.headers;
        copy.body = call.body;
        copy.authorized = call.authorized;
        copy.scopes = call.scopes;
        copy.lane = call.lane;
        copy.expected = call.expected;
        copy.confirm = call.confirm;
        copy.once = call.once;
        copy.mayFinish = call.mayFinish;
        return copy;
    }

    String operation() {
        return operation;
    }

    String name() {
        return name;
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    Caller caller() {
        return caller;
    }

    Duration answerLimit() {
        return answerLimit;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    RequestBody body() {
        return body;
    }

    boolean authorized() {
        return authorized;
    }

    List<String> scopes() {
        return scopes;
    }

    HostGate.Lane lane() {
        return lane;
    }

    IntPredicate expected() {
        return expected;
    }

    BooleanSupplier confirm() {
        return confirm;
    }

    boolean isOnce() {
        return once;
    }

    boolean mayFinish() {
        return mayFinish;
    }

    boolean isRepeatable() {
        return !once && (body == null || body.isRepeatable());
    }
}
