package io.registrysync.registry;

import io.registrysync.oci.Descriptor;
import io.registrysync.oci.RepositoryName;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The blobs of a repository over HTTP (distribution specification, "Pulling blobs", "Pushing Blobs"). */
final class RemoteBlobs {
    private final Place place;

    RemoteBlobs(Place place) {
        this.place = place;
    }

    public boolean hasBlob(Descriptor blob) {
        Call head = blobCall("look for blob", "HEAD", blob)
                .expecting(status -> status == 200 || status == 404 || status == 403 || status == 405);
        try (Response response = place.endpoint().calls().send(head)) {
            long size = response.contentLength();
            return response.status() == 200 && (size < 0 || size == blob.size());
        }
    }

    InputStream openBlob(Descriptor blob, long offset) {
        place.requireVerifiable(blob.digest());
        Call get = blobCall("get blob", "GET", blob)
                .lane(HostGate.Lane.pull(blob.size()))
                .mayFinish(Cancellation.letsFinish(blob.size()));
        if (offset > 0) {
            get = get.header("Range", "bytes=" + offset + "-")
                    .expecting(status -> status == 200 || status == 206 || status == 416);
        }
        Response response = place.endpoint().calls().send(get);
        boolean opened = false;
        try {
            place.refuseEncoding(response, "get blob", blob.digest().toString());
            if (response.status() == 416) {
                throw RegistryException.invalid(
                        "get blob",
                        place.location(blob.digest().toString()),
                        "it ends at byte " + offset + " or before, not at " + blob.size());
            } else if (response.status() == 206) {
                requireRange(response, blob, offset);
            } else {
                response.body().skipNBytes(offset);
            }
            opened = true;
            return new BlobStream(response);
        } catch (IOException broken) {
            throw new RegistryException(
                    RegistryException.Kind.UNAVAILABLE,
                    "get blob",
                    place.location(blob.digest().toString()),
                    "broke off before byte " + offset,
                    0,
                    List.of(),
                    true,
                    broken);
        } finally {
            if (!opened) {
                response.close();
            }
        }
    }

    private void requireRange(Response response, Descriptor blob, long offset) {
        String range = response.header("Content-Range").orElse("");
        if (!range.startsWith("bytes " + offset + "-")) {
            throw RegistryException.invalid(
                    "get blob",
                    place.location(blob.digest().toString()),
                    "asked for the bytes from " + offset + ", got: " + ForeignText.clean(range, 60));
        }
    }

    BlobUpload startUpload(Descriptor blob, List<RepositoryName> from) {
        place.requireVerifiable(blob.digest());
        RemoteUpload upload = new RemoteUpload(place, this, blob);
        upload.begin(from);
        return upload;
    }

    private Call blobCall(String operation, String method, Descriptor blob) {
        return Call.of(
                        operation,
                        place.location(blob.digest().toString()),
                        method,
                        place.endpoint().address(place.name(), "/blobs/" + blob.digest()),
                        place.endpoint().answerLimit(0),
                        place.caller())
                .scopes(place.pullScopes());
    }

    /** The content of a blob; closing it frees the connection. */
    private static final class BlobStream extends FilterInputStream {
        private final Response response;

        BlobStream(Response response) {
            super(response.body());
            this.response = response;
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
