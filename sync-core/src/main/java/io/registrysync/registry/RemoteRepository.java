package io.registrysync.registry;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A repository of a registry over HTTP (OCI distribution specification). */
final class RemoteRepository implements Repository {
    private final Place place;
    private final RemoteManifests manifests;
    private final RemoteBlobs blobs;

    RemoteRepository(Place place) {
        this.place = place;
        this.manifests = new RemoteManifests(place);
        this.blobs = new RemoteBlobs(place);
    }

    @Override
    public RepositoryName name() {
        return place.name();
    }

    @Override
    public String location() {
        return place.location();
    }

    @Override
    public Object store() {
        return place.endpoint().host();
    }

    @Override
    public Repository within(Cancellation cancellation, Consumer<Notice> notices) {
        return new RemoteRepository(new Place(place.endpoint(), place.name(), new Call.Caller(cancellation, notices)));
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) {
        return manifests.resolve(tag);
    }

    @Override
    public boolean hasManifest(Descriptor manifest) {
        return manifests.hasManifest(manifest);
    }

    @Override
    public Manifest manifest(Tag tag) {
        return manifests.manifest(tag);
    }

    @Override
    public Manifest manifest(Descriptor descriptor) {
        return manifests.manifest(descriptor);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return manifests.manifest(digest);
    }

    @Override
    public void putManifest(Manifest manifest) {
        manifests.putManifest(manifest);
    }

    @Override
    public void putManifest(Manifest manifest, Tag tag) {
        manifests.putManifest(manifest, tag);
    }

    @Override
    public boolean deleteTag(Tag tag) {
        return manifests.deleteTag(tag);
    }

    @Override
    public void deleteManifest(Digest digest) {
        manifests.deleteManifest(digest);
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return blobs.hasBlob(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset) {
        return blobs.openBlob(blob, offset);
    }

    @Override
    public BlobUpload startUpload(Descriptor blob, List<RepositoryName> from) {
        return blobs.startUpload(blob, from);
    }

    @Override
    public Stream<Tag> tags() {
        URI first = place.endpoint().address(name(), "/tags/list?n=" + Pages.PAGE_SIZE);
        Call call = Call.of(
                        "list tags", location(), "GET", first, place.endpoint().answerLimit(0), place.caller())
                .scopes(place.pullScopes())
                .expecting(status -> status == 200 || status == 404);
        return new Pages(place.endpoint(), call, "tags")
                .stream().filter(Tag::isValid).map(Tag::new);
    }

    @Override
    public Map<Tag, Instant> pushTimes() {
        return place.endpoint().management(place.caller()).pushTimes(name(), place.caller());
    }

    @Override
    public Map<Digest, Instant> createdTimes() {
        return place.endpoint().management(place.caller()).createdTimes(name(), place.caller());
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return new Referrers(place, manifests).of(subject);
    }

    @Override
    public Optional<Boolean> hasProject() {
        Optional<RepositoryName> project = project();
        return project.isEmpty()
                ? Optional.empty()
                : place.endpoint().management(place.caller()).hasProject(project.get(), place.caller());
    }

    @Override
    public void createProject() {
        RepositoryName project = project()
                .orElseThrow(
                        () -> Management.notOffered("create project", location(), "this repository is in no project"));
        place.endpoint().management(place.caller()).createProject(project, place.caller());
    }

    /** A project has one component wherever projects have to exist. */
    private Optional<RepositoryName> project() {
        int slash = name().path().indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(new RepositoryName(name().path().substring(0, slash)));
    }
}
