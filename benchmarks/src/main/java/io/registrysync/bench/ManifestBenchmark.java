package io.registrysync.bench;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading manifests, their digest included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ManifestBenchmark {
    /** How many layers. */
    @Param({"8", "200"})
    public int layers;

    private byte[] manifest = new byte[0];

    /** Writes a manifest. */
    @Setup
    public void write() {
        StringJoiner entries = new StringJoiner(",");
        for (int i = 0; i < layers; i++) {
            entries.add(descriptor("application/vnd.oci.image.layer.v1.tar+gzip", i));
        }
        manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"config\":"
                        + descriptor("application/vnd.oci.image.config.v1+json", layers) + ",\"layers\":[" + entries
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String descriptor(String type, int number) {
        Digest digest = Digest.sha256(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + (number + 1) + "}";
    }

    /** Reads it. */
    @Benchmark
    public Manifest parse() {
        return Manifest.parse(MediaType.OCI_MANIFEST, manifest);
    }
}
