package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is called off ends at once, leaves nothing behind, and can be done again. */
@Timeout(60)
class CancelTest {
    private static final Image OLD = Images.single(9).layers(10).build();
    private static final Image IMAGE = Images.index(
            Images.single(1).layers(120_000, 150_000).build(),
            Images.single(2).platform("linux/arm64/v8").layers(90_000).build());
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TwoRegistries registries = new TwoRegistries();
    private final StrictRegistry source = registries.source();
    private final StrictRegistry target = registries.target();

    @BeforeEach
    void seed() {
        registries.seed("latest", IMAGE);
        target.seed(APP, "latest", OLD);
    }

    @AfterEach
    void close() {
        registries.close();
    }

    private static SyncReport ended(SyncRun run) {
        return CompletableFuture.supplyAsync(run::await)
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void assertCleanlyCancelled(SyncReport report) {
        assertThat(report.cancelled()).isTrue();
        assertThat(report.isSuccess()).isFalse();
        assertThat(report.failures()).isEmpty();
        registries.assertCopied("latest", OLD);
        assertThat(target.openUploads(APP)).isZero();
        assertNoThreadsAreLeft();
    }

    /** Watchdogs belong to registries, which are still open. */
    private static void assertNoThreadsAreLeft() {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("registry-sync-"))
                .filter(thread -> !thread.getName().endsWith("-watchdog"))
                .forEach(thread -> {
                    try {
                        thread.join(SOON.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
                });
    }

    static Stream<Position> positions() {
        try (TwoRegistries clean = new TwoRegistries()) {
            clean.seed("latest", IMAGE);
            clean.target().seed(APP, "latest", OLD);
            clean.copy("latest");
            Set<Position> positions = Position.of(clean);
            assertThat(positions).hasSizeGreaterThan(20);
            return positions.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("positions")
    void a_run_can_be_called_off_at_every_request(Position position) {
        CompletableFuture<SyncRun> running = new CompletableFuture<>();
        StrictRegistry at = position.atSource() ? source : target;
        Fault cancel =
                at.faults().any().where(position::is).run(() -> running.join().cancel());
        SyncRun run = registries.copyOf("latest").start();
        running.complete(run);

        SyncReport report = ended(run);

        assertThat(cancel.hits()).isEqualTo(1);
        boolean tagIsWritten = position.what().equals("PUT /v2/" + APP + "/manifests/latest");
        if (!tagIsWritten) {
            assertCleanlyCancelled(report);
        } else {
            // Too late: the registry has got it all and decides. It is one or the other.
            assertThat(target.manifest(APP, "latest").orElseThrow().digest()).isIn(OLD.digest(), IMAGE.digest());
        }
        registries.copy("latest");
        registries.assertCopied("latest", IMAGE);
        assertThat(target.openUploads(APP)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_run_can_be_called_off_while_a_registry_stalls(boolean atSource) {
        Fault stall = atSource
                ? source.faults().on("GET", BLOBS).always().stallAfterAnswerBytes(1000)
                : target.faults().on("PUT", SESSIONS).always().stallAfterRequestBytes(1000);
        SyncRun run = registries.copyOf("latest").start();
        assertThat(stall.awaitHeld(1, SOON)).isTrue();

        run.cancel();

        assertCleanlyCancelled(ended(run));
    }

    @Test
    void a_run_can_be_called_off_before_anything_was_answered() {
        Fault stall = source.faults().any().always().stall();
        SyncRun run = registries.copyOf("latest").start();
        assertThat(stall.awaitHeld(1, SOON)).isTrue();

        run.cancel();

        assertCleanlyCancelled(ended(run));
    }

    @Test
    void a_run_can_be_called_off_while_the_source_wants_a_pause() {
        Fault pause = source.faults().on("GET", MANIFESTS).always().status(429, Map.of("Retry-After", "600"));
        SyncRun run = registries.copyOf("latest").start();
        assertThat(pause.awaitHits(1, SOON)).isTrue();

        run.cancel();

        assertCleanlyCancelled(ended(run));
    }

    @Test
    void a_run_can_be_called_off_while_the_target_wants_a_pause_and_uploads_are_open() {
        Fault stall = source.faults().on("GET", BLOBS).always().stallAfterAnswerBytes(1000);
        SyncRun run = registries.copyOf("latest").concurrency(2).start();
        assertThat(stall.awaitHeld(2, SOON)).isTrue();
        Fault pause = target.faults().on("HEAD", MANIFESTS).always().status(429, Map.of("Retry-After", "600"));
        SyncRun other = registries.copyOf("latest").start();
        assertThat(pause.awaitHits(1, SOON)).isTrue();

        run.cancel();
        other.cancel();

        // The sessions may have to stay: the registry does not want to hear of them now.
        assertThat(ended(run).cancelled()).isTrue();
        assertThat(ended(other).cancelled()).isTrue();
        registries.assertCopied("latest", OLD);
        assertNoThreadsAreLeft();
    }

    @Test
    void a_run_can_be_called_off_while_it_is_throttled() {
        Fault get = source.faults().on("GET", BLOBS).always().delay(Duration.ZERO);
        SyncRun run = registries.copyOf("latest").bandwidth(100).start();
        assertThat(get.awaitHits(1, SOON)).isTrue();

        run.cancel();

        assertCleanlyCancelled(ended(run));
    }

    @Test
    void interrupting_the_thread_that_waits_calls_the_run_off() throws InterruptedException {
        Fault stall = source.faults().on("GET", BLOBS).always().stall();
        SyncRun run = registries.copyOf("latest").start();
        assertThat(stall.awaitHeld(1, SOON)).isTrue();
        AtomicBoolean interruptedStill = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
            interruptedStill.set(Thread.currentThread().isInterrupted());
        });
        waiting.start();

        waiting.interrupt();
        waiting.join(SOON.toMillis());

        assertThat(interruptedStill).isTrue();
        assertCleanlyCancelled(ended(run));
    }

    @Test
    void calling_off_twice_or_after_the_end_changes_nothing() {
        SyncRun run = registries.copyOf("latest").start();
        SyncReport report = ended(run);

        run.cancel();
        run.cancel();

        assertThat(run.await()).isEqualTo(report);
        assertThat(report.isSuccess()).isTrue();
        registries.assertCopied("latest", IMAGE);
    }
}
