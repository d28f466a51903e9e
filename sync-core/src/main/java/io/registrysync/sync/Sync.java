package io.registrysync.sync;

import io.registrysync.oci.Digest;
import io.registrysync.oci.Platform;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Repository;
import io.registrysync.registry.Retries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes a copy of images from repositories to others, and starts it. Immutable: every method returns a new
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
    private final List<Route> routes;
    private final List<SyncListener> listeners;
    private final RunSettings settings;

    private Sync(List<Route> routes, List<SyncListener> listeners, RunSettings settings) {
        this.routes = List.copyOf(routes);
        this.listeners = List.copyOf(listeners);
        this.settings = settings;
    }

    /** Begins to describe a copy. */
    public static From from(Repository source) {
        return new From(source);
    }

    /**
     * Several syncs as one: one run, one report, and what several of them need is sent once. What is copied and how, is
     * as each of them says; listeners, limits and the state are those of the result.
     */
    public static Sync together(Collection<Sync> parts) {
        return new Sync(
                parts.stream().flatMap(part -> part.routes.stream()).toList(), List.of(), RunSettings.defaults());
    }

    /** Reads images completely, each blob once, and keeps nothing. */
    static Sync reading(Repository repository, List<Selection.Item> images) {
        Route route = new Route(repository, new Selection.Named(List.copyOf(images)), new VoidRepository(repository));
        return new Sync(List.of(route), List.of(), RunSettings.defaults());
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
            return named(Stream.of(names).map(Tag::new).map(Selection.Item::of).toList());
        }

        /**
         * Those tags that {@code rules} pick of what the source lists, each under the same name. Tags that are made of a
         * digest belong to an image and are not offered to the rules, see {@link Sync#withDigestTags()}.
         */
        public Selected tags(TagSelection rules) {
            return new Selected(source, new Selection.Ruled(rules));
        }

        /** Every tag that the source lists, each under the same name. */
        public Selected allTags() {
            return new Selected(source, new Selection.All());
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
            return new Sync(List.of(new Route(source, selection, target)), List.of(), RunSettings.defaults());
        }
    }

    /** To this repository as well. What has to be read is read once for all. */
    public Sync andTo(Repository target) {
        return each(route -> route.withTargets(appended(route.targets(), target)));
    }

    /**
     * Lets a project that is missing at a target be created, so that only its members see it, as soon as something is to
     * be written to it. Otherwise that fails: who may read what is in a project is a decision of people. Registries that
     * have no projects are not concerned.
     *
     * @param targets picks the targets of which this holds, of those that have been named so far
     */
    public Sync createProjects(Predicate<Repository> targets) {
        return each(route -> route.creating(Stream.concat(
                        route.creating().stream(),
                        route.targets().stream().filter(targets).map(Repository::location))
                .collect(Collectors.toSet())));
    }

    // ---- what of an image -----------------------------------------------------------------------------------------

    /**
     * Only images for these platforms. An index is rewritten to them; an image for another platform is skipped.
     *
     * @param platforms {@code [os/]architecture[/variant]}; none means all
     * @throws io.registrysync.oci.FormatException where one is none
     */
    public Sync platforms(String... platforms) {
        return platforms(Stream.of(platforms).map(Platform::parse).toList(), IndexMode.REWRITE);
    }

    /**
     * Only images for these platforms; an image for another platform is skipped.
     *
     * @param platforms none means all
     * @param mode      what becomes of an index that has others too
     */
    public Sync platforms(Collection<Platform> platforms, IndexMode mode) {
        return withOptions(options -> options.withPlatforms(List.copyOf(platforms), mode));
    }

    /**
     * Also what refers to the images: signatures, lists of parts, attestations (distribution specification, "Listing
     * Referrers"), and what refers to those. They are at the target before the tag is. An image that the target has
     * already gets those that it lacks.
     *
     * @param artifactTypes only these; none means all
     */
    public Sync withReferrers(String... artifactTypes) {
        return withOptions(options -> options.withReferrers(Set.of(artifactTypes)));
    }

    /**
     * Also the tags that are made of the images' digests, {@code sha256-<hex>.<suffix>}: signatures, attestations and
     * lists of parts as cosign keeps them.
     */
    public Sync withDigestTags() {
        return withOptions(ImageOptions::withDigestTags);
    }

    /**
     * Looks beneath the tags that the targets have already, too, and sends what is missing there. Costs a request for each
     * manifest and blob; whether their content is right, only {@link SyncPlan#verification()} tells.
     */
    public Sync deep() {
        return withOptions(ImageOptions::withDeep);
    }

    // ---- the run --------------------------------------------------------------------------------------------------

    /** Lets {@code listener} hear what happens. */
    public Sync listener(SyncListener listener) {
        return new Sync(routes, appended(listeners, listener), settings);
    }

    /**
     * How many blobs are copied at once, 1 or more; those of 1 MiB or less are not counted. Each registry has a limit of its
     * own besides.
     */
    public Sync concurrency(int blobs) {
        if (blobs < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more");
        }
        return with(settings.withConcurrency(blobs));
    }

    /** How many bytes are read per second, all blobs together; 0 for no limit. */
    public Sync bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bandwidth must be 0 or more");
        }
        return with(settings.withBytesPerSecond(bytesPerSecond));
    }

    /** How often a transfer that broke off without progress is taken up again. */
    public Sync retries(Retries retries) {
        return with(settings.withRetries(retries));
    }

    /**
     * Runs blocking work on {@code executor} instead of on threads of the run. It has to have several threads, and is
     * not shut down.
     */
    public Sync executor(Executor executor) {
        return with(settings.withExecutor(executor));
    }

    /** Remembers from run to run what saves requests. Without this, one object of this class remembers for itself. */
    public Sync state(SyncState state) {
        return with(settings.withState(state));
    }

    /**
     * Also removes tags from the targets that the sources no longer have: in repositories of which all tags or those
     * that rules pick are copied, only tags that the rules cover, and only where everything was copied. Nothing is
     * removed where that would be too much at once. Where a registry can only remove content, it is removed only if no
     * tag that stays needs it.
     *
     * @param maxPercent of the covered tags at all targets, 0 to 100
     */
    public Sync deleteGone(int maxPercent) {
        if (maxPercent < 0 || maxPercent > 100) {
            throw new IllegalArgumentException("a percentage is 0 to 100");
        }
        return with(settings.withMaxDeletePercent(maxPercent));
    }

    /**
     * Finds out what a run would do. Reads names and digests, and content only where rules and platforms demand it.
     * Repositories and images that fail are in the plan, not thrown. Nothing is written, and no project is created.
     * Listeners hear notices, and nothing else.
     */
    public SyncPlan plan() {
        return plan(new Cancellation());
    }

    /**
     * Like {@link #plan()}; ends when {@code cancellation} is thrown.
     *
     * @throws java.util.concurrent.CancellationException where it was thrown
     */
    public SyncPlan plan(Cancellation cancellation) {
        return within(cancellation, context -> SyncPlan.of(this, context));
    }

    /**
     * Offers the tags of each source to {@code question}, with what rules can find out about them in a run, and copies
     * nothing: for whoever wants to know why a tag is copied or not. Listeners hear notices, and nothing else.
     *
     * @param question is given the tags as rules are, and asks on this thread
     * @return the answers, in the order of the sources
     * @throws io.registrysync.registry.RegistryException where a source cannot be listed
     * @throws java.util.concurrent.CancellationException where {@code cancellation} was thrown
     */
    public <T> List<T> examine(Cancellation cancellation, BiFunction<Stream<Tag>, TagFacts, T> question) {
        return within(cancellation, context -> {
            List<T> answers = new ArrayList<>();
            for (Route route : routes) {
                SourceImages source = new SourceImages(context.bound(route.source()), route.options(), context);
                answers.add(question.apply(Selection.Ruled.offered(source), source));
            }
            return answers;
        });
    }

    <T> T within(Cancellation cancellation, Function<RunContext, T> work) {
        Meter meter = new Meter(System::nanoTime);
        try (Announcer announcer = new Announcer(listeners, meter);
                Threads threads = new Threads(settings)) {
            Instant started = InstantSource.system().instant();
            return work.apply(RunContext.of(settings, started, cancellation, meter, announcer, threads));
        }
    }

    /** Plans and runs at once: the first image is copied while the others are still being listed. Returns at once. */
    public SyncRun start() {
        return SyncRun.start(this);
    }

    /** Plans, runs and waits for the end. Failures of repositories and images are in the report, not thrown. */
    public SyncReport run() {
        return start().await();
    }

    List<Route> routes() {
        return routes;
    }

    List<SyncListener> listeners() {
        return listeners;
    }

    RunSettings settings() {
        return settings;
    }

    private Sync each(UnaryOperator<Route> change) {
        return new Sync(routes.stream().map(change).toList(), listeners, settings);
    }

    private Sync withOptions(UnaryOperator<ImageOptions> change) {
        return each(route -> route.withOptions(change.apply(route.options())));
    }

    private Sync with(RunSettings newSettings) {
        return new Sync(routes, listeners, newSettings);
    }

    private static <T> List<T> appended(List<T> list, T element) {
        return Stream.concat(list.stream(), Stream.of(element)).toList();
    }
}
