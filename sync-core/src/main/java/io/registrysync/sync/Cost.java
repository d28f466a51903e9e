package io.registrysync.sync;

/**
 * What the copy of one image to one target takes. Counted with the images before it in the same plan: what those bring
 * to the target need not be brought again.
 *
 * @param sourceReads    manifests and blobs that are read from the source, for all targets together; registries with a
 *     quota count these
 * @param blobs          how many blobs the image has
 * @param bytesToMove    of blobs that have to be sent
 * @param bytesMountable of blobs that another repository of the target's registry has, or will have by then
 * @param bytesPresent   of blobs that the target repository has, or will have by then
 */
public record Cost(long sourceReads, long blobs, long bytesToMove, long bytesMountable, long bytesPresent) {}
