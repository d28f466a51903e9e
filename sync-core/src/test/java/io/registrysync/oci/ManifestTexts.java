package io.registrysync.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Manifests as text, for the tests that read them. */
final class ManifestTexts {
    static final MediaType JSON = new MediaType("application/json");
    static final MediaType OCTETS = new MediaType("application/octet-stream");
    static final String D1 = "sha256:" + "1".repeat(64);
    static final String D2 = "sha256:" + "2".repeat(64);
    static final String D3 = "sha256:" + "3".repeat(64);
    static final String CONFIG = descriptor("application/vnd.oci.image.config.v1+json", D1, 11);
    static final String LAYER = descriptor("application/vnd.oci.image.layer.v1.tar+gzip", D2, 22);
    static final String CHILD = descriptor("application/vnd.oci.image.manifest.v1+json", D3, 33);
    static final String IMAGE = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"config\":"
            + CONFIG + ",\"layers\":[" + LAYER + "]}";
    static final String INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[" + CHILD + "]}";

    private ManifestTexts() {}

    static Manifest parse(MediaType type, String text) {
        return Manifest.parse(type, text.getBytes(UTF_8));
    }

    static void assertRefused(MediaType type, String text, String reason) {
        assertThatThrownBy(() -> parse(type, text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(reason);
    }

    static String descriptor(String type, String digest, long size) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }
}
