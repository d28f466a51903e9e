package io.registrysync.layout;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The blocks before the content of a regular file in a tar archive (POSIX.1-2001, pax interchange format). Equal names
 * and lengths give equal bytes: no time, no owner.
 */
final class TarHeader {
    static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final long LARGEST_OCTAL = 0777_7777_7777L;

    private TarHeader() {}

    static byte[] of(String name, long size) {
        StringBuilder extended = new StringBuilder();
        if (name.length() > NAME_LENGTH) {
            extended.append(record("path", name));
        }
        if (size > LARGEST_OCTAL) {
            extended.append(record("size", Long.toString(size)));
        }
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        if (!extended.isEmpty()) {
            byte[] records = extended.toString().getBytes(StandardCharsets.UTF_8);
            blocks.writeBytes(block("PaxHeaders/" + name, records.length, 'x'));
            blocks.writeBytes(Arrays.copyOf(records, (int) padded(records.length)));
        }
        blocks.writeBytes(block(name, size > LARGEST_OCTAL ? 0 : size, '0'));
        return blocks.toByteArray();
    }

    /** The length of content together with what fills its last block. */
    static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** {@code length key=value}; the length counts its own digits. */
    private static String record(String key, String value) {
        int rest = key.length() + value.getBytes(StandardCharsets.UTF_8).length + 3;
        int length = rest + 1;
        while (length != rest + Integer.toString(length).length()) {
            length++;
        }
        return length + " " + key + "=" + value + "\n";
    }

    private static byte[] block(String name, long size, char type) {
        byte[] block = new byte[BLOCK];
        String shown = name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) : name;
        put(block, 0, shown);
        put(block, 100, "0000644\0");
        put(block, 108, "0000000\0");
        put(block, 116, "0000000\0");
        put(block, 124, String.format(Locale.ROOT, "%011o\0", size));
        put(block, 136, "00000000000\0");
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar\00000");
        put(block, 148, String.format(Locale.ROOT, "%06o\0 ", checksum(block)));
        return block;
    }

    /** The sum of a header's bytes, its own place counted as blanks. */
    static int checksum(byte[] block) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }
}
