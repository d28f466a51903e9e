package io.registrysync.registry;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer that no registry has sent. */
record FakeResponse(int status, String contentType, InputStream body) implements Response {
    static FakeResponse of(String contentType, String body) {
        return new FakeResponse(400, contentType, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public URI uri() {
        return URI.create("https://registry.example.com/v2/");
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase("Content-Type") && !contentType.isEmpty() ? List.of(contentType) : List.of();
    }

    @Override
    public void close() {}
}
