package io.registrysync.layout;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Part of a file as a stream. With a handle of its own, and not a channel: a channel that is shared would be closed for
 * all when one reader is interrupted.
 */
final class FileRegion extends InputStream {
    private final RandomAccessFile file;
    private long left;

    FileRegion(Path path, long offset, long length) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.left = length;
        try {
            file.seek(offset);
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = file.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the file ends " + left + " bytes early");
        }
        left -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
