package io.registrysync.spring.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The description of this interface (OpenAPI 3.1). It is made from the controllers by a test and stands in the jar, so that
 * no application has to carry what makes it.
 */
@RestController
@ConditionalOnProperty(prefix = "registry-sync.open-api", name = "enabled", matchIfMissing = true)
class OpenApiController {
    private final byte[] description;

    OpenApiController() {
        try (InputStream resource = OpenApiController.class.getResourceAsStream("openapi.json")) {
            description = Objects.requireNonNull(resource, "openapi.json").readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] description() {
        return description.clone();
    }
}
