package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Notice;
import io.registrysync.registry.Repository;
import io.registrysync.registry.Retries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Describes a copy of images from one repository to others, and starts it. Immutable: every method returns a new
 * description.
 *
 * <pre>{@code
 * SyncReport report = Sync.from(hub.repository("library/nginx"))
 *         .tags("1.25.3", "1.26.0")
 *         .to(harbor.repository("prod/nginx"))
 *         .run();
 * }</pre>
 */
public final class Sync {
    private final Repository source;
    private final Selection selection;
    private final List<Repository> targets;
    private final List<SyncListener> listeners;
    private final RunSettings settings;

    private Sync(
            Repository source,
            Selection selection,
            List<Repository> targets,
            List<SyncListener> listeners,
            RunSettings settings) {
        this.source = source;
        this.selection = selection;
        this.targets = List.copyOf(targets);
        this.listeners = List.copyOf(listeners);
        this.settings = settings;
    }

    /** Begins to describe a copy. */
    public static From from(Repository source) {
        return new From(source);
    }

    /** A source; says next what of it is copied. */
    public static final class From {
        private final Repository source;

        private From(Repository source) {
            this.source = source;
        }

        /**
         * These tags, each under the same name.
         *
         * @throws io.registrysync.oci.FormatException where a name is no tag
         */
        public Selected tags(String... names) {
            return named(Stream.of(names)
                    .map(Tag::new)
                    .map(tag -> new Selection.Item(Optional.of(tag), Optional.empty(), Optional.of(tag)))
                    .toList());
        }

        /** One tag, under another name. */
        public Selected tag(Tag tag, Tag targetTag) {
            return named(List.of(new Selection.Item(Optional.of(tag), Optional.empty(), Optional.of(targetTag))));
        }

        /** The manifest with this digest, without a tag. */
        public Selected digest(Digest digest) {
            return named(List.of(new Selection.Item(Optional.empty(), Optional.of(digest), Optional.empty())));
        }

        /** The manifest with this digest, under a tag. */
        public Selected digest(Digest digest, Tag targetTag) {
            return named(List.of(new Selection.Item(Optional.empty(), Optional.of(digest), Optional.of(targetTag))));
        }

        /** Every tag that the source lists, each under the same name. */
        public Selected allTags() {
            return new Selected(source, new Selection.All());
        }

        private Selected named(List<Selection.Item> items) {
            return new Selected(source, new Selection.Named(items));
        }
    }

    /** A source and what of it is copied; says next where to. */
    public static final class Selected {
        private final Repository source;
        private final Selection selection;

        private Selected(Repository source, Selection selection) {
            this.source = source;
            this.selection = selection;
        }

        /** To this repository. */
        public Sync to(Repository target) {
            return new Sync(source, selection, List.of(target), List.of(), RunSettings.DEFAULT);
        }
    }

    /** To this repository as well. What has to be read is read once for all. */
    public Sync andTo(Repository target) {
        return new Sync(source, selection, appended(targets, target), listeners, settings);
    }

    /** Lets {@code listener} hear what happens. */
    public Sync listener(SyncListener listener) {
        return new Sync(source, selection, targets, appended(listeners, listener), settings);
    }

    /**
     * How many blobs are copied at once, 1 or more; those of 1 MiB or less are not counted. Each registry has a limit of its
     * own besides.
     */
    public Sync concurrency(int blobs) {
        if (blobs < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more");
        }
        return with(new RunSettings(blobs, settings.bytesPerSecond(), settings.retries(), settings.executor()));
    }

    /** How many bytes are read per second, all blobs together; 0 for no limit. */
    public Sync bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bandwidth must be 0 or more");
        }
        return with(new RunSettings(settings.concurrency(), bytesPerSecond, settings.retries(), settings.executor()));
    }

    /** How often a transfer that broke off without progress is taken up again. */
    public Sync retries(Retries retries) {
        return with(new RunSettings(settings.concurrency(), settings.bytesPerSecond(), retries, settings.executor()));
    }

    /**
     * Runs blocking work on {@code executor} instead of on threads of the run. It has to have several threads, and is
     * not shut down.
     */
    public Sync executor(Executor executor) {
        return with(new RunSettings(
                settings.concurrency(), settings.bytesPerSecond(), settings.retries(), Optional.of(executor)));
    }

    /** Finds out what a run would do. Reads names and digests only. */
    public SyncPlan plan() {
        List<PlannedImage> images = new ArrayList<>();
        try (Threads threads = new Threads(settings)) {
            planner(new Cancellation(), threads, notice -> {}).plan(images::add);
        } catch (CopyException failed) {
            throw failed.failure().cause();
        }
        return new SyncPlan(this, images);
    }

    /** Plans and runs at once: the first image is copied while the others are still being listed. Returns at once. */
    public SyncRun start() {
        return SyncRun.start(this);
    }

    /** Plans, runs and waits for the end. Failures of images are in the report, not thrown. */
    public SyncReport run() {
        return start().await();
    }

    Planner planner(Cancellation cancellation, Threads threads, Consumer<Notice> notices) {
        return new Planner(
                source.within(cancellation, notices),
                targets.stream()
                        .map(target -> target.within(cancellation, notices))
                        .toList(),
                selection,
                threads.requests());
    }

    Repository source() {
        return source;
    }

    List<SyncListener> listeners() {
        return listeners;
    }

    RunSettings settings() {
        return settings;
    }

    private Sync with(RunSettings newSettings) {
        return new Sync(source, selection, targets, listeners, newSettings);
    }

    private static <T> List<T> appended(List<T> list, T element) {
        return Stream.concat(list.stream(), Stream.of(element)).toList();
    }
}
