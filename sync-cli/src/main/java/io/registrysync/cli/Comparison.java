package io.registrysync.cli;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.Repository;
import io.registrysync.sync.PlannedImage.PlannedTarget;
import io.registrysync.sync.SyncPlan;
import io.registrysync.sync.TagDeletion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How targets differ from their sources.
 *
 * @param images   every image of either side
 * @param failures what could not be compared
 */
record Comparison(List<Compared> images, List<FailedImage> failures) {
    private static final int REQUESTS_AT_ONCE = 8;

    /** How an image of one side relates to that of the other. */
    enum State {
        SAME,
        /** The tag is at both sides and points to different content. */
        DIFFERENT,
        /** Only the source has it. */
        MISSING,
        /** Only the target has it. */
        EXTRA,
        /** It has none of the platforms that are compared. */
        SKIPPED,
        FAILED
    }

    /**
     * One image.
     *
     * @param source   its name at the source; empty where only the target has it
     * @param expected what the target has when it has the image of the source
     * @param actual   what the target has
     * @param reason   why it was skipped, otherwise empty
     */
    record Compared(
            State state,
            String source,
            String target,
            Optional<Digest> expected,
            Optional<Digest> actual,
            String reason) {

        private static Compared of(PlannedTarget target) {
            State state = switch (target.action()) {
                case KEEP -> State.SAME;
                case OVERWRITE -> State.DIFFERENT;
                case COPY -> State.MISSING;
                case SKIP -> State.SKIPPED;
                case FAIL -> State.FAILED;
            };
            return new Compared(
                    state,
                    target.image().source(),
                    target.image().target(),
                    target.digest(),
                    target.previous().map(Descriptor::digest),
                    target.reason());
        }

        private static Compared extra(TagDeletion gone, Optional<Digest> actual) {
            return new Compared(State.EXTRA, "", gone.target(), Optional.empty(), actual, "");
        }
    }

    /**
     * Compares what a plan found; its deletions are what only targets have.
     *
     * @param targets by location, to ask what their additional tags point to
     */
    static Comparison of(SyncPlan plan, Map<String, Repository> targets) {
        List<Compared> images = new ArrayList<>();
        List<FailedImage> failures = new ArrayList<>();
        plan.images().stream().flatMap(image -> image.targets().stream()).forEach(target -> {
            images.add(Compared.of(target));
            if (target.failure().isPresent()) {
                failures.add(FailedImage.of(target));
            }
        });
        plan.deletions().stream()
                .filter(gone -> gone.failure().isPresent())
                .map(FailedImage::of)
                .forEach(failures::add);
        images.addAll(extras(
                plan.deletions().stream()
                        .filter(gone -> gone.failure().isEmpty())
                        .toList(),
                targets));
        return new Comparison(List.copyOf(images), List.copyOf(failures));
    }

    private static List<Compared> extras(List<TagDeletion> gone, Map<String, Repository> targets) {
        ExecutorService requests = Executors.newFixedThreadPool(REQUESTS_AT_ONCE);
        try {
            List<CompletableFuture<Compared>> asked = gone.stream()
                    .map(tag ->
                            CompletableFuture.supplyAsync(() -> Compared.extra(tag, digest(tag, targets)), requests))
                    .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        } finally {
            requests.shutdownNow();
        }
    }

    private static Optional<Digest> digest(TagDeletion gone, Map<String, Repository> targets) {
        String tag = gone.tag().orElseThrow().name();
        String location = gone.target().substring(0, gone.target().length() - tag.length() - 1);
        try {
            return Optional.ofNullable(targets.get(location))
                    .flatMap(repository -> repository.resolve(gone.tag().orElseThrow()))
                    .map(Descriptor::digest);
        } catch (RegistryException unknown) {
            // That the tag is there was told a moment ago; what it points to is nice to know.
            return Optional.empty();
        }
    }

    /** How many images are in each state that occurs. */
    Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        images.forEach(image -> counts.merge(image.state(), 1L, Long::sum));
        return counts;
    }

    /** Whether there was nothing to compare at all. */
    boolean isEmpty() {
        return failures.isEmpty() && images.stream().allMatch(image -> image.state() == State.SKIPPED);
    }

    boolean isSame() {
        return failures.isEmpty()
                && images.stream().allMatch(image -> image.state() == State.SAME || image.state() == State.SKIPPED);
    }
}
