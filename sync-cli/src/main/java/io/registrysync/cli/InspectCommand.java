package io.registrysync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.registrysync.oci.Descriptor;
import io.registrysync.oci.ImageManifest;
import io.registrysync.oci.Index;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.Platform;
import io.registrysync.oci.Tag;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code inspect REF}: what an image is, without its layers. */
final class InspectCommand implements Command {
    private static final int REQUESTS_AT_ONCE = 8;

    private final SingleRegistry registry =
            new SingleRegistry("REF", "host[:port]/path[:tag][@digest], oci:DIR[:TAG] and so on; default tag: latest");
    private final Flag raw = new Flag("--raw", "write the manifest as the registry has it, byte for byte");
    private final Option<OutputOptions.Format> format = OutputOptions.format();
    private final OutputOptions output = new OutputOptions();

    /**
     * A part of an index, or the image itself.
     *
     * @param descriptor as the index names it
     * @param layers     how many; 0 where it is no image
     * @param bytes      of layers and configuration, compressed
     */
    private record Part(Descriptor descriptor, int layers, long bytes) {
        static Part of(Descriptor descriptor, Manifest manifest) {
            int layers =
                    manifest instanceof ImageManifest image ? image.layers().size() : 0;
            long bytes = manifest.blobs().stream().mapToLong(Descriptor::size).sum();
            return new Part(descriptor, layers, bytes);
        }

        /** Build tools keep attestations in an index under the platform unknown/unknown. */
        String platform() {
            Optional<Platform> platform = descriptor.platform();
            if (platform.isPresent() && !platform.get().isKnown()) {
                return descriptor.annotations().containsKey("vnd.docker.reference.type") ? "attestation" : "unknown";
            }
            return platform.map(Platform::toString)
                    .orElse(descriptor.artifactType().isEmpty() ? "-" : descriptor.artifactType());
        }
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = RegistrySync.describe(this, "inspect", "Show digest, platforms and sizes of an image.")
                .addOption(raw.spec())
                .addOption(format.spec());
        registry.addTo(spec);
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public int run(Shell shell) throws IOException {
        try (Places places = registry.places(shell)) {
            ImageName reference = places.completed(ImageName.parse(registry.text()));
            Repository repository = places.repository(reference.place());
            Manifest manifest = manifest(reference, repository);
            if (raw.isSet()) {
                shell.write(manifest.bytes());
            } else if (format.value().orElse(OutputOptions.Format.TEXT) == OutputOptions.Format.JSON) {
                printJson(reference, manifest, parts(manifest, repository), ImageFacts.of(manifest, repository), shell);
            } else {
                printText(reference, manifest, parts(manifest, repository), ImageFacts.of(manifest, repository), shell);
            }
        }
        return ExitCode.OK;
    }

    private static Manifest manifest(ImageName reference, Repository repository) {
        if (reference.digest().isPresent()) {
            return repository
                    .manifest(reference.digest().get())
                    .orElseThrow(() -> RegistryException.of(
                            Kind.NOT_FOUND, "get manifest", reference.toString(), "not found", null));
        }
        return repository.manifest(reference.tag().orElse(new Tag("latest")));
    }

    /** The images of an index; their manifests are fetched at the same time. */
    private static List<Part> parts(Manifest manifest, Repository repository) {
        if (!(manifest instanceof Index index)) {
            return List.of(Part.of(manifest.descriptor(), manifest));
        }
        ExecutorService requests = Executors.newFixedThreadPool(REQUESTS_AT_ONCE);
        try {
            List<CompletableFuture<Part>> parts = index.children().stream()
                    .map(child -> CompletableFuture.supplyAsync(() -> part(child, repository), requests))
                    .toList();
            return parts.stream().map(CompletableFuture::join).toList();
        } finally {
            requests.shutdownNow();
        }
    }

    /** A part that is missing or is no manifest is still worth a line. */
    private static Part part(Descriptor child, Repository repository) {
        try {
            return Part.of(child, repository.manifest(child));
        } catch (RegistryException absent) {
            return new Part(child, 0, 0);
        }
    }

    // ---- text -----------------------------------------------------------------------------------------------------

    private void printText(ImageName reference, Manifest manifest, List<Part> parts, ImageFacts facts, Shell shell) {
        PrintStream out = shell.out();
        Style style = output.outStyle(shell);
        Descriptor descriptor = manifest.descriptor();
        Table table = new Table(style);
        table.row("name", style.bold(reference.toString()));
        table.row("digest", descriptor.digest().toString());
        table.row("media type", descriptor.mediaType().name());
        if (manifest instanceof Index) {
            table.row("parts", String.valueOf(parts.size()));
        } else {
            Part image = parts.get(0);
            table.row("size", Amounts.size(image.bytes()) + " in " + image.layers() + " layers");
        }
        facts.platform().ifPresent(platform -> table.row("platform", Foreign.text(platform.toString())));
        facts.created().ifPresent(created -> table.row("created", created.toString()));
        manifest.subject()
                .ifPresent(subject -> table.row("refers to", subject.digest().toString()));
        table.print(out);
        if (manifest instanceof Index) {
            out.println();
            printParts(parts, out);
        }
        if (!facts.annotations().isEmpty()) {
            out.println();
            out.println(style.dim("annotations"));
            facts.annotations()
                    .forEach((key, value) -> out.println("  " + Foreign.text(key) + " = " + Foreign.text(value)));
        }
    }

    private static void printParts(List<Part> parts, PrintStream out) {
        List<String[]> rows = new ArrayList<>();
        for (Part part : parts) {
            rows.add(new String[] {
                Foreign.text(part.platform()),
                part.descriptor().digest().toString(),
                Amounts.size(part.bytes()),
                part.layers() + (part.layers() == 1 ? " layer" : " layers")
            });
        }
        int platform = width(rows, 0);
        int size = width(rows, 2);
        for (String[] row : rows) {
            out.println("  " + row[0] + " ".repeat(platform - row[0].length()) + "  " + row[1] + "  "
                    + " ".repeat(size - row[2].length()) + row[2] + "  " + row[3]);
        }
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    // ---- JSON -----------------------------------------------------------------------------------------------------

    private static void printJson(
            ImageName reference, Manifest manifest, List<Part> parts, ImageFacts facts, Shell shell) {
        shell.out().println(Json.line(json -> {
            json.writeStringField("name", reference.toString());
            describe(json, manifest.descriptor());
            if (manifest instanceof Index) {
                json.writeArrayFieldStart("parts");
                for (Part part : parts) {
                    json.writeStartObject();
                    json.writeStringField("platform", part.platform());
                    describe(json, part.descriptor());
                    json.writeNumberField("layers", part.layers());
                    json.writeNumberField("bytes", part.bytes());
                    json.writeEndObject();
                }
                json.writeEndArray();
            } else {
                json.writeNumberField("layers", parts.get(0).layers());
                json.writeNumberField("bytes", parts.get(0).bytes());
            }
            if (facts.platform().isPresent()) {
                json.writeStringField("platform", facts.platform().get().toString());
            }
            if (facts.created().isPresent()) {
                json.writeStringField("created", facts.created().get().toString());
            }
            if (manifest.subject().isPresent()) {
                json.writeStringField(
                        "subject", manifest.subject().get().digest().toString());
            }
            json.writeObjectFieldStart("annotations");
            for (Map.Entry<String, String> annotation : facts.annotations().entrySet()) {
                json.writeStringField(annotation.getKey(), annotation.getValue());
            }
            json.writeEndObject();
        }));
    }

    private static void describe(JsonGenerator json, Descriptor descriptor) throws IOException {
        json.writeStringField("digest", descriptor.digest().toString());
        json.writeStringField("mediaType", descriptor.mediaType().name());
        json.writeNumberField("size", descriptor.size());
    }
}
