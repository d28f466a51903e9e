package io.registrysync.spring.web;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.registry.RegistryException;
import io.registrysync.spec.ResolvedSync;
import io.registrysync.sync.Cost;
import io.registrysync.sync.Failure;
import io.registrysync.sync.PlannedImage;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.PlannedImage.PlatformCost;
import io.registrysync.sync.TagDeletion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a sync would do, or how targets differ from their sources.
 *
 * @param complete        whether everything was looked at; otherwise the counts are those of what was
 * @param failure         why the sync cannot be meant at all; empty where it can
 * @param hint            what to do about that; may be empty
 * @param rows            the first of them, see {@link #MOST_ROWS}
 * @param rowsLeftOut     how many more there are
 * @param missingProjects those that a run would create
 */
record ForecastView(
        boolean complete,
        String failure,
        String hint,
        ForecastCounts counts,
        List<ForecastRow> rows,
        long rowsLeftOut,
        List<String> warnings,
        List<String> missingProjects) {
    static final int MOST_ROWS = 500;
    private static final int MOST_WARNINGS = 100;

    ForecastView {
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
        missingProjects = List.copyOf(missingProjects);
    }

    /** What is to be done. */
    enum ForecastAction {
        COPY,
        OVERWRITE,
        KEEP,
        SKIP,
        DELETE,
        FAIL
    }

    /**
     * How many, per image and target.
     *
     * @param repositories that were looked into
     * @param bytesToMove  where costs were asked for
     * @param sourceReads  manifests and blobs to be read from sources, where costs were asked for
     */
    record ForecastCounts(
            long repositories,
            long copy,
            long overwrite,
            long keep,
            long skip,
            long delete,
            long fail,
            long bytesToMove,
            long sourceReads) {}

    /**
     * An image at a target.
     *
     * @param source    empty where only the target has it
     * @param digest    what the target will have
     * @param previous  what it has
     * @param mediaType of the image at the source
     * @param size      bytes of the manifest at the source
     * @param reason    why nothing is copied, or what failed; may be empty
     * @param hint      what to do about a failure; may be empty
     * @param cost      where it was asked for
     * @param platforms the parts of the cost, of the platforms of an index that are copied
     */
    record ForecastRow(
            ForecastAction action,
            String source,
            String target,
            Optional<String> digest,
            Optional<String> previous,
            Optional<String> mediaType,
            Optional<Long> size,
            String reason,
            String hint,
            Optional<Cost> cost,
            List<PlatformRow> platforms) {
        private static ForecastRow of(PlannedImage image, PlannedTarget target) {
            Optional<Failure> failure = target.failure();
            return new ForecastRow(
                    ForecastAction.valueOf(target.action().name()),
                    target.image().source(),
                    target.image().target(),
                    target.digest().map(Digest::toString),
                    target.previous().map(Descriptor::digest).map(Digest::toString),
                    image.content().map(content -> content.mediaType().name()),
                    image.content().map(Descriptor::size),
                    failure.map(Failure::toString).orElse(target.reason()),
                    failure.map(why -> why.cause().hint()).orElse(""),
                    target.cost(),
                    target.platforms().stream().map(PlatformRow::of).toList());
        }

        private static ForecastRow named(
                ForecastAction action, String source, String target, Optional<Failure> failure) {
            return new ForecastRow(
                    action,
                    source,
                    target,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    failure.map(Failure::toString).orElse(""),
                    failure.map(why -> why.cause().hint()).orElse(""),
                    Optional.empty(),
                    List.of());
        }
    }

    /** What one platform takes; blobs that several share count with the first one. */
    record PlatformRow(String platform, long bytesToMove, long bytesMountable, long bytesPresent) {
        private static PlatformRow of(PlatformCost cost) {
            return new PlatformRow(
                    cost.platform().toString(), cost.bytesToMove(), cost.bytesMountable(), cost.bytesPresent());
        }
    }

    /** One about which nothing can be said. */
    static ForecastView failed(RuntimeException failure) {
        Collector nothing = new Collector(Set.of());
        String hint = failure instanceof RegistryException known ? known.hint() : "";
        return nothing.view(false, String.valueOf(failure.getMessage()), hint);
    }

    /** Gathers rows and counts. Used by one thread. */
    static final class Collector implements Forecast.Sink {
        private final Set<ForecastAction> unlisted;
        private final List<ForecastRow> rows = new ArrayList<>();
        private final Set<String> warnings = new LinkedHashSet<>();
        private final Set<String> missingProjects = new LinkedHashSet<>();
        private final Map<ForecastAction, Long> counts = new EnumMap<>(ForecastAction.class);
        private long rowsLeftOut;
        private long repositories;
        private long bytesToMove;
        private long sourceReads;

        /** {@code unlisted} actions are counted and get no row. */
        Collector(Set<ForecastAction> unlisted) {
            this.unlisted = unlisted;
        }

        @Override
        public void warning(String text) {
            if (warnings.size() < MOST_WARNINGS) {
                warnings.add(text);
            }
        }

        @Override
        public void missingProject(String project) {
            missingProjects.add(project);
        }

        @Override
        public void repositories(int more) {
            repositories += more;
        }

        @Override
        public void target(PlannedImage image, PlannedTarget target) {
            target.cost().ifPresent(cost -> {
                bytesToMove += cost.bytesToMove();
                sourceReads += cost.sourceReads();
            });
            add(ForecastRow.of(image, target));
        }

        @Override
        public void deletion(TagDeletion deletion) {
            ForecastAction action = deletion.failure().isPresent() ? ForecastAction.FAIL : ForecastAction.DELETE;
            add(ForecastRow.named(action, "", deletion.target(), deletion.failure()));
        }

        @Override
        public void unresolved(ResolvedSync.Unresolved part) {
            add(ForecastRow.named(ForecastAction.FAIL, part.source(), part.target(), Optional.of(part.failure())));
        }

        private void add(ForecastRow row) {
            counts.merge(row.action(), 1L, Long::sum);
            if (unlisted.contains(row.action())) {
                return;
            }
            if (rows.size() < MOST_ROWS) {
                rows.add(row);
            } else {
                rowsLeftOut++;
            }
        }

        ForecastView view(boolean complete, String failure, String hint) {
            ForecastCounts all = new ForecastCounts(
                    repositories,
                    counts.getOrDefault(ForecastAction.COPY, 0L),
                    counts.getOrDefault(ForecastAction.OVERWRITE, 0L),
                    counts.getOrDefault(ForecastAction.KEEP, 0L),
                    counts.getOrDefault(ForecastAction.SKIP, 0L),
                    counts.getOrDefault(ForecastAction.DELETE, 0L),
                    counts.getOrDefault(ForecastAction.FAIL, 0L),
                    bytesToMove,
                    sourceReads);
            return new ForecastView(
                    complete,
                    failure,
                    hint,
                    all,
                    rows,
                    rowsLeftOut,
                    List.copyOf(warnings),
                    List.copyOf(missingProjects));
        }
    }
}
