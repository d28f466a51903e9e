package io.registrysync.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.registry.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the registries of a file are opened. */
class ResolvedRegistriesTest extends ResolvedSyncFixture {
    @Test
    void syncs_with_equal_limits_share_a_registry() {
        Registries opened = registries();
        Limits slow = new Limits(
                Optional.empty(),
                Optional.of(1024L),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(5)));

        assertThat(opened.named("src", Limits.NONE)).isSameAs(opened.named("src", Limits.NONE));
        assertThat(opened.named("src", slow)).isNotSameAs(opened.named("src", Limits.NONE));
    }

    @Test
    void a_registry_whose_password_is_missing_says_which() {
        String text = "registries: {src: {url: 'http://127.0.0.1:1', username: me, password: '${TOKEN}'}}\n";
        SyncFile file = SyncFile.parse("f", text, Map.of("TOKEN", "x"));
        try (FileRegistries opened =
                new FileRegistries(file.registries(), folder, Map.of(), Registry::at, warning -> {})) {
            assertThatThrownBy(() -> opened.named("src", Limits.NONE))
                    .hasMessageContainingAll("registry \"src\"", "TOKEN");
        }
    }
}
