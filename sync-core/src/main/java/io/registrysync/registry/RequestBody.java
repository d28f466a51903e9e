package io.registrysync.registry;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a request: either bytes that can be sent again and again, or a stream that can be sent once. */
interface RequestBody {
    /** The exact number of bytes that {@link #writeTo} writes; -1 where it may end early (chunked transfer coding). */
    long length();

    /** Whether {@link #writeTo} can be called more than once. */
    boolean isRepeatable();

    /** Writes the body. Does not close {@code out}. */
    void writeTo(OutputStream out) throws IOException;

    /** A body in memory. */
    static RequestBody of(byte[] bytes) {
        return new RequestBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public boolean isRepeatable() {
                return true;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
