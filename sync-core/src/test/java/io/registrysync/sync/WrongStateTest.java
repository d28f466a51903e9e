package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.UPLOADS;
import static io.registrysync.sync.TwoRegistries.successful;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was remembered of another repository is not true any more. */
@Timeout(60)
class WrongStateTest {
    private final TwoRegistries registries = new TwoRegistries();
    private final Image image = Images.single(1).layers(100_000, 200_000).build();

    /** Thinks that a repository has every blob. */
    private static final SyncState WRONG = new SyncState() {
        @Override
        public Optional<String> recall(Topic topic, String key) {
            return topic == Topic.BLOB_HOLDER ? Optional.of("gone/app") : Optional.empty();
        }

        @Override
        public void remember(Topic topic, String key, String value) {}
    };

    @BeforeEach
    void seed() {
        registries.seed("1.0", image);
    }

    @AfterEach
    void close() {
        registries.close();
    }

    private void copy() {
        successful(registries.copyOf("1.0").state(WRONG).run());
        registries.assertCopied("1.0", image);
    }

    @Test
    void a_repository_that_is_gone_costs_nothing() {
        copy();

        assertThat(registries.target().traffic().count("POST", UPLOADS)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"401,UNAUTHORIZED", "403,DENIED", "404,NAME_UNKNOWN"})
    void a_repository_that_is_closed_to_us_is_not_needed(int status, String code) {
        registries
                .target()
                .faults()
                .on("POST", UPLOADS)
                .where(exchange -> exchange.query().contains("from=gone"))
                .always()
                .error(status, code);

        copy();
    }

    @Test
    void what_the_target_has_itself_is_found_all_the_same() {
        registries.target().seed(APP, image.blobs().get(1));
        registries
                .target()
                .faults()
                .on("POST", UPLOADS)
                .where(exchange -> exchange.query().contains("from=gone"))
                .always()
                .error(403, "DENIED");

        copy();

        assertThat(registries
                        .source()
                        .traffic()
                        .count("GET", ".*" + image.blobs().get(1).digest()))
                .isZero();
    }
}
