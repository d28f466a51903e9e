package io.registrysync.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Images made by umoci and pushed by skopeo, and what they cannot make, written by hand and pushed byte for byte. */
final class RealImages {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final List<String> PLATFORMS = List.of("amd64", "arm64", "arm/v7");

    private final Path layout;
    private final String host;

    /** Makes one image per platform; {@code host} is a registry over plain HTTP without authentication. */
    RealImages(Path folder, String host, int layerBytes) {
        RealParts.require("umoci", "skopeo");
        this.layout = folder.resolve("layout");
        this.host = host;
        RealParts.run("umoci", "init", "--layout", layout.toString());
        for (String platform : PLATFORMS) {
            String tag = platform.replace('/', '-');
            String image = layout + ":" + tag;
            RealParts.run("umoci", "new", "--image", image);
            RealParts.run(
                    "umoci", "config", "--image", image, "--os", "linux", "--architecture", platform.split("/", 2)[0]);
            RealParts.run("umoci", "insert", "--rootless", "--image", image, content(folder, tag, layerBytes), "/app");
            RealParts.run(
                    "umoci",
                    "insert",
                    "--rootless",
                    "--image",
                    image,
                    content(folder, "shared", layerBytes),
                    "/shared");
        }
    }

    /** Pushes the image of the first platform. */
    void pushSingle(String repository, String tag, String... skopeoOptions) {
        push(repository + ":" + tag, PLATFORMS.get(0), skopeoOptions);
    }

    /** Pushes an index of all platforms; {@code between} stands between its tokens, as white space that has to survive. */
    void pushIndex(String repository, String tag, String between) {
        List<String> entries = new ArrayList<>();
        for (String platform : PLATFORMS) {
            push(repository + ":part-" + platform.replace('/', '-'), platform);
            byte[] manifest = get(repository, "part-" + platform.replace('/', '-'));
            String[] parts = platform.split("/", 2);
            String variant = parts.length > 1 ? ",\"variant\":\"" + parts[1] + "\"" : "";
            entries.add("{" + between + "\"mediaType\":\"" + MANIFEST + "\",\"digest\":\"" + Judge.sha256(manifest)
                    + "\",\"size\":" + manifest.length + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
                    + parts[0]
                    + "\"" + variant + "}}");
        }
        String index = between + "{\"schemaVersion\":2," + between + "\"mediaType\":\"" + INDEX + "\",\"manifests\":["
                + String.join("," + between, entries) + "],\"x-vendor\":{\"kept\":[1.0,1e3,\"é\"]}}" + between;
        put("manifests/" + tag, repository, INDEX, index.getBytes(StandardCharsets.UTF_8));
    }

    private void push(String name, String platform, String... options) {
        List<String> command = new ArrayList<>(List.of("skopeo", "copy", "--quiet", "--dest-tls-verify=false"));
        command.addAll(List.of(options));
        command.add("oci:" + layout + ":" + platform.replace('/', '-'));
        command.add("docker://" + host + "/" + name);
        RealParts.run(command.toArray(String[]::new));
    }

    private static String content(Path folder, String name, int bytes) {
        try {
            byte[] random = new byte[bytes];
            new Random(name.hashCode()).nextBytes(random);
            return Files.write(folder.resolve(name), random).toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private byte[] get(String repository, String tag) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + host + "/v2/" + repository + "/manifests/" + tag))
                .header("Accept", MANIFEST)
                .build();
        return send(request, 200);
    }

    private void put(String path, String repository, String type, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/v2/" + repository + "/" + path))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        send(request, 201);
    }

    private static byte[] send(HttpRequest request, int expected) {
        try {
            HttpResponse<byte[]> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != expected) {
                throw new AssertionError(new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
