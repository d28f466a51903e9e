package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Fault;
import io.registrysync.fixture.FaultRule;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StoredManifest;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.fixture.Traffic;
import io.registrysync.registry.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong once, at whichever request: the same run ends with the image complete at the target, nothing
 * left behind and little sent twice.
 */
@Timeout(120)
class FaultTest {
    private static final Image IMAGE = Images.index(
            Images.single(1).layers(120_000, 150_000).build(),
            Images.single(2).platform("linux/arm64/v8").layers(90_000, 100_000).build());
    private static final long SIZE =
            IMAGE.allBlobs().stream().mapToLong(blob -> blob.size()).sum();
    private static final int AT_ONCE = 6;

    private static final Map<Login, Set<Position>> POSITIONS = new ConcurrentHashMap<>();

    /** How a client gets in. */
    enum Login {
        NOBODY_ASKS,
        TOKENS;

        StrictRegistry start(List<Quirk> quirks) {
            Access access =
                    this == NOBODY_ASKS ? Access.none() : Access.bearer().user("robot", "s3cret", Rights.PUSH);
            return StrictRegistry.builder()
                    .quirks(quirks.toArray(Quirk[]::new))
                    .access(access)
                    .start();
        }
    }

    /** Something that goes wrong once. */
    record Breakage(
            String name,
            Predicate<Position> where,
            Duration silence,
            Function<FaultRule, Fault> what,
            List<Quirk> quirks) {
        static Breakage of(String name, Function<FaultRule, Fault> what) {
            return at(position -> true, name, what);
        }

        static Breakage at(Predicate<Position> where, String name, Function<FaultRule, Fault> what) {
            return new Breakage(name, where, Duration.ofSeconds(20), what, List.of());
        }

        static Breakage stall(Predicate<Position> where, String name, Function<FaultRule, Fault> what) {
            return new Breakage(name, where, Duration.ofMillis(300), what, List.of());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Breakage> breakages() {
        Predicate<Position> any = position -> true;
        Predicate<Position> reading = position -> position.startsWith("GET") && !position.isToken();
        Predicate<Position> sending = position -> position.startsWith("PUT");
        List<Breakage> all = new ArrayList<>();
        for (int status : new int[] {408, 429, 500, 502, 503, 504, 507}) {
            all.add(Breakage.of("status " + status, rule -> rule.status(status)));
        }
        all.add(Breakage.of(
                "status 429 with Retry-After in seconds", rule -> rule.status(429, Map.of("Retry-After", "0"))));
        all.add(Breakage.of(
                "status 429 with Retry-After as a date",
                rule -> rule.status(429, Map.of("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"))));
        all.add(Breakage.of(
                "status 503 with a web page",
                rule -> rule.status(503, Map.of("Content-Type", "text/html"), "<html>" + "x".repeat(200_000))));
        all.add(Breakage.of("done but answers 500", rule -> rule.doneButAnswers(500)));
        all.add(Breakage.of("answer lost", FaultRule::answerLost));
        all.add(Breakage.of("reset before the answer", FaultRule::resetBeforeAnswer));
        all.add(Breakage.of("closed before the answer", FaultRule::closeBeforeAnswer));
        all.add(Breakage.at(
                p -> p.startsWith("GET"), "reset within the answer", rule -> rule.resetAfterAnswerBytes(100)));
        all.add(Breakage.at(p -> p.startsWith("GET"), "answer cut short", rule -> rule.closeAfterAnswerBytes(100)));
        all.add(Breakage.at(sending, "reset within the request", rule -> rule.resetAfterRequestBytes(50_000)));
        all.add(Breakage.at(reading, "flipped byte", rule -> rule.flipByte(20)));
        all.add(Breakage.at(reading, "silently shortened", rule -> rule.shortenTo(150)));
        all.add(Breakage.at(reading, "extra bytes", rule -> rule.extraBytes(3)));
        all.add(Breakage.at(sending, "upload forgotten", FaultRule::forgetUpload));
        all.add(Breakage.at(
                p -> p.what().startsWith("POST") && !p.isToken(), "mount that was none", FaultRule::claimMounted));
        all.add(new Breakage(
                "blob that is not there",
                p -> p.startsWith("HEAD") && p.what().contains("/blobs/"),
                Duration.ofSeconds(20),
                rule -> rule.claimPresent(120_000),
                List.of(Quirk.MOUNT_UNSUPPORTED)));
        all.add(Breakage.stall(any, "stall", FaultRule::stall));
        all.add(Breakage.stall(reading, "stall within the answer", rule -> rule.stallAfterAnswerBytes(100)));
        all.add(Breakage.stall(sending, "stall within the request", rule -> rule.stallAfterRequestBytes(50_000)));
        return all;
    }

    static Stream<Arguments> everything() {
        return Stream.concat(
                Stream.of(Login.values())
                        .flatMap(login -> breakages().stream().map(breakage -> Arguments.of(breakage, login))),
                Stream.of(Arguments.of(
                        Breakage.at(position -> !position.isToken(), "tokens revoked", FaultRule::expireTokens),
                        Login.TOKENS)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everything")
    void is_absorbed_wherever_it_happens(Breakage breakage, Login login) {
        List<Position> positions = positions(login, breakage.quirks()).stream()
                .filter(breakage.where())
                .toList();
        assertThat(positions).isNotEmpty();

        List<CompletableFuture<Optional<String>>> runs;
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            runs = positions.stream()
                    .map(position ->
                            CompletableFuture.supplyAsync(() -> wrongAfter(breakage, login, position), threads))
                    .toList();
        } finally {
            threads.shutdown();
        }

        assertThat(runs.stream().flatMap(run -> run.join().stream())).isEmpty();
    }

    /** Every request of a copy in which nothing goes wrong. */
    private static Set<Position> positions(Login login, List<Quirk> quirks) {
        if (!quirks.isEmpty()) {
            return recorded(login, quirks);
        }
        return POSITIONS.computeIfAbsent(login, key -> recorded(key, List.of()));
    }

    private static Set<Position> recorded(Login login, List<Quirk> quirks) {
        try (TwoRegistries registries = started(login, Duration.ofSeconds(20), quirks)) {
            registries.copy("1.0");
            return Position.of(registries);
        }
    }

    private static TwoRegistries started(Login login, Duration silence, List<Quirk> quirks) {
        TwoRegistries registries = new TwoRegistries(
                login.start(List.of()),
                login.start(quirks),
                client -> client.timeout(silence).credentials(Credentials.basic("robot", "s3cret")));
        registries.seed("1.0", IMAGE);
        return registries;
    }

    /** What is not as it should be after a run with one fault, in words that name the position. */
    private static Optional<String> wrongAfter(Breakage breakage, Login login, Position position) {
        try (TwoRegistries registries = started(login, breakage.silence(), breakage.quirks())) {
            StrictRegistry faulty = position.atSource() ? registries.source() : registries.target();
            Fault fault = breakage.what()
                    .apply(faulty.faults()
                            .any()
                            .where(exchange ->
                                    Position.of(position.atSource(), exchange).equals(position)));

            SyncReport report = registries.copyOf("1.0").run();

            List<String> wrong = new ArrayList<>();
            report.failures()
                    .forEach(failed -> wrong.add(failed.failure().orElseThrow().toString()));
            if (fault.hits() == 0) {
                wrong.add("the fault did not happen");
            }
            if (wrong.isEmpty()) {
                wrong.addAll(missing(registries.target(), IMAGE, "1.0"));
            }
            Traffic traffic = registries.target().traffic();
            if (traffic.bytesIn() > SIZE * 3 / 2) {
                wrong.add(traffic.bytesIn() + " bytes sent for " + SIZE);
            }
            int orphans = registries.target().openUploads(APP);
            if (orphans > (isUnknowable(breakage, position) ? 1 : 0)) {
                wrong.add(orphans + " uploads left open");
            }
            return wrong.isEmpty() ? Optional.empty() : Optional.of(position + ": " + wrong);
        } catch (RuntimeException | AssertionError thrown) {
            return Optional.of(position + ": " + thrown);
        }
    }

    /** A session whose only announcement was lost cannot be closed by anybody. */
    private static boolean isUnknowable(Breakage breakage, Position position) {
        return !position.atSource()
                && position.startsWith("POST")
                && Set.of("answer lost", "done but answers 500").contains(breakage.name());
    }

    private static List<String> missing(StrictRegistry registry, Image image, String reference) {
        List<String> missing = new ArrayList<>();
        Optional<StoredManifest> stored = registry.manifest(APP, reference);
        if (stored.isEmpty() || !stored.get().digest().equals(image.digest())) {
            missing.add("manifest " + reference);
        }
        image.blobs().stream()
                .filter(blob -> !registry.hasBlob(APP, blob.digest()))
                .forEach(blob -> missing.add("blob " + blob.digest()));
        image.children().forEach(child -> missing.addAll(missing(registry, child, child.digest())));
        return missing;
    }
}
