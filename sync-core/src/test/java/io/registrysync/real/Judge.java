package io.registrysync.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.registrysync.fixture.Certificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads an image without a line of the product, hashes everything beneath it again, and says what it found. Two images
 * are the same where this is equal.
 */
final class Judge {
    private static final String TYPES =
            "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
                    + " application/vnd.docker.distribution.manifest.list.v2+json,"
                    + " application/vnd.docker.distribution.manifest.v2+json";

    private final HttpClient client =
            HttpClient.newBuilder().sslContext(Certificates.trusting()).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;
    private final String authorization;

    private Judge(String base, String authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    static Judge plain(String host) {
        return new Judge("http://" + host, "");
    }

    static Judge tls(String host) {
        return new Judge("https://" + host, "");
    }

    static Judge basic(String host, String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Judge("http://" + host, "Basic " + pair);
    }

    static Judge bearer(String host, String token) {
        return new Judge("http://" + host, "Bearer " + token);
    }

    /**
     * The digest and type of every manifest and the digest and length of every blob of an image, by the path to it from
     * the tag. Fails where something is missing or does not hash to its digest.
     */
    Map<String, String> read(String repository, String reference) {
        Map<String, String> found = new TreeMap<>();
        manifest(repository, reference, "", found);
        return found;
    }

    /** The status of asking for a manifest. */
    int status(String repository, String reference) {
        return get("/v2/" + repository + "/manifests/" + reference, TYPES).statusCode();
    }

    private void manifest(String repository, String reference, String path, Map<String, String> found) {
        HttpResponse<byte[]> response = get("/v2/" + repository + "/manifests/" + reference, TYPES);
        if (response.statusCode() != 200) {
            throw new AssertionError(repository + ":" + reference + " answers " + response.statusCode());
        }
        String digest = sha256(response.body());
        if (reference.startsWith("sha256:") && !reference.equals(digest)) {
            throw new AssertionError("manifest " + reference + " hashes to " + digest);
        }
        found.put(
                path + "/",
                digest + " " + response.headers().firstValue("Content-Type").orElse(""));
        JsonNode manifest = parse(response.body());
        for (JsonNode child : manifest.path("manifests")) {
            String name = child.path("digest").asText();
            manifest(repository, name, path + "/" + name, found);
        }
        blob(repository, manifest.path("config"), path, found);
        manifest.path("layers").forEach(layer -> blob(repository, layer, path, found));
    }

    private void blob(String repository, JsonNode descriptor, String path, Map<String, String> found) {
        if (descriptor.isMissingNode() || descriptor.has("urls")) {
            return;
        }
        String digest = descriptor.path("digest").asText();
        HttpResponse<byte[]> response = get("/v2/" + repository + "/blobs/" + digest, "*/*");
        if (response.statusCode() != 200
                || response.body().length != descriptor.path("size").asLong()
                || !sha256(response.body()).equals(digest)) {
            throw new AssertionError("blob " + digest + " of " + repository + " is damaged or missing");
        }
        found.put(path + "/" + digest, response.body().length + " bytes");
    }

    private HttpResponse<byte[]> get(String path, String accept) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", accept);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private JsonNode parse(byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
