package io.registrysync.layout;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.FormatException;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.BlobUpload;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Notice;
import io.registrysync.registry.RegistryError;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images of a layout that are named alike. Blobs are common to all repositories of a layout. */
final class LayoutRepository implements Repository {
    private static final int MAX_DEPTH = 16;

    private final Layout layout;
    private final RepositoryName name;
    private final Naming naming;
    private final Cancellation cancellation;
    /** Null where nobody listens. */
    private final @Nullable Consumer<Notice> notices;

    LayoutRepository(Layout layout, RepositoryName name, Naming naming) {
        this(layout, name, naming, new Cancellation(), null);
    }

    private LayoutRepository(
            Layout layout,
            RepositoryName name,
            Naming naming,
            Cancellation cancellation,
            @Nullable Consumer<Notice> notices) {
        this.layout = layout;
        this.name = name;
        this.naming = naming;
        this.cancellation = cancellation;
        this.notices = notices;
    }

    @Override
    public RepositoryName name() {
        return name;
    }

    @Override
    public String location() {
        return layout.location() + naming.suffix();
    }

    @Override
    public Object store() {
        return layout.store();
    }

    @Override
    public Repository within(Cancellation caller, Consumer<Notice> listener) {
        return new LayoutRepository(layout, name, naming, caller, listener);
    }

    // ---- reading manifests ----------------------------------------------------------------------------------------

    @Override
    public Optional<Descriptor> resolve(Tag tag) {
        cancellation.check();
        List<Descriptor> entries = naming.tags(layout.named()).getOrDefault(tag, List.of()).stream()
                .filter(this::isHeld)
                .toList();
        Set<Digest> digests = entries.stream().map(Descriptor::digest).collect(Collectors.toSet());
        if (digests.size() > 1) {
            throw failure(Kind.INVALID_CONTENT, "resolve", location(tag), "several images have this name");
        }
        return entries.stream()
                .findFirst()
                .map(entry -> new Descriptor(entry.mediaType(), entry.digest(), entry.size()));
    }

    private boolean isHeld(Descriptor content) {
        OptionalLong size = Layout.on(
                "look for", location(content.digest()), () -> layout.shelf().size(content.digest()));
        return size.isPresent() && size.getAsLong() == content.size();
    }

    /** Whether the manifest is there with all of its parts: other programs may have left some out. */
    @Override
    public boolean hasManifest(Descriptor manifest) {
        cancellation.check();
        return isComplete(manifest, 0);
    }

    private boolean isComplete(Descriptor part, int depth) {
        if (!isHeld(part)) {
            return false;
        }
        if (!part.mediaType().isImage() && !part.mediaType().isIndex()) {
            return true;
        }
        Optional<Manifest> content = intact(part);
        if (content.isEmpty()) {
            return false;
        }
        Manifest manifest = content.get();
        return depth < MAX_DEPTH
                && missingBlobs(manifest).isEmpty()
                && manifest.children().stream().allMatch(child -> isComplete(child, depth + 1));
    }

    /** A manifest that is there and right; empty where it is damaged, so that it is stored again. */
    private Optional<Manifest> intact(Descriptor manifest) {
        return Disk.on("get manifest", location(manifest.digest()), () -> {
            try {
                return Optional.of(Contents.manifest(layout.shelf(), manifest));
            } catch (FormatException damaged) {
                return Optional.empty();
            }
        });
    }

    private List<Descriptor> missingBlobs(Manifest manifest) {
        return manifest.blobs().stream()
                .filter(blob -> !blob.mediaType().isNonDistributable() && !isHeld(blob))
                .toList();
    }

    @Override
    public Manifest manifest(Tag tag) {
        return manifest(
                resolve(tag).orElseThrow(() -> failure(Kind.NOT_FOUND, "get manifest", location(tag), "not found")));
    }

    @Override
    public Manifest manifest(Descriptor descriptor) {
        cancellation.check();
        String where = location(descriptor.digest());
        var unused = requireHeld("get manifest", descriptor.digest());
        try {
            return Disk.on("get manifest", where, () -> Contents.manifest(layout.shelf(), descriptor));
        } catch (FormatException wrong) {
            boolean surelyManifest = descriptor.mediaType().isImage()
                    || descriptor.mediaType().isIndex()
                    || descriptor.mediaType().isSchema1();
            // An entry of an unknown type may be a blob; manifests and blobs lie in one place here.
            throw failure(
                    surelyManifest ? Kind.INVALID_CONTENT : Kind.NOT_FOUND,
                    "get manifest",
                    where,
                    String.valueOf(wrong.getMessage()));
        }
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        cancellation.check();
        Optional<Descriptor> named = layout.named().stream()
                .filter(entry -> entry.digest().equals(digest))
                .findFirst();
        return Layout.on("get manifest", location(digest), () -> {
            if (layout.shelf().size(digest).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    named.isPresent()
                            ? Contents.manifest(layout.shelf(), named.get())
                            : Contents.manifest(layout.shelf(), digest));
        });
    }

    // ---- writing manifests ----------------------------------------------------------------------------------------

    @Override
    public void requireStorable(Manifest image) {
        if (layout.isForDocker()) {
            throw failure(
                    Kind.REFUSED,
                    "push manifest",
                    location(image.descriptor().digest()),
                    "Docker loads images by their names; give the image a tag");
        }
    }

    @Override
    public void requireStorable(Manifest image, Tag tag) {
        String where = location(tag);
        var unused = entry(image, tag, where);
        if (layout.isForDocker()) {
            requireLoadable(where, () -> {
                DockerForm.require(image, layout.shelf());
                return true;
            });
        }
    }

    @Override
    public void putManifest(Manifest manifest) {
        store(manifest, location(manifest.descriptor().digest()));
        if (manifest.subject().isPresent() && !layout.isForDocker()) {
            layout.update(
                    location(manifest.descriptor().digest()), index -> Layout.listed(index, manifest.descriptor()));
            layout.settle(manifest);
        } else {
            layout.remember(manifest, cancellation);
        }
    }

    @Override
    public void putManifest(Manifest manifest, Tag tag) {
        String where = location(tag);
        Descriptor entry = entry(manifest, tag, where);
        if (layout.isForDocker()) {
            requireLoadable(where, () -> DockerForm.image(manifest, layout.shelf()));
        }
        store(manifest, where);
        layout.update(where, index -> named(index, manifest, entry, tag));
        layout.settle(manifest);
    }

    private Descriptor entry(Manifest manifest, Tag tag, String where) {
        Descriptor descriptor = manifest.descriptor();
        try {
            return new Descriptor(
                    descriptor.mediaType(),
                    descriptor.digest(),
                    descriptor.size(),
                    Optional.empty(),
                    "",
                    naming.annotations(tag),
                    List.of());
        } catch (FormatException unnameable) {
            throw failure(Kind.REFUSED, "push manifest", where, String.valueOf(unnameable.getMessage()));
        }
    }

    private static void requireLoadable(String where, Disk.Action<?> check) {
        try {
            Object unused = Disk.on("push manifest", where, check);
        } catch (FormatException unloadable) {
            throw failure(Kind.REFUSED, "push manifest", where, String.valueOf(unloadable.getMessage()));
        }
    }

    /** Puts the content where its digest says, after everything that it names. */
    private void store(Manifest manifest, String where) {
        cancellation.check();
        List<Descriptor> missing = new ArrayList<>(missingBlobs(manifest));
        manifest.children().stream().filter(child -> !isHeld(child)).forEach(missing::add);
        if (!missing.isEmpty()) {
            throw RegistryException.refused(
                    "push manifest",
                    where,
                    "the layout does not hold " + missing.get(0).digest()
                            + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more" : ""),
                    missing.stream()
                            .map(part -> new RegistryError(
                                    "MANIFEST_BLOB_UNKNOWN",
                                    "not in the layout",
                                    part.digest().toString()))
                            .toList());
        }
        Descriptor descriptor = manifest.descriptor();
        if (!isHeld(descriptor) || intact(descriptor).isEmpty()) {
            var unused = Layout.on("push manifest", where, () -> {
                byte[] bytes = manifest.bytes();
                Shelf.Slot slot = layout.shelf().reserve(descriptor.digest(), bytes.length);
                try {
                    slot.write(bytes, bytes.length, 0);
                    slot.keep();
                } finally {
                    slot.drop();
                }
                return true;
            });
        }
    }

    private IndexFile named(IndexFile before, Manifest manifest, Descriptor entry, Tag tag) {
        List<Descriptor> now = naming.tags(before.descriptors()).getOrDefault(tag, List.of());
        if (now.size() == 1 && now.get(0).digest().equals(entry.digest())) {
            return before;
        }
        Set<Digest> parts = manifest.children().stream().map(Descriptor::digest).collect(Collectors.toSet());
        parts.add(entry.digest());
        // What was listed only to be found is found by its name or its parent now.
        return before.with(
                entry,
                other -> now.contains(other) || (other.annotations().isEmpty() && parts.contains(other.digest())));
    }

    // ---- referrers ------------------------------------------------------------------------------------------------

    /** A layout has no list of referrers: those that are named or listed in {@code index.json} are looked through. */
    @Override
    public List<Descriptor> referrers(Digest subject) {
        cancellation.check();
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        for (Descriptor entry : layout.named()) {
            boolean canRefer = entry.mediaType().isImage() || entry.mediaType().isIndex();
            if (canRefer && !found.containsKey(entry.digest()) && isHeld(entry)) {
                Manifest manifest = manifest(entry);
                manifest.subject()
                        .filter(other -> other.digest().equals(subject))
                        .ifPresent(other -> found.put(entry.digest(), described(manifest)));
            }
        }
        return List.copyOf(found.values());
    }

    private Descriptor described(Manifest manifest) {
        String where = location(manifest.descriptor().digest());
        return Layout.on("list referrers", where, () -> Contents.asReferrer(manifest));
    }

    // ---- blobs ----------------------------------------------------------------------------------------------------

    @Override
    public boolean hasBlob(Descriptor blob) {
        cancellation.check();
        return isHeld(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset) {
        cancellation.check();
        long size = requireHeld("get blob", blob.digest());
        if (size != blob.size()) {
            throw failure(
                    Kind.INVALID_CONTENT,
                    "get blob",
                    location(blob.digest()),
                    size + " bytes instead of " + blob.size());
        }
        return Layout.on(
                "get blob", location(blob.digest()), () -> layout.shelf().open(blob.digest(), offset));
    }

    private long requireHeld(String operation, Digest digest) {
        String where = location(digest);
        if (!digest.isVerifiable()) {
            throw failure(Kind.INVALID_CONTENT, operation, where, "digests of this algorithm cannot be verified");
        }
        return Layout.on(operation, where, () -> layout.shelf().size(digest))
                .orElseThrow(() -> failure(Kind.NOT_FOUND, operation, where, "not found"));
    }

    /** A blob that is there is not asked for; without {@code from} it is not believed to be there. */
    @Override
    public BlobUpload startUpload(Descriptor blob, List<RepositoryName> from) {
        cancellation.check();
        String where = location(blob.digest());
        if (!blob.digest().isVerifiable()) {
            throw failure(Kind.INVALID_CONTENT, "store blob", where, "digests of this algorithm cannot be verified");
        }
        boolean isThere = !from.isEmpty() && isHeld(blob);
        Shelf.Slot slot = isThere
                ? null
                : Layout.on("store blob", where, () -> layout.shelf().reserve(blob.digest(), blob.size()));
        return new LayoutUpload(blob, where, cancellation, slot);
    }

    // ---- listing and deletion -------------------------------------------------------------------------------------

    @Override
    public Stream<Tag> tags() {
        cancellation.check();
        if (notices != null) {
            layout.tellNameless(notices);
        }
        return naming.tags(layout.named()).keySet().stream();
    }

    @Override
    public Map<Tag, Instant> pushTimes() {
        return Map.of();
    }

    @Override
    public Map<Digest, Instant> createdTimes() {
        return Map.of();
    }

    /** Always possible. The content stays, and can still be had by its digest. */
    @Override
    public boolean deleteTag(Tag tag) {
        cancellation.check();
        if (!naming.tags(layout.named()).containsKey(tag)) {
            return true;
        }
        layout.update(location(tag), index -> {
            List<Descriptor> entries = naming.tags(index.descriptors()).getOrDefault(tag, List.of());
            return index.without(entries::contains);
        });
        return true;
    }

    /** Takes the names away. The content stays: other images of the layout may need it. */
    @Override
    public void deleteManifest(Digest digest) {
        cancellation.check();
        if (layout.named().stream().noneMatch(entry -> entry.digest().equals(digest))) {
            return;
        }
        layout.update(location(digest), index -> {
            List<Descriptor> named = naming.tags(index.descriptors()).values().stream()
                    .flatMap(List::stream)
                    .toList();
            return index.without(
                    entry -> entry.digest().equals(digest) && (named.contains(entry) || ImageName.isNameless(entry)));
        });
    }

    // ---- words ----------------------------------------------------------------------------------------------------

    private String location(Tag tag) {
        return location() + ":" + tag;
    }

    private String location(Digest digest) {
        return location() + "@" + digest;
    }

    private static RegistryException failure(Kind kind, String operation, String where, String reason) {
        return RegistryException.of(kind, operation, where, reason, null);
    }
}
