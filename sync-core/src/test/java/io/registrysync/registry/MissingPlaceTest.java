package io.registrysync.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrysync.fixture.Access;
import io.registrysync.fixture.Rights;
import io.registrysync.fixture.StrictRegistry;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever pushes to a place that does not exist is told so, however the registry words it. */
@Timeout(60)
class MissingPlaceTest {
    private static final Descriptor BLOB =
            new Descriptor(MediaType.OCI_MANIFEST, Digest.sha256("x".getBytes(StandardCharsets.UTF_8)), 1);

    @ParameterizedTest
    @CsvSource({
        "404, NAME_UNKNOWN, repository name not known to registry",
        "404, NOT_FOUND, project prod not found",
        "401, UNAUTHORIZED, unauthorized to access repository: prod/app",
        "403, DENIED, requested access to the resource is denied"
    })
    void names_the_project_that_may_be_missing(int status, String code, String message) {
        String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
        try (StrictRegistry registry = StrictRegistry.builder()
                        .access(Access.bearer().user("robot", "secret", Rights.PUSH))
                        .start();
                Registry client = Registry.at(registry.uri().toString())
                        .credentials(Credentials.basic("robot", "secret"))
                        .open()) {
            registry.faults()
                    .on("POST", "/v2/prod/app/blobs/uploads/")
                    .where(exchange -> exchange.header("Authorization").isPresent())
                    .always()
                    .status(
                            status,
                            Map.of(
                                    "Content-Type",
                                    "application/json",
                                    "WWW-Authenticate",
                                    "Bearer realm=\"" + registry.tokenUri()
                                            + "\",service=\"strict-registry\",error=\"insufficient_scope\""),
                            body);

            assertThatThrownBy(() -> client.repository("prod/app").startUpload(BLOB, List.of()))
                    .isInstanceOfSatisfying(RegistryException.class, failure -> {
                        assertThat(failure).hasMessageContaining(code);
                        assertThat(failure.hint())
                                .contains(
                                        "project or namespace prod",
                                        "not exist at the target",
                                        "not created by default");
                    });
        }
    }

    @Test
    void a_repository_in_no_project_is_named_itself() {
        try (StrictRegistry registry = StrictRegistry.start();
                Registry client = Registry.at(registry.uri().toString()).open()) {
            registry.faults().on("POST", "/v2/app/.+").always().error(404, "NAME_UNKNOWN");

            assertThatThrownBy(() -> client.repository("app").startUpload(BLOB, List.of()))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            failure -> assertThat(failure.hint()).contains("the repository app does not exist"));
        }
    }
}
