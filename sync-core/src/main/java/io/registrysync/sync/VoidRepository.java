package io.registrysync.sync;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.Digest;
import io.registrysync.oci.Manifest;
import io.registrysync.oci.RepositoryName;
import io.registrysync.oci.Tag;
import io.registrysync.registry.BlobUpload;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.Notice;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import io.registrysync.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A target that takes everything and keeps nothing: copying there reads an image completely and checks every byte, with
 * the retries, limits and events of a copy.
 */
final class VoidRepository implements Repository {
    private final Repository read;

    /** What is read into this; only its name counts. */
    VoidRepository(Repository read) {
        this.read = read;
    }

    @Override
    public RepositoryName name() {
        return read.name();
    }

    @Override
    public String location() {
        return read.location();
    }

    @Override
    public Object store() {
        return this;
    }

    @Override
    public Repository within(Cancellation cancellation, Consumer<Notice> notices) {
        return this;
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) {
        return Optional.empty();
    }

    @Override
    public boolean hasManifest(Descriptor manifest) {
        return false;
    }

    @Override
    public Manifest manifest(Tag tag) {
        throw absent(tag.name());
    }

    @Override
    public Manifest manifest(Descriptor descriptor) {
        throw absent(descriptor.digest().toString());
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return Optional.empty();
    }

    @Override
    public void putManifest(Manifest manifest) {}

    @Override
    public void putManifest(Manifest manifest, Tag tag) {}

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return List.of();
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return false;
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset) {
        throw absent(blob.digest().toString());
    }

    @Override
    public BlobUpload startUpload(Descriptor blob, List<RepositoryName> from) {
        return new Nowhere();
    }

    @Override
    public Stream<Tag> tags() {
        return Stream.empty();
    }

    @Override
    public Map<Tag, Instant> pushTimes() {
        return Map.of();
    }

    @Override
    public Map<Digest, Instant> createdTimes() {
        return Map.of();
    }

    @Override
    public boolean deleteTag(Tag tag) {
        return true;
    }

    @Override
    public void deleteManifest(Digest digest) {}

    private RegistryException absent(String what) {
        return RegistryException.of(Kind.NOT_FOUND, "read", location() + " " + what, "nothing is kept here", null);
    }

    /** Counts what it is given. */
    private static final class Nowhere implements BlobUpload {
        private long offset;

        @Override
        public boolean isPresent() {
            return false;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public void send(InputStream content) throws IOException {
            offset += content.transferTo(OutputStream.nullOutputStream());
        }

        @Override
        public State recover() {
            return State.OPEN;
        }

        @Override
        public void restart() {
            offset = 0;
        }

        @Override
        public void close() {}
    }
}
