package io.registrysync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.Credentials;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways to a token (distribution, "Token Authentication Specification" and "OAuth2 Token Authentication"). */
@Timeout(60)
class TokenTest {
    private static final String TOKENS = "/token.*";

    private static Access robot() {
        return Access.bearer().user("robot", "canary", Rights.PUSH);
    }

    @Test
    void an_identity_token_is_changed_into_access_tokens_by_post() {
        try (StrictRegistry target = StrictRegistry.builder().access(robot()).start()) {
            copies(target, registry -> Credentials.identityToken(registry.identityToken("robot")));

            assertThat(target.tokenTraffic().requests("POST", TOKENS)).isNotEmpty();
            assertThat(target.tokenTraffic().requests("GET", TOKENS)).isEmpty();
        }
    }

    @Test
    void a_password_goes_by_post_where_the_token_server_does_not_know_get() {
        try (StrictRegistry target = StrictRegistry.builder().access(robot()).start()) {
            target.faults().on("GET", TOKENS).always().status(404);

            copies(target, registry -> Credentials.basic("robot", "canary"));

            assertThat(target.tokenTraffic().requests("POST", TOKENS)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Access.TokenField.class)
    void the_token_is_found_under_either_name(Access.TokenField field) {
        Access access = robot().tokenField(field);
        try (StrictRegistry target = StrictRegistry.builder().access(access).start()) {
            copies(target, registry -> Credentials.basic("robot", "canary"));
        }
    }

    @Test
    void a_token_without_a_word_on_its_life_is_used() {
        Access access = robot().silentAboutLife();
        try (StrictRegistry target = StrictRegistry.builder().access(access).start()) {
            copies(target, registry -> Credentials.basic("robot", "canary"));
        }
    }

    private static void copies(StrictRegistry target, Function<StrictRegistry, Credentials> login) {
        try (StrictRegistry source = StrictRegistry.start();
                TwoRegistries registries = new TwoRegistries(
                        source,
                        target,
                        builder -> builder.credentials(host ->
                                host.name().equals(target.host()) ? login.apply(target) : Credentials.ANONYMOUS))) {
            Image image =
                    registries.seed("1", Images.single(1).layers(1000, 2000).build());
            assertThat(registries.copy("1").failures()).isEmpty();
            registries.assertCopied("1", image);
        }
    }
}
