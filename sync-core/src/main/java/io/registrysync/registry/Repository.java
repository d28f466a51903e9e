package io.registrysync.registry;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where images are: the one port through which the engine sees the outside.
 *
 * <p>All methods block, and all but the getters throw {@link RegistryException} when they fail for good, and
 * {@link java.util.concurrent.CancellationException} when called off. Requests that can be repeated are retried inside.
 * Implementations are safe for use by several threads.
 */
public interface Repository {
    /** The name within its registry. */
    RepositoryName name();

    /** For messages: registry and name, for example {@code registry.example.com/prod/web}. */
    String location();

    /**
     * What holds this repository. Two repositories with equal stores share blobs by {@linkplain #startUpload mount}.
     *
     * @return a value that is equal exactly for repositories of the same registry
     */
    Object store();

    /**
     * The same repository for one caller: its calls end when {@code cancellation} is thrown, and {@code notices} hears
     * of retries and pauses. The listener is called on the calling thread and must be quick.
     */
    Repository within(Cancellation cancellation, Consumer<Notice> notices);

    /**
     * What a tag points to, without reading the content (distribution specification, "Checking if content exists").
     *
     * @return empty where the tag or the repository does not exist
     */
    Optional<Descriptor> resolve(Tag tag);

    /** Whether the repository has this manifest. */
    boolean hasManifest(Descriptor manifest);

    /**
     * The manifest that a tag points to. What the registry says of its digest is not believed but confirmed: the bytes
     * hash to the digest that the registry vouches for, or the call fails.
     */
    Manifest manifest(Tag tag);

    /** The manifest with this digest. Its bytes are checked against digest and size. */
    Manifest manifest(Descriptor descriptor);

    /**
     * The manifest with this digest, where nothing else is known of it. Its bytes are checked.
     *
     * @return empty where it does not exist
     */
    Optional<Manifest> manifest(Digest digest);

    /**
     * Refuses what cannot be stored here without a name, as far as that is known beforehand. Called for an image before
     * any blob of it is read; registries let their answer to {@link #putManifest(Manifest)} tell.
     */
    default void requireStorable(Manifest image) {}

    /** Refuses what cannot be stored here under this tag; otherwise like {@link #requireStorable(Manifest)}. */
    default void requireStorable(Manifest image, Tag tag) {}

    /**
     * Stores a manifest under its digest. Everything that it names as its part must be there; its subject need not be.
     * Where it has a subject, {@link #referrers} of that lists it afterwards.
     */
    void putManifest(Manifest manifest);

    /** Stores a manifest and lets the tag point to it; otherwise like {@link #putManifest(Manifest)}. */
    void putManifest(Manifest manifest, Tag tag);

    /**
     * The manifests whose subject has this digest (distribution specification, "Listing Referrers"), each once. Where
     * the registry does not offer the list, what clients keep in its place under a tag ("Referrers Tag Schema").
     *
     * @return descriptors with artifact type and annotations as far as the registry tells; empty where there is none
     */
    List<Descriptor> referrers(Digest subject);

    /** Whether the repository has this blob, with this size. A hint: registries are known to be wrong. */
    boolean hasBlob(Descriptor blob);

    /**
     * Opens a blob at an offset. The content is not checked. Reading throws {@link java.io.IOException} when the
     * connection breaks or stalls; open again at the offset that was reached.
     *
     * @param offset 0 or more, at most the size
     * @return the stream, which holds a connection until it is closed
     */
    InputStream openBlob(Descriptor blob, long offset);

    /**
     * Asks for a blob to be taken over from other repositories of the same {@link #store()}, or else begins an upload.
     *
     * @param from repositories that are thought to have it, likeliest first; where this repository itself may have it,
     *     name it last
     * @return an upload that is {@linkplain BlobUpload#isPresent() done already} or open
     */
    BlobUpload startUpload(Descriptor blob, List<RepositoryName> from);

    /**
     * The tags, in the registry's order, read page by page as the stream is consumed. Names that are no tags are left
     * out. Empty where the repository does not exist.
     */
    Stream<Tag> tags();

    /**
     * When the tags were last pushed, as far as the registry tells that of all of them at once. A vendor's metadata; the
     * distribution specification has none.
     *
     * @return empty where the registry does not tell
     */
    Map<Tag, Instant> pushTimes();

    /**
     * When images were made, as far as the registry tells that of all of them at once; of an index, when the newest of
     * its images was. Keyed by digest, so that a list that lags behind a tag says nothing of it. A vendor's metadata, taken
     * from the configurations of the images: what is missing here is told by those.
     *
     * @return empty where the registry does not tell
     */
    Map<Digest, Instant> createdTimes();

    /**
     * Removes a tag and nothing else (distribution specification, "Deleting tags").
     *
     * @return false where the registry cannot do that
     */
    boolean deleteTag(Tag tag);

    /**
     * Removes a manifest and <em>every</em> tag that points to it (distribution specification, "Deleting manifests").
     * Whoever calls this knows all of them.
     */
    void deleteManifest(Digest digest);

    /**
     * Whether the project exists that holds this repository: what stands before the first slash of its name. A vendor's
     * metadata; in most registries a repository comes to be when it is written to.
     *
     * @return empty where the registry has no projects, or cannot tell, or not to us
     */
    default Optional<Boolean> hasProject() {
        return Optional.empty();
    }

    /**
     * Creates that project so that only its members see it. One that exists stays as it is. Only for repositories that
     * {@linkplain #hasProject() have been found} to lack theirs.
     */
    default void createProject() {
        throw RegistryException.of(
                RegistryException.Kind.REFUSED, "create project", location(), "there are no projects here", null);
    }
}
