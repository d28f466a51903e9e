package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Exchange;
import io.registrysync.fixture.Fault;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Registry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many things at once, within their limits, and told in order. */
@Timeout(60)
class ConcurrencyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LIMIT = 3;

    private static String[] seeded(TwoRegistries registries, int count) {
        String[] tags =
                IntStream.range(0, count).mapToObj(number -> "1." + number).toArray(String[]::new);
        for (int i = 0; i < count; i++) {
            registries.seed(tags[i], Images.single(i).layers(1000 + i, 2000 + i).build());
        }
        return tags;
    }

    // ---- limits ---------------------------------------------------------------------------------------------------

    /** Small blobs are not counted: their time is the round trip. */
    private static final long LARGE = 1_100_000;

    private static Set<String> seededLarge(TwoRegistries registries, int count) {
        Set<String> layers = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Image image = registries.seed(
                    "large-" + i, Images.single(100 + i).layers(LARGE).build());
            layers.add(image.blobs().get(1).digest());
        }
        return layers;
    }

    /** Lets a test see how many transfers of layers are under way at one registry, and holds the first of them. */
    private static final class Observed {
        private final Predicate<Exchange> isTransfer;
        private final AtomicInteger peak = new AtomicInteger();
        private final Fault stall;

        Observed(StrictRegistry registry, String method, Set<String> layers, int held) {
            isTransfer = exchange -> exchange.method().equals(method)
                    && layers.stream().anyMatch(layer -> exchange.target().contains(layer));
            registry.faults()
                    .any()
                    .where(isTransfer)
                    .always()
                    .runWith(exchange -> peak.accumulateAndGet(
                            registry.traffic()
                                    .requests(other -> isTransfer.test(other) && other.status() == 0)
                                    .size(),
                            Math::max));
            stall = registry.faults().any().where(isTransfer).times(held).stall();
        }
    }

    private static final String[] LARGE_TAGS =
            IntStream.range(0, 8).mapToObj(number -> "large-" + number).toArray(String[]::new);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void no_more_blobs_are_under_way_than_the_registry_permits_and_small_requests_pass(boolean atSource) {
        try (TwoRegistries registries = new TwoRegistries(
                StrictRegistry.start(), StrictRegistry.start(), client -> client.concurrency(LIMIT))) {
            Set<String> layers = seededLarge(registries, LARGE_TAGS.length);
            Observed observed = new Observed(
                    atSource ? registries.source() : registries.target(), atSource ? "GET" : "PUT", layers, LIMIT);
            Registry client = atSource ? registries.from() : registries.to();

            SyncRun run = registries.copyOf(LARGE_TAGS).concurrency(16).start();
            assertThat(observed.stall.awaitHeld(LIMIT, SOON)).isTrue();
            assertThat(client.repository(APP).resolve(new Tag("absent"))).isEmpty();
            observed.stall.release();

            successful(run.await());
            assertThat(observed.peak).hasValue(LIMIT);
        }
    }

    @Test
    void no_more_blobs_are_under_way_than_the_run_permits() {
        try (TwoRegistries registries = new TwoRegistries()) {
            Set<String> layers = seededLarge(registries, LARGE_TAGS.length);
            Observed observed = new Observed(registries.source(), "GET", layers, 2);

            SyncRun run = registries.copyOf(LARGE_TAGS).concurrency(2).start();
            assertThat(observed.stall.awaitHeld(2, SOON)).isTrue();
            observed.stall.release();

            successful(run.await());
            assertThat(observed.peak).hasValue(2);
        }
    }

    @Test
    void bytes_are_paid_for_by_waiting() {
        AtomicLong clock = new AtomicLong();
        Throttle throttle = new Throttle(1000, clock::get);

        assertThat(throttle.nanosToWait(1000)).isEqualTo(seconds(1));
        assertThat(throttle.nanosToWait(500)).isEqualTo(seconds(1.5));
        clock.set(seconds(1.5));
        assertThat(throttle.nanosToWait(100)).isEqualTo(seconds(0.1));
        // A long silence buys a quarter of a second, no more.
        clock.set(seconds(100));
        assertThat(throttle.nanosToWait(250)).isLessThanOrEqualTo(0);
        assertThat(throttle.nanosToWait(1000)).isEqualTo(seconds(1));
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }

    @Test
    void a_run_with_a_bandwidth_takes_as_long_as_its_bytes_cost() {
        try (TwoRegistries registries = new TwoRegistries()) {
            Image image =
                    registries.seed("1.0", Images.single(1).layers(100_000).build());
            long before = System.nanoTime();

            successful(registries.copyOf("1.0").bandwidth(100_000).run());

            // A quarter of a second is free, and so is what the last bytes cost.
            assertThat(System.nanoTime() - before).isGreaterThan(seconds(0.25));
            registries.assertCopied("1.0", image);
        }
    }

    // ---- events ---------------------------------------------------------------------------------------------------

    private static void assertComplete(List<SyncEvent> events, int images) {
        assertThat(events.get(0)).isInstanceOf(SyncEvent.RunStarted.class);
        assertThat(events.get(events.size() - 1)).isInstanceOf(SyncEvent.RunFinished.class);
        assertThat(events).filteredOn(SyncEvent.RunFinished.class::isInstance).hasSize(1);
        assertThat(events.stream()
                        .filter(SyncEvent.ImageDone.class::isInstance)
                        .map(event -> ((SyncEvent.ImageDone) event).result().image()))
                .hasSize(images)
                .doesNotHaveDuplicates();
        assertThat(events.stream()
                        .filter(SyncEvent.ImageStarted.class::isInstance)
                        .map(event -> ((SyncEvent.ImageStarted) event).image()))
                .hasSize(images)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_listener_that_throws_hears_everything_and_harms_nobody() {
        try (TwoRegistries registries = new TwoRegistries()) {
            String[] tags = seeded(registries, 5);
            List<SyncEvent> heard = new CopyOnWriteArrayList<>();
            List<SyncEvent> heardBeside = new CopyOnWriteArrayList<>();

            successful(registries
                    .copyOf(tags)
                    .andTo(registries.to().repository("second"))
                    .listener(event -> {
                        heard.add(event);
                        if (event instanceof SyncEvent.RunStarted || event instanceof SyncEvent.RunFinished) {
                            throw new IllegalStateException("a listener of the test, on purpose");
                        }
                    })
                    .listener(heardBeside::add)
                    .run());

            assertComplete(heard, 10);
            assertThat(heardBeside).isEqualTo(heard);
        }
    }

    @Test
    void a_listener_that_takes_its_time_does_not_hold_up_the_copy() {
        try (TwoRegistries registries = new TwoRegistries()) {
            String[] tags = seeded(registries, 20);
            List<SyncEvent> heard = new CopyOnWriteArrayList<>();
            CountDownLatch everythingIsThere = new CountDownLatch(1);
            registries.target().faults().on("PUT", ".*/manifests/.*").after(19).run(everythingIsThere::countDown);

            successful(registries
                    .copyOf(tags)
                    .listener(event -> {
                        heard.add(event);
                        awaited(everythingIsThere);
                    })
                    .run());

            assertThat(everythingIsThere.getCount()).isZero();
            assertComplete(heard, 20);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void an_image_tells_its_story_in_order() {
        try (TwoRegistries registries = new TwoRegistries()) {
            Image image = registries.seed("1.0", Images.multiPlatform(1, "linux/amd64", "linux/arm64/v8"));
            List<SyncEvent> heard = new CopyOnWriteArrayList<>();

            successful(registries.copyOf("1.0").listener(heard::add).run());

            List<SyncEvent> story = heard.stream()
                    .filter(event -> !(event instanceof SyncEvent.Progressed))
                    .toList();
            assertThat(story.get(1)).isInstanceOf(SyncEvent.RepositoryStarted.class);
            assertThat(story.get(2)).isInstanceOf(SyncEvent.ImageStarted.class);
            assertThat(story.get(3))
                    .isInstanceOfSatisfying(
                            SyncEvent.PlatformsFound.class,
                            found -> assertThat(found.platforms())
                                    .extracting(Object::toString)
                                    .containsExactly("linux/amd64", "linux/arm64"));
            assertThat(story)
                    .filteredOn(SyncEvent.BlobDone.class::isInstance)
                    .hasSize(image.allBlobs().size());
            assertThat(story.stream()
                            .filter(SyncEvent.ManifestDone.class::isInstance)
                            .map(event ->
                                    ((SyncEvent.ManifestDone) event).digest().toString()))
                    .hasSize(3)
                    .last()
                    .isEqualTo(image.digest());
            assertThat(story.get(story.size() - 3)).isInstanceOf(SyncEvent.ImageDone.class);
            assertThat(story.get(story.size() - 2)).isInstanceOf(SyncEvent.RepositoryDone.class);
        }
    }

    @Test
    void tells_which_blob_failed_and_why() {
        try (TwoRegistries registries = new TwoRegistries()) {
            registries.seed("1.0", Images.single(1).layers(1000).build());
            registries
                    .target()
                    .faults()
                    .on("POST", TwoRegistries.UPLOADS)
                    .always()
                    .error(403, "DENIED");
            List<SyncEvent> heard = new CopyOnWriteArrayList<>();

            registries.copyOf("1.0").listener(heard::add).run();

            assertThat(heard)
                    .filteredOn(SyncEvent.BlobFailed.class::isInstance)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(((SyncEvent.BlobFailed) event).failure())
                            .asString()
                            .startsWith("target: start upload")
                            .contains("permission denied"));
        }
    }

    @Test
    void progress_ends_with_all_bytes_counted() {
        try (TwoRegistries registries = new TwoRegistries()) {
            Image image =
                    registries.seed("1.0", Images.single(1).layers(100_000, 5).build());
            registries.target().seed(APP, image.blobs().get(2));

            SyncProgress progress = registries.copy("1.0").progress();

            long size = image.blobs().stream().mapToLong(blob -> blob.size()).sum();
            assertThat(progress.bytes()).isEqualTo(new SyncProgress.Bytes(size, size - 5, 5));
            assertThat(progress.blobs()).isEqualTo(new SyncProgress.Blobs(3, 2, 1, 0));
            assertThat(progress.images()).isEqualTo(new SyncProgress.Images(1, 1, 0, 0, 0));
            assertThat(progress.active()).isEmpty();
        }
    }

    // ---- threads --------------------------------------------------------------------------------------------------

    @Test
    void a_small_pool_of_the_caller_is_enough_and_stays_open() {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try (TwoRegistries registries = new TwoRegistries()) {
            String[] tags = seeded(registries, 20);

            successful(registries
                    .copyOf(tags)
                    .andTo(registries.to().repository("second"))
                    .executor(two)
                    .run());

            assertThat(registries.target().tags(APP)).hasSize(20);
            assertThat(registries.target().tags("second")).hasSize(20);
            assertThat(two.isShutdown()).isFalse();
        } finally {
            two.shutdown();
        }
    }

    @Test
    void two_runs_at_once_do_not_disturb_each_other() {
        try (TwoRegistries registries = new TwoRegistries()) {
            String[] tags = seeded(registries, 10);

            SyncRun first = registries.copyOf(tags).start();
            SyncRun second = registries.copyOf(tags).start();

            successful(first.await());
            successful(second.await());
            assertThat(registries.target().tags(APP)).hasSize(10);
            assertThat(registries.target().openUploads(APP)).isZero();
        }
    }

    // ---- several targets ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"down", "denies", "breaks off", "breaks off at the manifest"})
    void of_three_targets_only_the_one_that_fails_fails(String how) {
        try (TwoRegistries registries = new TwoRegistries();
                StrictRegistry third = StrictRegistry.start();
                StrictRegistry fourth = StrictRegistry.start();
                Registry toThird = TwoRegistries.client(third);
                Registry toFourth = TwoRegistries.client(fourth)) {
            Image image = registries.seed(
                    "1.0", Images.single(1).layers(1_000_000, 10).build());
            switch (how) {
                case "down" -> third.goDown();
                case "denies" -> third.faults().on("POST", ".*").always().error(403, "DENIED");
                case "breaks off" -> third.faults().on("PUT", SESSIONS).always().resetAfterRequestBytes(1000);
                default -> third.faults().on("PUT", ".*/manifests/.*").always().resetBeforeAnswer();
            }

            SyncReport report = registries
                    .copyOf("1.0")
                    .andTo(toThird.repository(APP))
                    .andTo(toFourth.repository(APP))
                    .run();

            registries.assertCopied("1.0", image);
            TwoRegistries.assertHolds(fourth, APP, "1.0", image);
            Failure failure = TwoRegistries.failure(report);
            assertThat(failure.side()).isEqualTo(Side.TARGET);
            assertThat(report.failures().get(0).image().target()).startsWith(third.host());
            assertThat(report.results()).hasSize(3);
            assertThat(report.isSuccess()).isFalse();
        }
    }
}
