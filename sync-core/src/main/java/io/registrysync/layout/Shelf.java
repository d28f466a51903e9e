package io.registrysync.layout;

import io.registrysync.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Where a layout keeps its content: blobs by digest, and the index that names images. Safe for several threads. */
interface Shelf extends AutoCloseable {
    /** The length of a blob; empty where there is none. Its content is not looked at. */
    OptionalLong size(Digest blob) throws IOException;

    /** A blob from an offset on. */
    InputStream open(Digest blob, long offset) throws IOException;

    /** Makes room for a blob. */
    Slot reserve(Digest blob, long size) throws IOException;

    /** What is named at this moment. */
    IndexFile index() throws IOException;

    /** Changes what is named, in one step. {@code change} may be called while others wait. */
    void update(UnaryOperator<IndexFile> change) throws IOException;

    /** Ends the work: what has to be published at the end is published, or nothing is left of it. */
    @Override
    void close() throws IOException;

    /** Room for one blob. Used by one thread. */
    interface Slot {
        /** Puts bytes at a position. */
        void write(byte[] bytes, int length, long position) throws IOException;

        /** The content is complete and right: from now on the blob is there. */
        void keep() throws IOException;

        /** The content will not come. May be called after {@link #keep} too and does nothing then. */
        void drop();
    }
}
