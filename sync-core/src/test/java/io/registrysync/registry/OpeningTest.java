package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Exchange;
import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.MediaType;
import io.registrysync.oci.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first request to a registry, and those that are made at the same time. */
@Timeout(60)
class OpeningTest {
    private static final int CALLERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Tag TAG = new Tag("1");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private StrictRegistry registry(Access access, Quirk... quirks) {
        StrictRegistry registry =
                StrictRegistry.builder().access(access).quirks(quirks).start();
        registry.seed("app", TAG.name(), Images.single(1).layers(10).build());
        open.add(registry);
        return registry;
    }

    private Registry client(StrictRegistry registry, Credentials credentials) {
        Registry client = Registry.at(registry.uri().toString())
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2)))
                .credentials(credentials)
                .open();
        open.add(0, client);
        return client;
    }

    private static Credentials login() {
        return Credentials.basic("robot", "s3cret");
    }

    private static Stream<Access> ways() {
        return Stream.of(
                Access.none(),
                Access.basic().user("robot", "s3cret", Rights.PULL),
                Access.bearer().user("robot", "s3cret", Rights.PULL));
    }

    private static Stream<Access> logins() {
        return ways().skip(1);
    }

    private static <T> List<Waiter<T>> waiting(Supplier<T> call) {
        return Stream.generate(() -> Waiter.waitingIn(call)).limit(CALLERS).toList();
    }

    /** A first request that is not answered before the rule lets it go. */
    private static <T> Waiter<T> begun(Fault held, Supplier<T> call) {
        Waiter<T> first = Waiter.of(call);
        assertThat(held.awaitHeld(1, PATIENCE)).isTrue();
        return first;
    }

    private static long refused(StrictRegistry registry) {
        return registry.traffic().requests().stream()
                .filter(exchange -> exchange.status() == 401)
                .count();
    }

    @ParameterizedTest
    @MethodSource("logins")
    void many_callers_at_once_are_refused_once(Access access) throws ExecutionException {
        StrictRegistry registry = registry(access);
        Repository app = client(registry, login()).repository("app");
        Fault held = registry.faults().on("HEAD", "/v2/.+").stall();

        Waiter<Optional<Descriptor>> first = begun(held, () -> app.resolve(TAG));
        List<Waiter<Optional<Descriptor>>> others = waiting(() -> app.resolve(TAG));
        held.release();

        assertThat(first.result()).isPresent();
        for (Waiter<Optional<Descriptor>> other : others) {
            assertThat(other.result()).isPresent();
        }
        assertThat(refused(registry)).isEqualTo(1);
        assertThat(registry.traffic().count("HEAD", "/v2/.+")).isEqualTo(1 + 1 + CALLERS);
    }

    @Test
    void a_registry_that_lets_everybody_in_gets_no_request_more() throws ExecutionException {
        StrictRegistry registry = registry(Access.none());
        Repository app = client(registry, Credentials.ANONYMOUS).repository("app");
        Fault held = registry.faults().on("HEAD", "/v2/.+").stall();

        Waiter<Optional<Descriptor>> first = begun(held, () -> app.resolve(TAG));
        List<Waiter<Optional<Descriptor>>> others = waiting(() -> app.resolve(TAG));
        held.release();

        first.result();
        for (Waiter<Optional<Descriptor>> other : others) {
            other.result();
        }
        assertThat(registry.traffic().requests())
                .hasSize(1 + CALLERS)
                .extracting(Exchange::status)
                .containsOnly(200);
    }

    @ParameterizedTest
    @MethodSource("logins")
    void callers_without_a_login_are_each_told(Access access) {
        StrictRegistry registry = registry(access);
        Repository app = client(registry, Credentials.ANONYMOUS).repository("app");
        Fault held = registry.faults().on("HEAD", "/v2/.+").stall();

        Waiter<Optional<Descriptor>> first = begun(held, () -> app.resolve(TAG));
        List<Waiter<Optional<Descriptor>>> others = waiting(() -> app.resolve(TAG));
        held.release();

        assertThat(first.failure()).isInstanceOf(RegistryException.class);
        others.forEach(other -> assertThat(other.failure())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(RegistryException.Kind.ACCESS_DENIED)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_first_request_that_fails_lets_all_others_go_at_once(Access access) throws ExecutionException {
        StrictRegistry registry = registry(access);
        Repository app = client(registry, login()).repository("app");
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        registry.faults().on("HEAD", "/v2/.+").runWith(exchange -> {
            arrived.complete(true);
            goOn.join();
        });
        registry.faults().on("HEAD", "/v2/.+").error(400, "UNSUPPORTED");
        Fault held = registry.faults().on("GET", "/v2/.+").times(CALLERS).stall();

        Waiter<Optional<Descriptor>> first = Waiter.of(() -> app.resolve(TAG));
        arrived.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        List<Waiter<Long>> others = waiting(() -> app.tags().count());
        goOn.complete(true);

        assertThat(first.failure()).isInstanceOf(RegistryException.class);
        assertThat(held.awaitHeld(CALLERS, PATIENCE)).isTrue();
        held.release();
        for (Waiter<Long> other : others) {
            assertThat(other.result()).isEqualTo(1);
        }
    }

    @Test
    void a_silent_registry_is_not_waited_for_by_one_after_the_other() {
        StrictRegistry registry = registry(Access.none());
        Registry client = Registry.at(registry.uri().toString())
                .retries(new Retries(0, Duration.ofMillis(1), Duration.ofMillis(1)))
                .timeout(Duration.ofMillis(500))
                .open();
        open.add(0, client);
        Repository app = client.repository("app");
        Fault held = registry.faults().on("HEAD", "/v2/.+").always().stall();

        Waiter<Optional<Descriptor>> first = begun(held, () -> app.resolve(TAG));
        List<Waiter<Optional<Descriptor>>> others = Stream.generate(() -> Waiter.of(() -> app.resolve(TAG)))
                .limit(CALLERS)
                .toList();

        assertThat(held.awaitHeld(1 + CALLERS, PATIENCE)).isTrue();
        assertThat(first.failure()).isInstanceOf(RegistryException.class);
        others.forEach(other -> assertThat(other.failure()).isInstanceOf(RegistryException.class));
    }

    @Test
    void an_answer_that_is_still_being_read_holds_up_nobody() throws IOException {
        StrictRegistry registry = registry(Access.none());
        Repository app = client(registry, Credentials.ANONYMOUS).repository("app");
        Blob layer = Images.single(1).layers(10).build().blobs().get(0);
        Descriptor blob = new Descriptor(new MediaType(layer.mediaType()), Digest.parse(layer.digest()), layer.size());

        try (InputStream content = app.openBlob(blob, 0)) {
            assertThat(app.resolve(TAG)).isPresent();
            assertThat(content.read()).isNotNegative();
        }
    }

    @Test
    void whoever_waits_can_be_called_off() throws ExecutionException {
        StrictRegistry registry = registry(Access.none());
        Repository app = client(registry, Credentials.ANONYMOUS).repository("app");
        Cancellation cancellation = new Cancellation();
        Repository hasty = app.within(cancellation, notice -> {});
        Fault held = registry.faults().on("HEAD", "/v2/.+").stall();
        Waiter<Optional<Descriptor>> first = begun(held, () -> app.resolve(TAG));
        Waiter<Optional<Descriptor>> other = Waiter.waitingIn(() -> hasty.resolve(TAG));
        Waiter<Optional<Descriptor>> interrupted = Waiter.waitingIn(() -> app.resolve(TAG));

        cancellation.cancel();
        interrupted.interrupt();

        assertThat(other.failure()).isInstanceOf(CancellationException.class);
        assertThat(interrupted.failure()).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> hasty.resolve(TAG)).isInstanceOf(CancellationException.class);
        held.release();
        assertThat(first.result()).isPresent();
        assertThat(registry.traffic().count()).isEqualTo(1);
    }

    @Test
    void when_the_first_is_called_off_the_next_one_goes_alone() throws ExecutionException {
        StrictRegistry registry = registry(Access.basic().user("robot", "s3cret", Rights.PULL));
        Repository app = client(registry, login()).repository("app");
        Cancellation cancellation = new Cancellation();
        Repository hasty = app.within(cancellation, notice -> {});
        Fault held = registry.faults().on("HEAD", "/v2/.+").times(2).stall();
        Waiter<Optional<Descriptor>> first = begun(held, () -> hasty.resolve(TAG));
        List<Waiter<Optional<Descriptor>>> others = waiting(() -> app.resolve(TAG));

        cancellation.cancel();

        assertThat(first.failure()).isInstanceOf(CancellationException.class);
        assertThat(held.awaitHeld(2, PATIENCE)).isTrue();
        held.release();
        for (Waiter<Optional<Descriptor>> other : others) {
            assertThat(other.result()).isPresent();
        }
        assertThat(registry.traffic().count("HEAD", "/v2/.+")).isEqualTo(2 + 1 + (CALLERS - 1));
    }

    @Test
    void what_is_asked_to_recognise_a_registry_counts_as_the_first_request() {
        StrictRegistry registry = registry(Access.basic().user("robot", "s3cret", Rights.ALL));

        assertThat(client(registry, login()).repositories()).hasSize(1);

        assertThat(registry.traffic().requests())
                .extracting(exchange -> exchange.status() + " " + exchange.path())
                .containsExactly("401 /v2/", "200 /v2/_catalog");
    }

    @Test
    void a_registry_that_shows_its_catalog_to_strangers_is_not_asked_what_it_is() {
        StrictRegistry registry = registry(Access.none());

        assertThat(client(registry, Credentials.ANONYMOUS).repositories()).hasSize(1);

        assertThat(registry.traffic().requests())
                .extracting(exchange -> exchange.status() + " " + exchange.path())
                .containsExactly("200 /v2/_catalog");
    }

    @Test
    void a_registry_that_answers_heads_of_strangers_is_not_asked_what_it_is() {
        StrictRegistry registry = registry(Access.none());
        Registry client = client(registry, Credentials.ANONYMOUS);
        client.repository("app").resolve(new Tag("missing"));
        registry.traffic().reset();

        assertThat(client.hasProject("x")).isEmpty();

        assertThat(registry.traffic().count()).isZero();
    }
}
