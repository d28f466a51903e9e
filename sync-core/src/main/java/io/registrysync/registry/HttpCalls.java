package io.registrysync.registry;

import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that sends HTTP. Each call passes the same stations: authorization, gate, attempt, redirects, error,
 * retry.
 *
 * <p>Owns the retries of everything that can be repeated. A streamed upload cannot; its failure is thrown as
 * {@linkplain RegistryException#isPassing() passing}, and whoever owns the stream decides.
 */
final class HttpCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_NEW_TOKENS = 2;
    private static final Set<Integer> PASSING_STATUSES =
            Set.of(408, 425, 429, 499, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524);
    /** Longer than this a call does not wait because a registry asked for it. */
    private static final Duration LONGEST_REQUESTED_PAUSE = Duration.ofMinutes(15);

    private final Origin registry;
    private final Transport transport;
    private final HostGate gate;
    private final Retries retries;
    private final InstantSource clock;
    private final Authorizer authorizer;
    private final Opening opening = new Opening();
    /** Whether the registry has let us in at least once. */
    private volatile boolean welcomed;
    /** Whether it has answered a HEAD that came without authorization. */
    private volatile boolean answersStrangers;
    /** What the registry has last said of it. */
    private volatile @Nullable Quota quota;

    HttpCalls(
            Origin registry,
            Transport transport,
            HostGate gate,
            Retries retries,
            InstantSource clock,
            Authorizer.Settings authorization) {
        this.registry = registry;
        this.transport = transport;
        this.gate = gate;
        this.retries = retries;
        this.clock = clock;
        this.authorizer = new Authorizer(registry, authorization, this, clock);
    }

    /**
     * Makes a call.
     *
     * @return an answer with an expected status; the caller closes it, which frees the slot
     * @throws RegistryException where it failed for good
     */
    Response send(Call call) {
        int failures = 0;
        while (true) {
            RegistryException failure;
            try {
                return attempt(call);
            } catch (PassingFailure passing) {
                failure = passing.exception;
                failures++;
                // For everybody, and also where this call ends here: whoever goes on has to wait.
                passing.pause.ifPresent(gate::pause);
                if (!call.isRepeatable() || failures > allowedFailures(passing)) {
                    throw failure;
                }
                announce(call, passing, failures);
                if (passing.pause.isEmpty()) {
                    call.caller().cancellation().pause(retries.pause(failures));
                }
            }
            if (failure.status() != 429 && isDone(call)) {
                return new Done(call.uri());
            }
        }
    }

    private static boolean isDone(Call call) {
        try {
            return call.confirm().getAsBoolean();
        } catch (RegistryException failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            // What cannot be looked up is done again.
            return false;
        }
    }

    /** Makes a call and reads its answer; where the answer breaks off, both are done again. */
    <T> T read(Call call, Reader<T> reader) {
        for (int failures = 1; ; failures++) {
            try (Response response = send(call)) {
                return reader.read(response);
            } catch (Response.TooLongException tooLong) {
                throw RegistryException.invalid(call.operation(), call.name(), String.valueOf(tooLong.getMessage()));
            } catch (IOException broken) {
                if (failures > retries.limit()) {
                    throw new RegistryException(
                            Kind.UNAVAILABLE,
                            call.operation(),
                            call.name(),
                            describe(broken),
                            0,
                            List.of(),
                            true,
                            broken);
                }
                call.caller().cancellation().pause(retries.pause(failures));
            }
        }
    }

    /** Reads an answer completely. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Response response) throws IOException;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    /** Whether the registry has shown that it answers a HEAD below {@code /v2/} without wanting to know who asks. */
    boolean answersStrangers() {
        return answersStrangers;
    }

    /** What the registry has last said of how much it lets us have. */
    Optional<Quota> quota() {
        return Optional.ofNullable(quota);
    }

    @Override
    public void close() {
        transport.close();
    }

    private int allowedFailures(PassingFailure failure) {
        return failure.once ? Math.min(1, retries.limit()) : retries.limit();
    }

    /** One attempt, with as many new tokens as make sense. */
    private Response attempt(Call call) throws PassingFailure {
        for (int rejections = 0; ; rejections++) {
            boolean mayLearn = rejections < MAX_NEW_TOKENS;
            // A body that comes from elsewhere may take long to send, and wait for others of these calls.
            boolean streamed = call.body() != null && !call.body().isRepeatable();
            Optional<Response> answer = !call.authorized() || streamed
                    ? request(call, mayLearn)
                    : opening.pass(call.caller().cancellation(), () -> request(call, mayLearn));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    /** One request; empty where it was refused and the next one carries something better. */
    private Optional<Response> request(Call call, boolean mayLearn) throws PassingFailure {
        if (call.isOnce() && gate.isClosedFor(call.answerLimit())) {
            throw RegistryException.of(
                    Kind.RATE_LIMITED, call.operation(), call.name(), "the registry wants a longer pause", null);
        }
        Optional<Authorizer.Authorization> authorization =
                call.authorized() ? authorizer.authorization(call.scopes(), call.caller()) : Optional.empty();
        HostGate.Permit permit = gate.enter(call.lane(), call.caller().cancellation());
        Response response = null;
        boolean handedOver = false;
        try {
            response = exchange(call, authorization);
            boolean refused = response.status() == 401 && call.authorized() && isRegistry(response.uri());
            if (call.expected().test(response.status())) {
                if (refused) {
                    authorizer.learn(challenges(response), response.uri(), authorization, call.scopes());
                } else {
                    noteWelcome(call, authorization);
                }
                handedOver = true;
                return Optional.of(new Permitted(response, permit));
            }
            if (!refused) {
                throw failure(call, response);
            }
            List<Challenge> challenges = challenges(response);
            if (!mayLearn || !authorizer.learn(challenges, response.uri(), authorization, call.scopes())) {
                throw denied(call, response, challenges, authorization);
            }
            if (!call.isRepeatable()) {
                throw new PassingFailure(exception(call, Kind.UNAVAILABLE, "the token expired", response, true));
            }
            return Optional.empty();
        } catch (IOException broken) {
            throw failure(call, broken);
        } finally {
            if (!handedOver) {
                closeBoth(response, permit);
            }
        }
    }

    private static List<Challenge> challenges(Response response) {
        return Challenge.parse(response.headers("WWW-Authenticate"));
    }

    private void noteWelcome(Call call, Optional<Authorizer.Authorization> shown) {
        if (call.authorized()) {
            welcomed = true;
            answersStrangers |= shown.isEmpty() && call.method().equals("HEAD");
        }
    }

    private static void closeBoth(@Nullable Response response, HostGate.Permit permit) {
        if (response != null) {
            response.close();
        }
        permit.close();
    }

    /** Sends the request and follows redirects, with credentials for their own origin only. */
    private Response exchange(Call call, Optional<Authorizer.Authorization> authorization) throws IOException {
        URI uri = call.uri();
        for (int hops = 0; ; hops++) {
            Map<String, String> headers = new LinkedHashMap<>(call.headers());
            headers.put("Accept-Encoding", "identity");
            if (!Origin.of(uri).equals(Origin.of(call.uri()))) {
                // What a call brings along is meant for a token server, and for no other.
                headers.remove("Authorization");
            }
            if (authorization.isPresent() && isRegistry(uri)) {
                headers.put("Authorization", authorization.get().header());
            }
            Request request =
                    new Request(call.method(), uri, headers, call.body(), call.answerLimit(), call.mayFinish());
            Response response = transport.send(request, call.caller().cancellation());
            LOG.debug("{} {} -> {}", call.method(), Redaction.address(uri), response.status());
            reportWarnings(call, response);
            if (isRegistry(uri)) {
                Quota.of(response, clock.instant()).ifPresent(said -> quota = said);
            }
            if (!isRedirect(call, response.status())) {
                return response;
            }
            try (response) {
                uri = redirected(call, uri, response, hops);
                requireHarmless(call, uri);
            }
        }
    }

    private boolean isRegistry(URI uri) {
        return Origin.of(uri).equals(registry);
    }

    private static boolean isRedirect(Call call, int status) {
        if (call.expected().test(status)) {
            return false;
        }
        boolean reading = call.method().equals("GET") || call.method().equals("HEAD");
        return reading
                ? status == 301 || status == 302 || status == 303 || status == 307 || status == 308
                : (status == 307 || status == 308) && call.isRepeatable();
    }

    private static URI redirected(Call call, URI from, Response response, int hops) {
        String location = response.header("Location")
                .orElseThrow(() -> RegistryException.invalid(
                        call.operation(), call.name(), "a redirect (" + response.status() + ") without Location"));
        if (hops == MAX_REDIRECTS) {
            throw RegistryException.invalid(call.operation(), call.name(), "more than " + MAX_REDIRECTS + " redirects");
        }
        return Locations.resolve(call.operation(), call.name(), from, location);
    }

    /** The form that is sent to a token server holds the credentials themselves. */
    private static void requireHarmless(Call call, URI uri) {
        boolean carriesForm = call.method().equals("POST") && call.body() != null;
        if (carriesForm && !Origin.of(uri).equals(Origin.of(call.uri()))) {
            throw RegistryException.invalid(
                    call.operation(), call.name(), "a redirect would send the credentials to " + Origin.of(uri));
        }
    }

    private static void reportWarnings(Call call, Response response) {
        for (String warning : response.headers("Warning")) {
            if (warning.startsWith("299 - ")) {
                String text = ForeignText.clean(warning.substring(6), 300);
                call.caller()
                        .notices()
                        .accept(new Notice(
                                Notice.Kind.WARNING, Origin.of(response.uri()).authority(), text, Duration.ZERO));
            }
        }
    }

    // ---- failures -------------------------------------------------------------------------------------------------

    private PassingFailure failure(Call call, Response response) {
        int status = response.status();
        Optional<Duration> requested = requestedPause(response);
        if (requested.isPresent() && requested.get().compareTo(LONGEST_REQUESTED_PAUSE) > 0) {
            throw exception(
                    call,
                    Kind.RATE_LIMITED,
                    "the registry asks to come back at "
                            + clock.instant().plus(requested.get()).truncatedTo(ChronoUnit.SECONDS),
                    response,
                    true);
        }
        boolean passing = PASSING_STATUSES.contains(status);
        Kind kind = switch (status) {
            case 401, 403 -> Kind.ACCESS_DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.RATE_LIMITED;
            default -> passing ? Kind.UNAVAILABLE : status >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
        RegistryException exception = exception(call, kind, describe(status), response, passing);
        if (!passing) {
            throw exception;
        }
        boolean forEverybody = status == 429 || requested.isPresent();
        Optional<Duration> pause =
                forEverybody ? Optional.of(requested.orElseGet(() -> retries.pause(3))) : Optional.empty();
        return new PassingFailure(exception, pause, false);
    }

    private static PassingFailure failure(Call call, IOException broken) {
        if (broken instanceof Response.TooLongException) {
            throw RegistryException.invalid(call.operation(), call.name(), String.valueOf(broken.getMessage()));
        }
        // A silent host costs a whole time limit with each try; an unknown one may be a resolver's bad moment, once.
        boolean once = broken instanceof SocketTimeoutException || broken instanceof UnknownHostException;
        RegistryException exception = new RegistryException(
                Kind.UNAVAILABLE,
                call.operation(),
                call.name(),
                describe(broken),
                0,
                List.of(),
                !isFinal(broken),
                broken);
        if (isFinal(broken)) {
            throw exception;
        }
        return new PassingFailure(exception, Optional.empty(), once);
    }

    /** What trying again does not change: a certificate, a name that is not allowed. */
    private static boolean isFinal(IOException broken) {
        String text = String.valueOf(broken.getMessage());
        return (broken instanceof SSLException && !isBrokenOff(broken))
                || (broken instanceof UnknownHostException && text.startsWith("refused to call"));
    }

    private static boolean isBrokenOff(IOException broken) {
        String text = String.valueOf(broken.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("reset")
                || text.contains("closed")
                || text.contains("broken pipe")
                || text.contains("terminated")
                || text.contains("eof");
    }

    private static String describe(IOException broken) {
        String text = ForeignText.clean(String.valueOf(broken.getMessage()), 200);
        if (broken instanceof UnknownHostException && !text.startsWith("refused")) {
            return "unknown host " + text.replaceFirst(":.*", "");
        }
        if (broken instanceof ConnectException || text.startsWith("Connect to")) {
            return "cannot connect: " + text.replaceFirst("^Connect to .* failed: ", "");
        }
        if (text.contains("PKIX path")) {
            return "TLS: the registry's certificate is not from an authority that is trusted here";
        }
        return broken instanceof SSLException ? "TLS: " + text : text;
    }

    private static String describe(int status) {
        return switch (status) {
            case 403 -> "permission denied";
            case 404 -> "not found";
            case 429 -> "too many requests";
            case 507 -> "the registry's storage is full";
            default -> "status " + status;
        };
    }

    /**
     * A 401 that a new token does not help against. From a registry that has let us in before it is a surprise, and
     * worth one more try.
     */
    private PassingFailure denied(
            Call call, Response response, List<Challenge> challenges, Optional<Authorizer.Authorization> shown) {
        boolean anonymous = authorizer.credentials() instanceof Credentials.Anonymous;
        String reason;
        if (anonymous) {
            reason = challenges.isEmpty()
                    ? "the registry wants a login but does not say which kind (no WWW-Authenticate)"
                    : "the registry needs a login";
        } else {
            // A token server that gave a token has accepted the password.
            boolean known = shown.isPresent() && shown.get().token() != null;
            reason = known ? "the login does not permit this" : "the login was refused";
        }
        boolean explained = challenges.stream()
                .anyMatch(challenge -> challenge.parameter("error").isPresent());
        boolean surprising = welcomed && !explained;
        RegistryException exception = exception(call, Kind.ACCESS_DENIED, reason, response, surprising);
        if (!surprising) {
            throw exception;
        }
        return new PassingFailure(exception, Optional.empty(), true);
    }

    private static RegistryException exception(
            Call call, Kind kind, String reason, Response response, boolean passing) {
        List<RegistryError> errors = ErrorBody.read(response);
        StringBuilder text = new StringBuilder(reason);
        for (RegistryError error : errors.subList(0, Math.min(2, errors.size()))) {
            text.append(": ")
                    .append(error.code().isEmpty() ? "" : error.code() + " ")
                    .append(error.message());
        }
        return new RegistryException(
                kind, call.operation(), call.name(), text.toString().strip(), response.status(), errors, passing, null);
    }

    /** {@code Retry-After}, in seconds or as a date (RFC 9110, section 10.2.3). */
    private Optional<Duration> requestedPause(Response response) {
        return response.header("Retry-After").flatMap(value -> {
            if (value.matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            try {
                Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration pause = Duration.between(clock.instant(), until);
                return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
            } catch (DateTimeParseException malformed) {
                return Optional.empty();
            }
        });
    }

    private static void announce(Call call, PassingFailure passing, int failures) {
        Notice.Kind kind = passing.pause.isPresent() ? Notice.Kind.RATE_LIMIT : Notice.Kind.RETRY;
        String text = passing.exception.getMessage() + " (try " + (failures + 1) + ")";
        LOG.debug("{}", text);
        call.caller()
                .notices()
                .accept(new Notice(kind, Origin.of(call.uri()).authority(), text, passing.pause.orElse(Duration.ZERO)));
    }

    /**
     * A failure after which trying again makes sense.
     *
     * <p>{@code pause} is one that the registry asked for. {@code once}: a second failure of the same kind is final,
     * because each costs a whole time limit or is hardly going to change.
     */
    private static final class PassingFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final RegistryException exception;
        private final transient Optional<Duration> pause;
        private final boolean once;

        PassingFailure(RegistryException exception) {
            this(exception, Optional.empty(), false);
        }

        PassingFailure(RegistryException exception, Optional<Duration> pause, boolean once) {
            super(exception);
            this.exception = exception;
            this.pause = pause;
            this.once = once;
        }
    }

    /** An answer that gives its slot back when closed. */
    private record Permitted(Response response, HostGate.Permit permit) implements Response {
        @Override
        public URI uri() {
            return response.uri();
        }

        @Override
        public int status() {
            return response.status();
        }

        @Override
        public List<String> headers(String name) {
            return response.headers(name);
        }

        @Override
        public InputStream body() {
            return response.body();
        }

        @Override
        public void close() {
            closeBoth(response, permit);
        }
    }

    /** Stands for the answer that got lost, once the registry has confirmed that the request was done. */
    private record Done(URI uri) implements Response {
        @Override
        public int status() {
            return 201;
        }

        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public InputStream body() {
            return InputStream.nullInputStream();
        }

        @Override
        public void close() {}
    }
}
