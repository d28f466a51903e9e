package io.registrysync.bench;

import io.registrysync.oci.Digest;
import io.registrysync.registry.Registry;
import io.registrysync.sync.Sync;
import io.registrysync.sync.SyncReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of blobs from a source through SHA-256 to a target, over loopback, with servers in the same process that cost
 * next to nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class BlobPipelineBenchmark {
    /** How many layers of how many KiB each. */
    @Param({"1x262144", "8x16384", "200x256"})
    public String layers = "";

    private MemoryRegistry server;
    private Registry source;
    private Registry target;
    private long size;

    /** Makes the image and starts the servers. */
    @Setup
    public void start() throws IOException {
        String[] parts = layers.split("x", 2);
        Map<String, byte[]> blobs = new HashMap<>();
        StringJoiner descriptors = new StringJoiner(",");
        for (int i = 0; i < Integer.parseInt(parts[0]); i++) {
            byte[] layer = new byte[Integer.parseInt(parts[1]) * 1024];
            new Random(i).nextBytes(layer);
            descriptors.add(descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer, blobs));
            size += layer.length;
        }
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        String manifest = "{\"schemaVersion\":2,\"config\":"
                + descriptor("application/vnd.oci.image.config.v1+json", config, blobs) + ",\"layers\":[" + descriptors
                + "]}";
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        server = new MemoryRegistry(blobs, bytes, Digest.sha256(bytes).toString());
        source = Registry.at(server.host()).plainHttp().open();
        target = Registry.at(server.host()).plainHttp().open();
    }

    private static String descriptor(String type, byte[] content, Map<String, byte[]> blobs) {
        Digest digest = Digest.sha256(content);
        blobs.put(digest.toString(), content);
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + content.length + "}";
    }

    /** Stops the servers. */
    @TearDown
    public void stop() throws IOException {
        source.close();
        target.close();
        server.close();
    }

    /** Copies one image. */
    @Benchmark
    public SyncReport copy(Volume volume) {
        SyncReport report = Sync.from(source.repository("source"))
                .tags("1")
                .to(target.repository("target"))
                .run();
        if (!report.isSuccess()) {
            throw new IllegalStateException(report.failures().toString());
        }
        volume.mebibytes += size / (1024 * 1024);
        return report;
    }

    /** How much was copied; JMH divides it by the time. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Volume {
        /** Sum. */
        public long mebibytes;
    }
}
