package io.registrysync.sync;

import static io.registrysync.sync.TwoRegistries.APP;
import static io.registrysync.sync.TwoRegistries.BLOBS;
import static io.registrysync.sync.TwoRegistries.FAST;
import static io.registrysync.sync.TwoRegistries.MANIFESTS;
import static io.registrysync.sync.TwoRegistries.SESSIONS;
import static io.registrysync.sync.TwoRegistries.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Certificates;
import io.registrysync.fixture.Credential;
import io.registrysync.fixture.Image;
import io.registrysync.fixture.Images;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.Sink;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.registry.Credentials;
import io.registrysync.registry.Registry;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a registry points, no credential goes beyond it and its token server. */
@Timeout(60)
class CredentialLeakTest {
    static final String PASSWORD = "canary-password-4711";
    private static final Image IMAGE = Images.single(1).layers(1000, 2000).build();

    private final Sink sink = Sink.start();

    @AfterEach
    void close() {
        sink.close();
    }

    /** The sink under another host name than registries have; its port differs anyway. */
    private URI underAnotherName(String pathAndQuery) {
        return URI.create("http://localhost:" + sink.uri().getPort() + pathAndQuery);
    }

    private enum Login {
        PASSWORD,
        TOKEN,
        IDENTITY;

        Access access() {
            return (this == PASSWORD ? Access.basic() : Access.bearer())
                    .user("robot", CredentialLeakTest.PASSWORD, Rights.ALL);
        }

        Registry open(StrictRegistry registry) {
            Credentials credentials = this == IDENTITY
                    ? Credentials.identityToken(registry.identityToken("robot"))
                    : Credentials.basic("robot", CredentialLeakTest.PASSWORD);
            return TwoRegistries.client(registry, client -> client.credentials(credentials));
        }
    }

    /** Where a registry can send its client, on the source or target side. */
    static Stream<Arguments> routes() {
        return Stream.of(Login.values())
                .flatMap(login -> Stream.of(
                                "manifest get",
                                "manifest head",
                                "blob get",
                                "blob head",
                                "tags link",
                                "upload location",
                                "upload post",
                                "upload put",
                                "upload status",
                                "manifest put")
                        .flatMap(route ->
                                Stream.of(true, false).map(otherName -> Arguments.of(route, login, otherName))));
    }

    @ParameterizedTest(name = "{0}, {1}, other name: {2}")
    @MethodSource("routes")
    void a_foreign_place_hears_no_credential(String route, Login login, boolean otherName) {
        sink.faults()
                .on("GET", "/basic.*")
                .always()
                .status(
                        401,
                        Map.of(
                                "WWW-Authenticate",
                                "Basic realm=\"mine\", Bearer realm=\"" + sink.uri("/token") + "\""));
        URI foreign = otherName ? underAnotherName("/basic/place?x=1") : sink.uri("/basic/place?x=1");
        try (StrictRegistry source =
                        StrictRegistry.builder().access(login.access()).start();
                StrictRegistry target =
                        StrictRegistry.builder().access(login.access()).start();
                Registry from = login.open(source);
                Registry to = login.open(target)) {
            source.seed(APP, "1.0", IMAGE);
            point(route, source, target, foreign);

            Sync.from(from.repository(APP))
                    .allTags()
                    .to(to.repository(APP))
                    .retries(FAST)
                    .run();

            // A foreign page of tags is not asked for, and a streamed body cannot be sent to a second place.
            boolean isFollowed = !route.equals("tags link") && !route.equals("upload put");
            assertThat(sink.traffic().count() > 0).isEqualTo(isFollowed);
            assertHeardNothing(source, target);
        }
    }

    private static void point(String route, StrictRegistry source, StrictRegistry target, URI foreign) {
        switch (route) {
            case "manifest get" -> source.faults().on("GET", MANIFESTS).always().redirect(307, foreign);
            case "manifest head" ->
                source.faults().on("HEAD", MANIFESTS).always().redirect(302, foreign);
            case "blob get" -> source.faults().on("GET", BLOBS).always().redirect(307, foreign);
            case "blob head" -> {
                target.faults().on("POST", UPLOADS).always().status(405);
                target.faults().on("HEAD", BLOBS).always().redirect(307, foreign);
            }
            case "tags link" ->
                source.faults().on("GET", ".*/tags/list").setHeader("Link", "<" + foreign + ">; rel=\"next\"");
            case "upload location" ->
                target.faults().on("POST", UPLOADS).always().setHeader("Location", foreign.toString());
            case "upload post" -> target.faults().on("POST", UPLOADS).always().redirect(307, foreign);
            case "upload put" -> target.faults().on("PUT", SESSIONS).always().redirect(307, foreign);
            case "upload status" -> {
                target.faults().on("PUT", SESSIONS).always().status(503);
                target.faults().on("GET", SESSIONS).always().redirect(307, foreign);
            }
            default -> target.faults().on("PUT", MANIFESTS).always().redirect(308, foreign);
        }
    }

    /** Neither what was configured nor what the registries' token servers have made of it. */
    private void assertHeardNothing(StrictRegistry... registries) {
        assertThat(sink.traffic().saw(PASSWORD)).isFalse();
        assertThat(sink.traffic().credentials()).isEmpty();
        for (StrictRegistry registry : registries) {
            for (Credential credential : registry.traffic().credentials()) {
                String secret = credential.value().substring(credential.value().indexOf(' ') + 1);
                assertThat(sink.traffic().saw(secret)).as(credential.carrier()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_token_server_on_another_host_hears_nothing_unless_it_was_named(boolean named) {
        sink.faults().on("*", "/token.*").always().status(200, Map.of(), "{\"token\":\"from-the-sink\"}");
        Access access = Login.TOKEN.access().realm(underAnotherName("/token"));
        try (StrictRegistry source = StrictRegistry.builder().access(access).start();
                TwoRegistries registries = new TwoRegistries(source, StrictRegistry.start(), client -> {
                    client.credentials(Credentials.basic("robot", PASSWORD));
                    return named ? client.tokenServer("LOCALHOST") : client;
                })) {
            registries.seed("1.0", IMAGE);

            Failure failure = TwoRegistries.failure(registries.copyOf("1.0").run());

            assertThat(failure.cause().kind()).isEqualTo(Kind.ACCESS_DENIED);
            assertThat(sink.traffic().saw(PASSWORD)).isEqualTo(named);
            if (!named) {
                assertThat(sink.traffic().count()).isZero();
                assertThat(failure.cause()).hasMessageContaining("another host, http://localhost:");
                assertThat(failure.cause().hint()).contains("token-server");
            }
        }
    }

    @Test
    void an_identity_token_does_not_follow_a_realm_to_another_host() {
        Access access = Login.IDENTITY.access().realm(underAnotherName("/token"));
        try (StrictRegistry source = StrictRegistry.builder().access(access).start();
                Registry from = Login.IDENTITY.open(source)) {
            TwoRegistries.failure(Sync.from(from.repository(APP))
                    .tags("1.0")
                    .to(from.repository("other"))
                    .run());

            assertThat(sink.traffic().count()).isZero();
        }
    }

    @Test
    void without_credentials_any_token_server_may_be_asked() {
        sink.faults().on("GET", "/token.*").always().status(200, Map.of(), "{\"token\":\"from-the-sink\"}");
        Access access = Access.bearer().realm(underAnotherName("/token"));
        try (TwoRegistries registries =
                new TwoRegistries(StrictRegistry.builder().access(access).start(), StrictRegistry.start())) {
            TwoRegistries.failure(registries.copyOf("1.0").run());

            assertThat(sink.traffic().count("GET", "/token")).isPositive();
            assertThat(sink.traffic().credentials()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_token_server_that_redirects_passes_nothing_on(int status) {
        for (Login login : List.of(Login.TOKEN, Login.IDENTITY)) {
            try (StrictRegistry source =
                            StrictRegistry.builder().access(login.access()).start();
                    Registry from = login.open(source)) {
                source.seed(APP, "1.0", IMAGE);
                source.faults().on("*", "/token").always().redirectTo(status, exchange -> underAnotherName("/steal"));

                TwoRegistries.failure(Sync.from(from.repository(APP))
                        .tags("1.0")
                        .to(from.repository("other"))
                        .run());

                assertHeardNothing(source);
            }
        }
    }

    @Test
    void blobs_that_lie_in_a_foreign_store_are_read_without_authorization() {
        Access access = Login.TOKEN.access();
        try (TwoRegistries registries = new TwoRegistries(
                StrictRegistry.builder().access(access).blobsFrom(sink).start(),
                StrictRegistry.start(),
                client -> client.credentials(Credentials.basic("robot", PASSWORD)))) {
            registries.seed("1.0", IMAGE);

            registries.copy("1.0");

            registries.assertCopied("1.0", IMAGE);
            assertHeardNothing(registries.source());
        }
    }

    @Test
    void signatures_of_a_foreign_store_are_in_no_message() {
        try (TwoRegistries registries =
                new TwoRegistries(StrictRegistry.builder().blobsFrom(sink).start(), StrictRegistry.start())) {
            registries.seed("1.0", IMAGE);
            sink.faults().any().always().status(500);

            SyncReport report = registries.copyOf("1.0").run();

            assertThat(report.failures()).hasSize(1);
            assertThat(sink.traffic().saw("X-Amz-Signature")).isTrue();
            assertThat(report.toString()).doesNotContain("c2lnbmVk", "X-Amz-Signature");
        }
    }

    @Test
    void a_registry_with_tls_cannot_lead_to_a_place_without(@TempDir Path folder) throws IOException {
        Path authority = Files.writeString(folder.resolve("ca.pem"), Certificates.caPem());
        try (TwoRegistries registries = new TwoRegistries(
                StrictRegistry.builder().tls().access(Login.PASSWORD.access()).start(),
                StrictRegistry.builder().tls().access(Login.PASSWORD.access()).start(),
                client -> client.authority(authority).credentials(Credentials.basic("robot", PASSWORD)))) {
            registries.seed("1.0", IMAGE);
            registries.source().faults().on("GET", BLOBS).always().redirect(307, sink.uri("/x"));

            Failure failure = TwoRegistries.failure(registries.copyOf("1.0").run());

            assertThat(failure.cause().kind()).isEqualTo(Kind.INVALID_CONTENT);
            assertThat(failure.cause()).hasMessageContaining("from https to http");
            assertThat(sink.traffic().count()).isZero();
        }
    }

    // ---- what is written down -------------------------------------------------------------------------------------

    @Test
    void nothing_that_can_be_printed_holds_a_secret() {
        Access access = Login.TOKEN.access();
        Credentials credentials = Credentials.basic("robot", PASSWORD);
        try (TwoRegistries registries = new TwoRegistries(
                StrictRegistry.builder().access(access).start(),
                StrictRegistry.builder()
                        .access(Access.bearer().user("robot", PASSWORD, Rights.PULL))
                        .start(),
                client -> client.credentials(credentials))) {
            registries.seed("1.0", IMAGE);
            Sync sync = registries.copyOf("1.0");
            SyncReport report = sync.run();
            Failure failure = TwoRegistries.failure(report);

            assertThat(failure.cause().kind()).isEqualTo(Kind.ACCESS_DENIED);
            assertThat(Stream.of(
                                    credentials,
                                    Credentials.identityToken(PASSWORD),
                                    Credentials.bearerToken(PASSWORD),
                                    registries.from(),
                                    registries.to().repository(APP),
                                    registries.to().check(),
                                    sync,
                                    sync.plan(),
                                    sync.plan().images(),
                                    report,
                                    failure,
                                    failure.cause(),
                                    failure.cause().hint(),
                                    failure.cause().errors())
                            .map(String::valueOf))
                    .noneMatch(text -> text.contains(PASSWORD) || text.contains("access-"));
        }
    }

    @Test
    void no_log_holds_a_secret() {
        ChildJvm.Ended ended = ChildJvm.run(
                LoggedCopy.class,
                List.of("-Dorg.slf4j.simpleLogger.log.io.registrysync=trace", "-Dcanary=" + PASSWORD));

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("GET http://127.0.0.1", " -> 401", "/token");
        assertThat(ended.output()).doesNotContain(PASSWORD, "Bearer access-", "identity-", "c2lnbmVk", "Y2FuYXJ5");
    }
}
