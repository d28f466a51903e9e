package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Quirk;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DeletionTest {
    private static final Image IMAGE = Images.single(1).layers(10).build();
    private static final Digest DIGEST = Digest.parse(IMAGE.digest());
    private static final Tag TAG = new Tag("1");
    private static final String MANIFESTS = "/v2/prod/app/manifests/.+";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private StrictRegistry registry(Quirk... quirks) {
        return started(StrictRegistry.builder().quirks(quirks));
    }

    private StrictRegistry started(StrictRegistry.Builder builder) {
        StrictRegistry registry = builder.start();
        open.add(registry);
        registry.seed("prod/app", "1", IMAGE);
        registry.tag("prod/app", "2", IMAGE.digest());
        return registry;
    }

    private Repository app(StrictRegistry registry) {
        Registry client = Registry.at(registry.uri().toString())
                .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2)))
                .credentials(Credentials.basic("robot", "secret"))
                .open();
        open.add(0, client);
        return client.repository("prod/app");
    }

    @Test
    void a_tag_goes_and_its_manifest_and_other_tags_stay() {
        StrictRegistry registry = registry();

        assertThat(app(registry).deleteTag(TAG)).isTrue();
        assertThat(registry.tags("prod/app")).containsExactly("2");
        assertThat(registry.manifests("prod/app")).hasSize(1);
    }

    @Test
    void a_manifest_goes_with_all_its_tags() {
        StrictRegistry registry = registry();

        app(registry).deleteManifest(DIGEST);

        assertThat(registry.tags("prod/app")).isEmpty();
        assertThat(registry.manifests("prod/app")).isEmpty();
    }

    @Test
    void what_is_gone_need_not_be_deleted() {
        StrictRegistry registry = registry();
        Repository app = app(registry);
        app.deleteManifest(DIGEST);

        app.deleteManifest(DIGEST);
        assertThat(app.deleteTag(TAG)).isTrue();
    }

    @Test
    void a_lost_answer_is_no_failure() {
        StrictRegistry registry = registry();
        registry.faults().on("DELETE", MANIFESTS).times(1).answerLost();

        assertThat(app(registry).deleteTag(TAG)).isTrue();
        assertThat(registry.tags("prod/app")).containsExactly("2");
    }

    @Test
    void a_registry_that_deletes_no_tags_says_so_and_the_manifest_can_still_go() {
        StrictRegistry registry = registry(Quirk.TAG_DELETE_UNSUPPORTED);
        Repository app = app(registry);

        assertThat(app.deleteTag(TAG)).isFalse();
        assertThat(registry.tags("prod/app")).containsExactly("1", "2");
        app.deleteManifest(DIGEST);
        assertThat(registry.manifests("prod/app")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, UNSUPPORTED", "400, DIGEST_INVALID", "405, UNSUPPORTED", "405, ANY"})
    void ways_to_say_that_tags_are_not_deleted(int status, String code) {
        StrictRegistry registry = registry();
        registry.faults().on("DELETE", MANIFESTS).error(status, code);

        assertThat(app(registry).deleteTag(TAG)).isFalse();
    }

    @Test
    void refused_without_a_reason_a_tag_counts_as_not_deletable() {
        StrictRegistry registry = registry();
        registry.faults().on("DELETE", MANIFESTS).status(400);

        assertThat(app(registry).deleteTag(TAG)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"400, NAME_INVALID", "400, TAG_INVALID", "412, PRECONDITION", "409, CONFLICT"})
    void another_reason_is_a_failure(int status, String code) {
        StrictRegistry registry = registry();
        registry.faults().on("DELETE", MANIFESTS).error(status, code);

        assertThatThrownBy(() -> app(registry).deleteTag(TAG))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(code);
    }

    @Test
    void deleting_that_is_switched_off_is_told_with_the_switch() {
        StrictRegistry registry = registry(Quirk.DELETES_DISABLED);

        assertThat(app(registry).deleteTag(TAG)).isFalse();
        assertThatThrownBy(() -> app(registry).deleteManifest(DIGEST))
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
                    assertThat(failure.hint()).contains("switched off", "REGISTRY_STORAGE_DELETE_ENABLED");
                });
    }

    @Test
    void asks_for_a_token_to_delete_and_no_other_right_to_write() {
        StrictRegistry registry =
                started(StrictRegistry.builder().access(Access.bearer().user("robot", "secret", Rights.ALL)));

        app(registry).deleteManifest(DIGEST);

        assertThat(registry.manifests("prod/app")).isEmpty();
        assertThat(registry.traffic().requests("GET", "/token"))
                .singleElement()
                .satisfies(exchange ->
                        assertThat(exchange.query()).contains("scope=repository%3Aprod%2Fapp%3Adelete%2Cpull&"));
    }

    @Test
    void a_login_that_may_push_but_not_delete_is_told() {
        StrictRegistry registry =
                started(StrictRegistry.builder().access(Access.bearer().user("robot", "secret", Rights.PUSH)));

        assertThatThrownBy(() -> app(registry).deleteTag(TAG))
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
                    assertThat(failure.hint()).contains("permission to delete");
                });
    }
}
