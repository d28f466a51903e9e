package io.registrysync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Blob;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.StoredManifest;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.Registry;
import io.registrysync.registry.Retries;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A source and a target, both strict, and a client of each whose pauses are too short to notice. */
final class TwoRegistries implements AutoCloseable {
    /** The repository that tests use unless they need more of them. */
    static final String APP = "library/app";

    static final Retries FAST = new Retries(5, Duration.ofMillis(1), Duration.ofMillis(2));
    static final String BLOBS = "/v2/.+/blobs/sha.+";
    static final String MANIFESTS = "/v2/.+/manifests/.+";
    static final String UPLOADS = "/v2/.+/blobs/uploads/.*";
    /** The requests that carry the content of a blob to a session. */
    static final String SESSIONS = "/v2/.+/blobs/uploads/.+";

    private final StrictRegistry source;
    private final StrictRegistry target;
    private final Registry from;
    private final Registry to;

    TwoRegistries() {
        this(StrictRegistry.start(), StrictRegistry.start());
    }

    TwoRegistries(StrictRegistry source, StrictRegistry target) {
        this(source, target, UnaryOperator.identity());
    }

    TwoRegistries(StrictRegistry source, StrictRegistry target, UnaryOperator<Registry.Builder> settings) {
        this.source = source;
        this.target = target;
        this.from = client(source, settings);
        this.to = client(target, settings);
    }

    static Registry client(StrictRegistry registry) {
        return client(registry, UnaryOperator.identity());
    }

    static Registry client(StrictRegistry registry, UnaryOperator<Registry.Builder> settings) {
        return settings.apply(Registry.at(registry.uri().toString()).retries(FAST))
                .open();
    }

    StrictRegistry source() {
        return source;
    }

    StrictRegistry target() {
        return target;
    }

    Registry from() {
        return from;
    }

    Registry to() {
        return to;
    }

    /** Stores an image at the source. */
    Image seed(String tag, Image image) {
        return source.seed(APP, tag, image);
    }

    /** A copy of these tags, under the same name. */
    Sync copyOf(String... tags) {
        return Sync.from(from.repository(APP)).tags(tags).to(to.repository(APP)).retries(FAST);
    }

    /** Copies these tags and expects that it works. */
    SyncReport copy(String... tags) {
        return successful(copyOf(tags).run());
    }

    static SyncReport successful(SyncReport report) {
        assertThat(report.failures()).isEmpty();
        assertThat(report.isSuccess()).isTrue();
        return report;
    }

    /** The one failure of a run. */
    static Failure failure(SyncReport report) {
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0).failure().orElseThrow();
    }

    void assertCopied(String reference, Image image) {
        assertHolds(target, APP, reference, image);
    }

    /** Everything of the image is there, byte for byte and type for type. */
    static void assertHolds(StrictRegistry registry, String repository, String reference, Image image) {
        StoredManifest stored = registry.manifest(repository, reference).orElseThrow();
        assertThat(stored.bytes()).isEqualTo(image.bytes());
        assertThat(stored.mediaType()).isEqualTo(image.mediaType());
        image.children().forEach(child -> assertHolds(registry, repository, child.digest(), child));
        image.blobs().forEach(blob -> assertHolds(registry, repository, blob));
    }

    private static void assertHolds(StrictRegistry registry, String repository, Blob blob) {
        if (isDistributable(blob)) {
            assertThat(registry.blob(repository, blob.digest()).orElseThrow().bytes())
                    .isEqualTo(blob.bytes());
        }
    }

    static boolean isDistributable(Blob blob) {
        return !blob.mediaType().contains("nondistributable")
                && !blob.mediaType().contains("foreign");
    }

    @Override
    public void close() {
        from.close();
        to.close();
        source.close();
        target.close();
    }
}
