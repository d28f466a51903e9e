package io.registrysync.layout;

import io.registrysync.oci.Descriptor;
import io.registrysync.registry.BlobUpload;
import io.registrysync.registry.Cancellation;
import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A blob on its way into a layout. It is there only when its digest has turned out right. */
final class LayoutUpload implements BlobUpload {
    private static final int BUFFER = 256 * 1024;

    private final Descriptor blob;
    private final String name;
    private final Cancellation cancellation;
    private final Shelf.@Nullable Slot slot;

    private MessageDigest hash;
    private long offset;
    private boolean done;

    /**
     * Begins an upload.
     *
     * @param slot room for the blob; null where it is there already
     */
    LayoutUpload(Descriptor blob, String name, Cancellation cancellation, Shelf.@Nullable Slot slot) {
        this.blob = blob;
        this.name = name;
        this.cancellation = cancellation;
        this.slot = slot;
        this.hash = blob.digest().hasher();
        this.done = slot == null;
    }

    @Override
    public boolean isPresent() {
        return slot == null;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void send(InputStream content) throws IOException {
        Shelf.Slot room = slot;
        if (room == null || done) {
            throw new IllegalStateException("the upload is not open");
        }
        byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, blob.size()))];
        while (offset < blob.size()) {
            if (!Cancellation.letsFinish(blob.size())) {
                cancellation.check();
            }
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, blob.size() - offset));
            if (count < 0) {
                throw new IOException("the content is shorter than announced");
            }
            onDisk(() -> room.write(buffer, count, offset));
            hash.update(buffer, 0, count);
            offset += count;
        }
        if (!blob.digest().matches(hash)) {
            throw RegistryException.of(
                    Kind.INVALID_CONTENT, "store blob", name, "digest mismatch: what was sent is something else", null);
        }
        onDisk(room::keep);
        done = true;
    }

    /** What was written stays; the place where to go on is known. */
    @Override
    public State recover() {
        return done ? State.DONE : State.OPEN;
    }

    @Override
    public void restart() {
        offset = 0;
        hash = blob.digest().hasher();
    }

    @Override
    public void close() {
        if (!done && slot != null) {
            slot.drop();
        }
    }

    /** Something that is done with files. */
    private interface Step {
        void run() throws IOException;
    }

    private void onDisk(Step step) {
        var unused = Disk.on("store blob", name, () -> {
            step.run();
            return true;
        });
    }
}
