package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.ImageConfig;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.Notice;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import io.registrysync.sync.PlatformSelection.Picked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The images of one source repository: what their tags point to, what is to be copied of them, and what rules want to
 * know of them. Asks the source for each thing once. Safe for use by several threads.
 */
final class SourceImages implements TagFacts {
    private final Repository source;
    private final ImageOptions options;
    private final RunContext run;
    private final PlatformSelection platforms;
    private final CreatedTimes created;
    /** What rules have asked for; the planner need not ask again. */
    private final Map<Tag, Optional<Descriptor>> resolved = new ConcurrentHashMap<>();

    private final List<Tag> digestTags = new ArrayList<>();
    private boolean digestTagsListed;

    private final AtomicLong listed = new AtomicLong();

    SourceImages(Repository source, ImageOptions options, RunContext run) {
        this.source = source;
        this.options = options;
        this.run = run;
        PlatformSelection.Parts parts = new PlatformSelection.Parts() {
            @Override
            public Manifest manifest(Descriptor descriptor) {
                return SourceImages.this.manifest(descriptor);
            }

            @Override
            public ImageConfig config(Descriptor descriptor) {
                return SourceImages.this.config(descriptor);
            }
        };
        this.platforms = new PlatformSelection(options, parts);
        this.created = new CreatedTimes(source, options, parts, run);
    }

    /** What a tag points to; empty where there is no such tag. */
    Optional<Descriptor> resolve(Tag tag) {
        Optional<Descriptor> known = resolved.get(tag);
        return known != null ? known : source.resolve(tag);
    }

    /** All tags, page by page. */
    Stream<Tag> tags() {
        return source.tags().peek(tag -> listed.incrementAndGet());
    }

    /** The tags that are made of a digest and belong to this one. The source is asked for its tags once. */
    List<Tag> digestTags(Digest image) {
        synchronized (digestTags) {
            if (!digestTagsListed) {
                source.tags().filter(DigestTags::isDigestTag).forEach(digestTags::add);
                digestTagsListed = true;
            }
            return digestTags.stream()
                    .filter(tag -> DigestTags.belongs(tag, image))
                    .toList();
        }
    }

    /** How many tags have been listed. */
    long listed() {
        return listed.get();
    }

    /** The manifest with this digest; empty where there is none. */
    Optional<Manifest> manifest(Digest digest) {
        return source.manifest(digest);
    }

    /** A manifest of the source. */
    Manifest manifest(Descriptor descriptor) {
        return run.manifests().get(descriptor.digest()).orElseGet(() -> {
            Manifest read = source.manifest(descriptor);
            run.manifests().put(read);
            return read;
        });
    }

    /** What of an image is copied. */
    Picked pick(Manifest root) {
        Picked picked = platforms.pick(root);
        if (!options.platforms().isEmpty()) {
            run.memory().written(root.descriptor().digest(), options, written(picked));
        }
        return picked;
    }

    /** What the target has when it has what is to be copied of an image. */
    Memory.Written written(Descriptor image) {
        if (options.platforms().isEmpty()) {
            return new Memory.Written(Optional.of(image.digest()), "");
        }
        return run.memory().written(image.digest(), options).orElseGet(() -> written(pick(manifest(image))));
    }

    private static Memory.Written written(Picked picked) {
        if (picked instanceof Picked.Content content) {
            return new Memory.Written(Optional.of(content.root().descriptor().digest()), "");
        }
        return new Memory.Written(Optional.empty(), ((Picked.Nothing) picked).reason());
    }

    /** A configuration, checked. */
    private ImageConfig config(Descriptor descriptor) {
        String where = source.location() + "@" + descriptor.digest();
        if (descriptor.size() > ImageConfig.MAX_BYTES) {
            throw RegistryException.of(
                    Kind.INVALID_CONTENT, "read configuration", where, "it is longer than 4 MiB", null);
        }
        try (SourceReader reader =
                new SourceReader(source, descriptor, run.retries(), run.throttle(), run.cancellation())) {
            return ImageConfig.parse(reader.from(0).readAllBytes());
        } catch (SourceReader.SourceException failed) {
            throw failed.failure();
        } catch (SourceReader.CorruptException corrupt) {
            throw corrupt.failure();
        } catch (FormatException malformed) {
            throw RegistryException.of(
                    Kind.INVALID_CONTENT,
                    "read configuration",
                    where,
                    String.valueOf(malformed.getMessage()),
                    malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("only the source throws it", impossible);
        }
    }

    // ---- facts ----------------------------------------------------------------------------------------------------

    @Override
    public RepositoryName repository() {
        return source.name();
    }

    @Override
    public String location() {
        return source.location();
    }

    @Override
    public Instant now() {
        return run.started();
    }

    @Override
    public Map<Tag, Instant> created(Collection<Tag> tags) {
        Map<Tag, Instant> answers = eachAtOnce(tags, (tag, descriptor) -> created.remembered(descriptor));
        List<Tag> unknown = tags.stream()
                .filter(tag -> !answers.containsKey(tag))
                .filter(tag -> resolved.getOrDefault(tag, Optional.empty()).isPresent())
                .toList();
        if (!unknown.isEmpty()) {
            created.lookUp(unknown.size(), listed());
            answers.putAll(eachAtOnce(unknown, (tag, descriptor) -> created.of(descriptor)));
        }
        return answers;
    }

    @Override
    public Map<Tag, Instant> pushed(Collection<Tag> tags) {
        Map<Tag, Instant> all = source.pushTimes();
        Map<Tag, Instant> wanted = new LinkedHashMap<>();
        tags.forEach(tag -> Optional.ofNullable(all.get(tag)).ifPresent(time -> wanted.put(tag, time)));
        return wanted;
    }

    @Override
    public Map<Tag, Instant> firstSeen(Collection<Tag> tags) {
        return eachAtOnce(
                tags,
                (tag, descriptor) ->
                        Optional.of(run.memory().firstSeen(location(), tag, descriptor.digest(), run.started())));
    }

    @Override
    public void warn(String text) {
        run.announcer()
                .announce(new SyncEvent.Noticed(new Notice(
                        Notice.Kind.WARNING, source.location(), source.location() + ": " + text, Duration.ZERO)));
    }

    private Map<Tag, Instant> eachAtOnce(
            Collection<Tag> tags, BiFunction<Tag, Descriptor, Optional<Instant>> question) {
        Map<Tag, CompletableFuture<Optional<Instant>>> asked = new LinkedHashMap<>();
        for (Tag tag : tags) {
            asked.put(tag, CompletableFuture.supplyAsync(() -> ask(tag, question), run.requests()));
        }
        Map<Tag, Instant> answers = new LinkedHashMap<>();
        asked.forEach((tag, answer) -> Threads.join(answer).ifPresent(time -> answers.put(tag, time)));
        return answers;
    }

    /** A tag that cannot be read is not a reason to fail here: the copy of it will say why, and go on with the others. */
    private Optional<Instant> ask(Tag tag, BiFunction<Tag, Descriptor, Optional<Instant>> question) {
        try {
            Optional<Descriptor> descriptor = resolve(tag);
            resolved.put(tag, descriptor);
            return descriptor.flatMap(found -> question.apply(tag, found));
        } catch (RegistryException unknown) {
            return Optional.empty();
        }
    }
}
