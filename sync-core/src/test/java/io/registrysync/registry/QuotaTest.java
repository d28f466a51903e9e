package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Tag;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry says of how much it lets us have. */
@Timeout(60)
class QuotaTest {
    private static final String MANIFESTS = "/v2/app/manifests/.+";

    private final StrictRegistry source = StrictRegistry.start();
    private final Registry registry = Registry.at(source.uri().toString()).open();

    @BeforeEach
    void seed() {
        source.seed("app", "1.0", Images.single(1).layers(10).build());
    }

    @AfterEach
    void close() {
        registry.close();
        source.close();
    }

    private void pull() {
        registry.repository("app").manifest(new Tag("1.0"));
    }

    private void says(String limit, String remaining) {
        source.faults()
                .on("GET", MANIFESTS)
                .setHeaders(Map.of("ratelimit-limit", limit, "ratelimit-remaining", remaining));
    }

    @Test
    void nothing_is_known_of_a_registry_that_says_nothing() {
        pull();

        assertThat(registry.quota()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100;w=21600, 76;w=21600, 21600", "100, 76, 0", "100;w=60, 76, 60", "100 ; w = 60, 76, 60"})
    void is_what_came_with_an_answer(String limit, String remaining, long seconds) {
        says(limit, remaining);

        pull();

        assertThat(registry.quota()).hasValueSatisfying(quota -> {
            assertThat(quota.limit()).isEqualTo(100);
            assertThat(quota.remaining()).isEqualTo(76);
            assertThat(quota.window()).isEqualTo(Duration.ofSeconds(seconds));
        });
    }

    @Test
    void the_latest_counts_and_an_answer_without_it_takes_nothing_back() {
        says("100", "76");
        pull();
        says("100", "75");
        pull();
        pull();

        assertThat(registry.quota()).map(Quota::remaining).hasValue(75L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "1e3", "99999999999999999999", "5;w=99999999999", ";w=5"})
    void what_is_no_number_is_no_quota(String remaining) {
        says("100", remaining);

        pull();

        assertThat(registry.quota()).isEmpty();
    }

    @Test
    void a_refusal_tells_it_too() {
        source.faults()
                .on("GET", MANIFESTS)
                .status(404, Map.of("RateLimit-Limit", "100;w=21600", "RateLimit-Remaining", "0;w=21600"));

        assertThat(catchThrowable(this::pull)).isInstanceOf(RegistryException.class);

        assertThat(registry.quota()).map(Quota::remaining).hasValue(0L);
    }
}
