package io.registrysync.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.StoredManifest;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.Registry;
import io.registrysync.registry.Repository;
import io.registrysync.registry.Retries;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A registry to copy from and one to copy to, with a layout in between. */
final class Bench implements AutoCloseable {
    static final String APP = "library/app";
    static final Retries FAST = new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2));

    private final StrictRegistry source = StrictRegistry.start();
    private final StrictRegistry target = StrictRegistry.start();
    private final Registry from =
            Registry.at(source.uri().toString()).retries(FAST).open();
    private final Registry to =
            Registry.at(target.uri().toString()).retries(FAST).open();

    StrictRegistry source() {
        return source;
    }

    StrictRegistry target() {
        return target;
    }

    Repository from() {
        return from.repository(APP);
    }

    Repository to() {
        return to.repository(APP);
    }

    Image seed(String tag, Image image) {
        return source.seed(APP, tag, image);
    }

    static SyncReport run(Repository from, Repository to, String... tags) {
        return Sync.from(from).tags(tags).to(to).retries(FAST).run();
    }

    static SyncReport copy(Repository from, Repository to, String... tags) {
        SyncReport report = run(from, to, tags);
        assertThat(report.failures()).isEmpty();
        return report;
    }

    /** Everything of the image is at the target, byte for byte and type for type. */
    void assertArrived(String reference, Image image) {
        StoredManifest stored = target.manifest(APP, reference).orElseThrow();
        assertThat(stored.bytes()).isEqualTo(image.bytes());
        assertThat(stored.mediaType()).isEqualTo(image.mediaType());
        image.children().forEach(child -> assertArrived(child.digest(), child));
        image.blobs().stream()
                .filter(blob -> !blob.mediaType().matches(".*(nondistributable|foreign).*"))
                .forEach(blob -> assertThat(
                                target.blob(APP, blob.digest()).orElseThrow().bytes())
                        .isEqualTo(blob.bytes()));
    }

    /** The names of everything beneath a folder. */
    static List<String> tree(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        from.close();
        to.close();
        source.close();
        target.close();
    }
}
