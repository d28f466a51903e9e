package io.registrysync.bench;

import io.registrysync.filter.NamesOnly;
import io.registrysync.filter.Tags;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.sync.TagFacts;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rules over 10,000 tags, without what they would ask a registry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FilterBenchmark {
    private static final List<Tag> TAGS = IntStream.range(0, 10_000)
            .mapToObj(i -> new Tag("1." + i / 100 + "." + i % 100 + (i % 7 == 0 ? "-alpine" : "")))
            .toList();

    private final TagFacts facts =
            new NamesOnly("docker.io", new RepositoryName("library/nginx"), Instant.EPOCH, warning -> {});

    /** Two patterns. */
    @Benchmark
    public long includeAndExclude() {
        return count(Tags.include("^1\\.[2-9][0-9]\\..*").exclude(".*(alpine|slim).*"));
    }

    /** A glob for the whole of image and tag. */
    @Benchmark
    public long glob() {
        return count(Tags.all().includeImages("nginx:1.2*"));
    }

    /** A range, and the highest ten of it. */
    @Benchmark
    public long newestVersions() {
        return count(Tags.all().semver(">=1.20 <2").newest(10, Tags.By.VERSION));
    }

    private long count(Tags rules) {
        return rules.select(TAGS.stream(), facts).count();
    }
}
